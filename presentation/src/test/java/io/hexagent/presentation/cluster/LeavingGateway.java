package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A gateway is asked to end while clients wait for answers: the one that comes soon is given, and who waits for the
 * other is told which run goes on.
 */
final class LeavingGateway {
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Gateway leaver;
    private final Gateway other;

    LeavingGateway(Gateway leaver, Gateway other) {
        this.leaver = leaver;
        this.other = other;
    }

    void play() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var soon = threads.submit(() -> chat(new Question("soon", 2).thinking(1000)));
            var late = threads.submit(() -> chat(new Question("late", 2).thinking(8000)));
            Commands.await("both are at work", LONG, () -> {
                String runs = other.get("/api/runs?limit=200&status=running").body();
                return runs.contains("run soon:") && runs.contains("run late:");
            });
            Program program = leaver.program();
            long asked = System.nanoTime();
            program.terminate();
            HttpResponse<String> given = soon.get(LONG.toSeconds(), TimeUnit.SECONDS);
            program.terminate();
            HttpResponse<String> told = late.get(LONG.toSeconds(), TimeUnit.SECONDS);
            int code = program.awaitEnd(GRACE.multipliedBy(2));
            Duration took = Duration.ofNanos(System.nanoTime() - asked);
            assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
            assertThat(told.statusCode()).as(told.body()).isEqualTo(408);
            String run = leaver.json().readFields(told.body()).text("run_id").orElseThrow();
            other.history(run, LONG).isWhole("run-completed");
            assertThat(code).isZero();
            System.out.printf("SIGTERM: a gateway with two waiting clients ended in %d ms%n", took.toMillis());
            // The grace period, and what the store and the machine take beside it.
            assertThat(took).isLessThan(GRACE.plusSeconds(4));
        } catch (ExecutionException | TimeoutException problem) {
            throw new AssertionError(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private HttpResponse<String> chat(Question question) {
        return leaver.post(
                "/api/chat", Value.fields().put("message", question.text()).build());
    }
}
