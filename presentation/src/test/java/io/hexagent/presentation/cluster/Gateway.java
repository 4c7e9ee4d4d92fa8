package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a client does at one process: ask, look, cancel, decide, follow. Safe for use by many threads. */
final class Gateway {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /** What a run was given. */
    record Started(String run, String thread) {}

    private final Program program;
    private final String address;
    private final Json json;

    Gateway(Program program, Json json) {
        this.program = program;
        this.address = program.address();
        this.json = json;
    }

    Program program() {
        return program;
    }

    Json json() {
        return json;
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, Value.Fields body, String... headers) {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(json.write(body)))
                .build());
    }

    /** How a part of the process is, as its health tells. */
    String health(String part) {
        return json.readFields(get("/health").body())
                .fields("parts")
                .flatMap(parts -> parts.fields(part))
                .flatMap(found -> found.text("status"))
                .orElse("not there");
    }

    /** A new thread. */
    String thread() {
        HttpResponse<String> reply = post("/api/agent/initiate", Value.Fields.EMPTY);
        assertThat(reply.statusCode()).as(reply.body()).isBetween(200, 201);
        return json.readFields(reply.body()).text("thread_id").orElseThrow();
    }

    /** Starts a run on a new thread. */
    Started start(Question question) {
        return start(thread(), question, "reject");
    }

    Started start(String thread, Question question, String strategy) {
        HttpResponse<String> reply = execute(thread, question, strategy);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(202);
        return new Started(json.readFields(reply.body()).text("run_id").orElseThrow(), thread);
    }

    HttpResponse<String> execute(String thread, Question question, String strategy, String... headers) {
        return post(
                "/api/agent/" + thread + "/execute",
                Value.fields()
                        .put("message", question.text())
                        .put("multitask_strategy", strategy)
                        .build(),
                headers);
    }

    Value.Fields run(String run) {
        HttpResponse<String> reply = get("/api/runs/" + run);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return json.readFields(reply.body());
    }

    String status(String run) {
        return run(run).text("status").orElseThrow();
    }

    /** Cancels a run. @return the status that the answer tells */
    String cancel(String run) {
        HttpResponse<String> reply = post("/api/runs/" + run + "/cancel", Value.Fields.EMPTY);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return json.readFields(reply.body()).text("status").orElseThrow();
    }

    void approve(String run) {
        HttpResponse<String> reply = post(
                "/api/runs/" + run + "/resume",
                Value.fields()
                        .put("decision", "approve")
                        .put(
                                "request_id",
                                run(run).fields("request")
                                        .flatMap(request -> request.text("request_id"))
                                        .orElseThrow())
                        .build());
        assertThat(reply.statusCode()).as(reply.body()).isBetween(200, 202);
    }

    /** Waits for the status. */
    void awaitStatus(String run, String wanted, Duration longest) {
        Commands.await(
                "run " + run + " is " + wanted, longest, () -> status(run).equals(wanted));
    }

    /** Waits until the run's log has as many events of the type as wanted. */
    History awaitEvents(String run, String type, int count, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        var events = new ArrayList<Event>();
        while (System.nanoTime() < end) {
            try (EventStream stream = follow("/api/runs/" + run + "/events", String.valueOf(lastSeq(events)))) {
                while (true) {
                    if (events.stream()
                                    .filter(event -> event.type().equals(type))
                                    .count()
                            >= count) {
                        return new History(run, events);
                    }
                    var next = stream.next();
                    if (next.isEmpty()) {
                        break;
                    }
                    next.get().numbered().ifPresent(events::add);
                }
            } catch (UncheckedIOException lost) {
                // The next connection goes on after the last event.
                Commands.pause(Duration.ofMillis(100));
            }
        }
        throw new AssertionError("not in " + longest.toSeconds() + " s: " + count + " " + type + " in " + events);
    }

    private static long lastSeq(List<Event> events) {
        return events.isEmpty() ? 0 : events.getLast().seq();
    }

    /** The whole log of a run, as it is followed to its end. */
    History history(String run, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        var events = new ArrayList<Event>();
        while (events.isEmpty() || !events.getLast().isTerminal()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("run " + run + " has not ended in " + longest.toSeconds() + " s: " + events);
            }
            try (EventStream stream = follow("/api/runs/" + run + "/events", String.valueOf(lastSeq(events)))) {
                for (var next = stream.next(); next.isPresent(); next = stream.next()) {
                    next.get().numbered().ifPresent(events::add);
                    if (System.nanoTime() > end) {
                        break;
                    }
                }
            } catch (UncheckedIOException lost) {
                Commands.pause(Duration.ofMillis(100));
            }
        }
        return new History(run, events);
    }

    /** Opens a stream of events after the one that was read last; an empty id means from the start. */
    EventStream follow(String path, String lastId) {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        if (!lastId.isEmpty()) {
            request.header("Last-Event-ID", lastId);
        }
        try {
            return new EventStream(HTTP.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream()), json);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
