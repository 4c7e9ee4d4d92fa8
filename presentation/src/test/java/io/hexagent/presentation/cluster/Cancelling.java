package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Runs are cancelled wherever they are. They are over within two seconds, whatever their worker does. */
final class Cancelling {
    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MINUTE = 60_000;

    private final Cluster cluster;
    private final Gateway gateway;
    private final Gateway other;
    private final List<Program> workers;
    /** Told apart by it: the model stub remembers the runs of each round. */
    private int round;

    /** @param other follows what is cancelled at the gateway */
    Cancelling(Cluster cluster, Gateway gateway, Gateway other, List<Program> workers) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.other = other;
        this.workers = workers;
    }

    void play() {
        round++;
        System.out.printf(
                "cancel: in the queue %d ms, in a model call %d ms, in a tool %d ms, waiting for approval %d ms,"
                        + " with its worker stopped %d ms%n",
                inTheQueue(), inAModelCall(), inATool(), waitingForApproval(), withItsWorkerStopped());
    }

    private String named(String label) {
        return label + "-" + round;
    }

    private long inTheQueue() {
        Gateway.Started busy = gateway.start(new Question(named("cancel-busy"), 2).thinking(MINUTE));
        other.awaitStatus(busy.run(), "running", LONG);
        Gateway.Started queued = gateway.start(busy.thread(), new Question(named("cancel-queued"), 2), "enqueue");
        assertThat(other.status(queued.run())).isEqualTo("queued");
        long took = cancel(queued);
        assertThat(cluster.stub().asked(named("cancel-queued"))).isEmpty();
        cancel(busy);
        goesOn(busy);
        return took;
    }

    private long inAModelCall() {
        Gateway.Started run = gateway.start(new Question(named("cancel-model"), 2).thinking(MINUTE));
        Commands.await(
                "the model is asked",
                LONG,
                () -> !cluster.stub().asked(named("cancel-model")).isEmpty());
        long took = cancel(run);
        int number = cluster.stub().asked(named("cancel-model")).getFirst().number();
        Commands.await("the model call is given up", SOON, () -> cluster.stub().isGone(number));
        goesOn(run);
        return took;
    }

    private long inATool() {
        Gateway.Started run = gateway.start(new Question(named("cancel-tool"), 2).calling("look", MINUTE));
        Commands.await("the tool works", LONG, () -> did(named("cancel-tool"), "began"));
        long took = cancel(run);
        Commands.await("the tool is interrupted", SOON, () -> did(named("cancel-tool"), "stopped"));
        goesOn(run);
        return took;
    }

    private boolean did(String run, String what) {
        return cluster.stub().worked(run).stream().anyMatch(each -> each.what().equals(what));
    }

    private long waitingForApproval() {
        Gateway.Started run = gateway.start(new Question(named("cancel-ask"), 2).calling("ask", 10));
        other.awaitStatus(run.run(), "awaiting_input", LONG);
        long took = cancel(run);
        assertThat(cluster.stub().worked(named("cancel-ask"))).isEmpty();
        goesOn(run);
        return took;
    }

    private long withItsWorkerStopped() {
        Gateway.Started run = gateway.start(new Question(named("cancel-stopped"), 9).thinking(500));
        gateway.awaitEvents(run.run(), "tool-call", 1, LONG);
        String who = cluster.stub().asked(named("cancel-stopped")).getLast().who();
        Program worker = workers.stream()
                .filter(each -> each.name().equals(who))
                .findFirst()
                .orElseThrow();
        worker.freeze();
        History before;
        long took;
        try {
            took = cancel(run);
            before = other.history(run.run(), LONG);
        } finally {
            worker.thaw();
        }
        goesOn(run);
        assertThat(other.history(run.run(), LONG)).isEqualTo(before);
        return took;
    }

    /** @return milliseconds from the request to its end as the other gateway shows it */
    private long cancel(Gateway.Started run) {
        long start = System.nanoTime();
        assertThat(gateway.cancel(run.run())).isEqualTo("cancelled");
        History history = other.history(run.run(), LONG).isWhole("run-cancelled");
        long took = (System.nanoTime() - start) / 1_000_000;
        assertThat(took).as("cancelled: %s", history.events()).isLessThanOrEqualTo(SOON.toMillis());
        assertThat(gateway.cancel(run.run())).as("a second time").isEqualTo("cancelled");
        return took;
    }

    /** The thread is not busy any more, and its history is one that a model takes. */
    private void goesOn(Gateway.Started run) {
        var question = new Question("after-" + run.run(), 2);
        Gateway.Started next = gateway.start(run.thread(), question, "reject");
        other.history(next.run(), LONG).isWhole("run-completed").repeatsNothing(question, cluster.stub());
    }
}
