package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Ten times more is asked than may wait. What is too much is refused at once; what was accepted is done. */
final class Overload {
    /** So many may wait, and so many are worked on. */
    static final Map<String, String> SETTINGS = Map.of("HEXAGENT_WORKER_QUEUE", "20", "HEXAGENT_WORKER_RUNS", "4");

    private final Cluster cluster;
    private final Gateway gateway;

    /** @param gateway with the settings, and a worker with them */
    Overload(Cluster cluster, Gateway gateway) {
        this.cluster = cluster;
        this.gateway = gateway;
    }

    void play(int count) {
        List<Question> questions = IntStream.range(0, count)
                .mapToObj(i -> new Question("load" + i, 2).thinking(200))
                .toList();
        // Threads are not what is too much here.
        List<String> threads =
                IntStream.range(0, count).mapToObj(i -> gateway.thread()).toList();
        List<HttpResponse<String>> replies = Runs.atOnce(IntStream.range(0, count)
                .<Supplier<HttpResponse<String>>>mapToObj(
                        i -> () -> gateway.execute(threads.get(i), questions.get(i), "reject"))
                .toList());
        int accepted = 0;
        int refused = 0;
        for (HttpResponse<String> reply : replies) {
            if (reply.statusCode() == 202) {
                accepted++;
            } else {
                assertThat(reply.statusCode()).as(reply.body()).isIn(429, 503);
                assertThat(Integer.parseInt(
                                reply.headers().firstValue("Retry-After").orElse("0")))
                        .isPositive();
                refused++;
            }
        }
        for (int i = 0; i < count; i++) {
            if (replies.get(i).statusCode() == 202) {
                String run = gateway.json()
                        .readFields(replies.get(i).body())
                        .text("run_id")
                        .orElseThrow();
                gateway.history(run, Duration.ofSeconds(120))
                        .isWhole("run-completed")
                        .repeatsNothing(questions.get(i), cluster.stub());
            }
        }
        System.out.printf(
                "overload: %d POSTs at once, 20 may wait: %d accepted and completed, %d refused with Retry-After%n",
                count, accepted, refused);
        assertThat(accepted).isGreaterThanOrEqualTo(20);
        assertThat(refused).isGreaterThan(count / 2);
    }
}
