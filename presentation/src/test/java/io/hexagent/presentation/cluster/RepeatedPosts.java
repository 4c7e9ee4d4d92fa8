package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** One request is sent many times at once, to several gateways: there is one run. */
final class RepeatedPosts {
    private final Cluster cluster;
    private final List<Gateway> gateways;

    RepeatedPosts(Cluster cluster, List<Gateway> gateways) {
        this.cluster = cluster;
        this.gateways = gateways;
    }

    void play(int count) {
        Gateway gateway = gateways.getFirst();
        String thread = gateway.thread();
        var question = new Question("once", 3);
        List<HttpResponse<String>> replies = Runs.atOnce(IntStream.range(0, count)
                .<Supplier<HttpResponse<String>>>mapToObj(i -> () -> gateways.get(i % gateways.size())
                        .execute(thread, question, "reject", "Idempotency-Key", "the-key"))
                .toList());
        assertThat(replies)
                .allSatisfy(
                        reply -> assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202));
        List<String> runs = replies.stream()
                .map(reply ->
                        gateway.json().readFields(reply.body()).text("run_id").orElseThrow())
                .distinct()
                .toList();
        assertThat(runs).hasSize(1);
        long first = replies.stream()
                .filter(reply ->
                        reply.headers().firstValue("Idempotency-Replayed").isEmpty())
                .count();
        assertThat(first).as("one of them was the first").isEqualTo(1);
        gateway.history(runs.getFirst(), Duration.ofSeconds(60))
                .isWhole("run-completed")
                .repeatsNothing(question, cluster.stub());
        for (Gateway each : gateways) {
            HttpResponse<String> changed =
                    each.execute(thread, new Question("other", 3), "reject", "Idempotency-Key", "the-key");
            assertThat(changed.statusCode()).as(changed.body()).isEqualTo(422);
        }
        Value.Fields listed = Value.fields()
                .put(
                        "runs",
                        gateway.json()
                                .read(gateway.get("/api/runs?thread_id=" + thread)
                                        .body()))
                .build();
        assertThat(listed.items("runs")).hasSize(1);
        System.out.printf("Idempotency-Key: %d equal POSTs at %d gateways, 1 run%n", count, gateways.size());
    }
}
