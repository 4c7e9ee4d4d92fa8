package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A worker is stopped for longer than its lease and then goes on, not knowing that its runs belong to another one. */
final class StoppedWorker {
    private final Cluster cluster;
    private final Gateway gateway;
    private final List<Program> workers;
    private final Duration lease;

    StoppedWorker(Cluster cluster, Gateway gateway, List<Program> workers, Duration lease) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.workers = workers;
        this.lease = lease;
    }

    void play(int count) {
        int turns = 6 + (int) (lease.toMillis() / 400);
        List<Question> questions = IntStream.range(0, count)
                .mapToObj(i -> new Question("stop" + i, turns).thinking(400).calling("put", 100))
                .toList();
        var runs = new Runs();
        List<String> started = runs.start(List.of(gateway), questions);
        for (String run : started) {
            gateway.awaitEvents(run, "tool-call", 1, Duration.ofSeconds(60));
        }
        String who = holder(started.getFirst());
        Program victim = workers.stream()
                .filter(worker -> worker.name().equals(who))
                .findFirst()
                .orElseThrow();
        victim.freeze();
        try {
            gateway.awaitEvents(started.getFirst(), "run-started", 2, lease.plusSeconds(20));
            Commands.pause(Duration.ofMillis(300));
        } finally {
            victim.thaw();
        }
        List<History> histories = runs.haveCompleted(gateway, cluster.stub(), Duration.ofSeconds(120));
        // Whatever it had in its hands it would have written by now.
        Commands.pause(Duration.ofSeconds(1));
        int taken = 0;
        for (History before : histories) {
            History history = gateway.history(before.run(), Duration.ofSeconds(20));
            assertThat(history.events()).as("nothing came after the end").isEqualTo(before.events());
            List<Event> starts = history.of("run-started");
            if (starts.size() > 1) {
                taken++;
                assertThat(writersAfter(history, starts.getLast().seq()))
                        .as("who was asked for what was written after the takeover of %s", history.run())
                        .doesNotContain(who);
            }
        }
        System.out.printf(
                "SIGSTOP past the lease, SIGCONT: %d of %d runs taken over, 0 events of the old epoch%n", taken, count);
        assertThat(taken).isPositive();
    }

    private String holder(String run) {
        History history = gateway.awaitEvents(run, "tool-call", 1, Duration.ofSeconds(20));
        return cluster.stub().who(history.kept().getLast());
    }

    /** The processes whose replies and tools made the events after a number. */
    private List<String> writersAfter(History history, long seq) {
        var who = new ArrayList<String>();
        for (Event event : history.events()) {
            if (event.seq() > seq && event.type().equals("tool-call")) {
                who.add(cluster.stub().who(History.number(event)));
            }
            if (event.seq() > seq && event.type().equals("tool-result")) {
                long effort = History.effort(event.fields().fields("result").orElseThrow());
                who.add(cluster.stub().worker(effort));
            }
        }
        return who;
    }
}
