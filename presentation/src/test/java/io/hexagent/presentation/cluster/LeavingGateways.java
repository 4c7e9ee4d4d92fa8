package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Processes are asked to end while clients wait at them: at the synchronous door for an answer that comes in time, and
 * for one that does not, and at a stream.
 */
final class LeavingGateways {
    /** Within the lease nobody takes a run that was not handed back. */
    static final Map<String, String> SETTINGS = Map.of("HEXAGENT_STORAGE_LEASE", "300s");

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final Cluster cluster;
    private final Gateway stays;

    /** @param stays goes on with the runs of those that end */
    LeavingGateways(Cluster cluster, Gateway stays) {
        this.cluster = cluster;
        this.stays = stays;
    }

    /** What a client got, and when. */
    private record Reply(HttpResponse<String> response, long at) {}

    /** What a reader of a stream got until it ended. */
    private record Reading(List<Event> events, long endedAt) {}

    void play(Gateway leaver) {
        String name = leaver.program().name();
        var soon = new Question(name + "-soon", 6).thinking(600);
        var late = new Question(name + "-late", 24).thinking(600);
        var streamed = new Question(name + "-streamed", 12).thinking(600);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            String soonThread = leaver.thread();
            String lateThread = leaver.thread();
            String streamedRun = leaver.start(streamed).run();
            Future<Reply> waitsLittle = clients.submit(() -> chat(leaver, soonThread, soon));
            Future<Reply> waitsLong = clients.submit(() -> chat(leaver, lateThread, late));
            var reads = new AtomicBoolean();
            Future<Reading> reader = clients.submit(() -> read(leaver, streamedRun, reads));
            String soonRun = runOf(soonThread);
            String lateRun = runOf(lateThread);
            for (String run : List.of(soonRun, lateRun, streamedRun)) {
                stays.awaitEvents(run, "tool-call", 1, LONGEST);
            }
            Commands.await("the stream is read", LONGEST, reads::get);
            assertThat(waitsLittle.isDone() || waitsLong.isDone()).isFalse();

            leaver.program().terminate();
            long toldAt = leaver.program().endedAt();
            Commands.await("it takes no connections", Duration.ofSeconds(8), () -> refuses(leaver.program()));
            long refusedAt = System.currentTimeMillis();
            int code = leaver.program().awaitEnd(GRACE.plusSeconds(20));
            long ended = System.currentTimeMillis() - toldAt;

            Reply little = got(waitsLittle);
            Reply much = got(waitsLong);
            Reading reading = got(reader);
            History soonHistory = stays.history(soonRun, LONGEST);
            History lateHistory = stays.history(lateRun, LONGEST);
            System.out.printf(
                    "SIGTERM of a %s: refused after %d ms, stream ended after %d ms, answers %d after %d ms and %d"
                            + " after %d ms, ended after %d ms%n",
                    name,
                    refusedAt - toldAt,
                    reading.endedAt() - toldAt,
                    little.response().statusCode(),
                    little.at() - toldAt,
                    much.response().statusCode(),
                    much.at() - toldAt,
                    ended);

            assertThat(code).as("exit code").isZero();
            assertThat(ended).as("milliseconds to its end").isLessThan(GRACE.toMillis() + 3000);
            assertThat(little.response().statusCode())
                    .as(little.response().body())
                    .isEqualTo(200);
            assertThat(little.at()).as("it was answered after the signal").isGreaterThan(toldAt);
            assertThat(much.response().statusCode()).as(much.response().body()).isEqualTo(408);
            assertThat(much.response().body()).contains(lateRun);
            assertThat(reading.endedAt() - toldAt)
                    .as("milliseconds to the stream's end")
                    .isLessThan(5000);

            soonHistory.isWhole("run-completed").repeatsNothing(soon, cluster.stub());
            lateHistory.isWhole("run-completed").repeatsNothing(late, cluster.stub());
            assertThat(lateHistory.of("run-started"))
                    .as("given back, not lost: no attempt is counted")
                    .allMatch(start -> start.fields()
                            .number("attempt")
                            .orElseThrow()
                            .equals(lateHistory
                                    .of("run-started")
                                    .getFirst()
                                    .fields()
                                    .number("attempt")
                                    .orElseThrow()));
            goesOn(streamedRun, streamed, reading.events());
        }
    }

    /** Another gateway tells the rest of the stream: nothing is missing, nothing comes twice. */
    private void goesOn(String run, Question question, List<Event> before) {
        assertThat(before).isNotEmpty();
        var events = new ArrayList<>(before);
        while (!events.getLast().isTerminal()) {
            try (EventStream stream = stays.follow(
                    "/api/runs/" + run + "/events", events.getLast().id())) {
                for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                    next.get().numbered().ifPresent(events::add);
                }
            }
        }
        new History(run, events).isWhole("run-completed").repeatsNothing(question, cluster.stub());
    }

    private Reply chat(Gateway gateway, String thread, Question question) {
        HttpResponse<String> response = gateway.post(
                "/api/chat",
                Value.fields()
                        .put("message", question.text())
                        .put("thread_id", thread)
                        .build());
        return new Reply(response, System.currentTimeMillis());
    }

    private static Reading read(Gateway gateway, String run, AtomicBoolean reads) {
        var events = new ArrayList<Event>();
        try (EventStream stream = gateway.follow("/api/runs/" + run + "/events", "")) {
            for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                next.get().numbered().ifPresent(events::add);
                reads.set(!events.isEmpty());
            }
        }
        return new Reading(events, System.currentTimeMillis());
    }

    private String runOf(String thread) {
        var runs = new ArrayList<String>();
        Commands.await("thread " + thread + " has a run", LONGEST, () -> {
            if (stays.json().read(stays.get("/api/runs?thread_id=" + thread).body()) instanceof Value.Items items) {
                items.items().stream()
                        .map(row -> ((Value.Fields) row).text("id").orElseThrow())
                        .forEach(runs::add);
            }
            return !runs.isEmpty();
        });
        return runs.getFirst();
    }

    private static boolean refuses(Program program) {
        URI address = URI.create(program.address());
        try (var socket = new Socket(InetAddress.getByName(address.getHost()), address.getPort())) {
            return !socket.isConnected();
        } catch (ConnectException refused) {
            return true;
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private static <T> T got(Future<T> future) {
        try {
            return future.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException problem) {
            throw new AssertionError(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
