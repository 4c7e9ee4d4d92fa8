package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.List;

/**
 * A worker dies while a tool changes the world. If the tool may be called again it is, under the same key; if not, a
 * person is asked. And what waits for a person survives the end of every process.
 */
final class InterruptedEffects {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int AT_WORK = 4_000;

    private final Cluster cluster;
    private final Gateway gateway;
    private final List<Program> workers;

    /** @param workers the killed ones are replaced in the list */
    InterruptedEffects(Cluster cluster, Gateway gateway, List<Program> workers) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.workers = workers;
    }

    void play() {
        Gateway.Started waiting = gateway.start(new Question("effect-ask", 2).calling("ask", 10));
        Gateway.Started again = gateway.start(new Question("effect-put", 2).calling("put", AT_WORK));
        Gateway.Started once = gateway.start(new Question("effect-send", 2).calling("send", AT_WORK));
        gateway.awaitStatus(waiting.run(), "awaiting_input", LONG);
        Commands.await(
                "both tools work",
                LONG,
                () -> !cluster.stub().worked("effect-put").isEmpty()
                        && !cluster.stub().worked("effect-send").isEmpty());
        for (Program worker : List.copyOf(workers)) {
            workers.remove(worker);
            worker.kill();
            workers.add(cluster.start("worker"));
        }
        gateway.history(again.run(), LONG)
                .isWhole("run-completed")
                .repeatsNothing(new Question("effect-put", 2).calling("put", AT_WORK), cluster.stub());
        assertThat(cluster.stub().worked("effect-put"))
                .filteredOn(each -> each.what().equals("began"))
                .as("it was called again with the same key")
                .hasSize(2)
                .extracting(ModelStub.Worked::effectKey)
                .containsOnly(cluster.stub().worked("effect-put").getFirst().effectKey());
        gateway.awaitStatus(once.run(), "awaiting_input", LONG);
        assertThat(cluster.stub().worked("effect-send"))
                .filteredOn(each -> each.what().equals("began"))
                .as("it was not called again")
                .hasSize(1);
        answer(once.run());
        gateway.approve(waiting.run());
        gateway.history(waiting.run(), LONG).isWhole("run-completed");
        assertThat(cluster.stub().worked("effect-ask"))
                .filteredOn(each -> each.what().equals("began"))
                .hasSize(1);
        System.out.println("effects in flight when the workers died: one called again under its key, one asked about;"
                + " an approval given after all workers had been replaced");
    }

    /** Tells the run what had become of its effect. */
    private void answer(String run) {
        Value.Fields asked =
                gateway.awaitEvents(run, "input-requested", 1, LONG).last().fields();
        var reply = gateway.post(
                "/api/runs/" + run + "/resume",
                Value.fields()
                        .put("decision", "reject")
                        .put("content", "It was not sent.")
                        .build());
        assertThat(reply.statusCode()).as("%s to %s", reply.body(), asked).isBetween(200, 202);
        gateway.history(run, LONG).isWhole("run-completed");
    }
}
