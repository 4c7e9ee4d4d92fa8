package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads a stream of server-sent events as a browser does. */
final class EventReader implements AutoCloseable {
    /** What every browser says when it asks for events. */
    private static final String ACCEPT = "text/event-stream";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** One event. @param id empty when it has none */
    record Event(String id, String name, Value.Fields data) {
        String type() {
            return data.text("type").orElse("");
        }

        long seq() {
            return data.number("seq").orElseThrow().longValue();
        }
    }

    private final HttpResponse<InputStream> response;
    private final List<Event> events = new ArrayList<>();
    private int comments;
    private boolean ended;
    private boolean closed;

    private EventReader(HttpResponse<InputStream> response) {
        this.response = response;
    }

    static EventReader get(String address, Json json, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", ACCEPT)
                .timeout(PATIENCE);
        return open((headers.length == 0 ? request : request.headers(headers)).build(), json);
    }

    static EventReader post(String address, Json json, Value.Fields body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", ACCEPT)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.write(body)));
        return open((headers.length == 0 ? request : request.headers(headers)).build(), json);
    }

    /** A body that is no JSON. */
    static EventReader sendBody(String address, Json json, String type, String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Accept", ACCEPT)
                .timeout(PATIENCE)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return open((headers.length == 0 ? request : request.headers(headers)).build(), json);
    }

    private static EventReader open(HttpRequest request, Json json) {
        try {
            var reader = new EventReader(HTTP.send(request, HttpResponse.BodyHandlers.ofInputStream()));
            Thread.startVirtualThread(() -> reader.read(json));
            return reader;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private void read(Json json) {
        try (var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            String id = "";
            String name = "";
            String data = "";
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(":")) {
                    comment();
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty() && !data.isEmpty()) {
                    add(new Event(id, name, json.readFields(data)));
                    id = "";
                    name = "";
                    data = "";
                }
            }
        } catch (IOException broken) {
            if (!closed) {
                throw new UncheckedIOException(broken);
            }
        } finally {
            end();
        }
    }

    private synchronized void comment() {
        comments++;
        notifyAll();
    }

    private synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized int comments() {
        return comments;
    }

    /** Waits until what was read is as wanted. */
    List<Event> until(Predicate<List<Event>> wanted) {
        return await(() -> wanted.test(events));
    }

    /** Waits for an event of a name. */
    List<Event> untilNamed(String name) {
        return until(all -> all.stream().anyMatch(event -> event.name().equals(name)));
    }

    List<Event> untilSize(int size) {
        return until(all -> all.size() >= size);
    }

    /** Waits until there are so many, or no more will come. */
    List<Event> untilSizeOrEnd(int size) {
        return await(() -> ended || events.size() >= size);
    }

    /** Waits until the server ends the stream. */
    List<Event> untilEnd() {
        return await(() -> ended);
    }

    int untilComment() {
        await(() -> comments > 0);
        return comments();
    }

    private interface Condition {
        boolean holds();
    }

    private synchronized List<Event> await(Condition condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.holds()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                assertThat(millis).as("still waiting; read so far: " + events).isPositive();
                if (ended) {
                    assertThat(condition.holds())
                            .as("the stream has ended: " + events)
                            .isTrue();
                }
                wait(millis);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
        return List.copyOf(events);
    }

    /** Leaves, as a client does that is closed. */
    @Override
    public void close() {
        closed = true;
        try {
            response.body().close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
