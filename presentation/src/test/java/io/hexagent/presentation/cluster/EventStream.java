package io.hexagent.presentation.cluster;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A stream of server-sent events that is read one by one. */
final class EventStream implements AutoCloseable {
    private final BufferedReader lines;
    private final int status;
    private final Json json;

    EventStream(HttpResponse<InputStream> response, Json json) {
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        this.status = response.statusCode();
        this.json = json;
        if (status != 200 && status != 204) {
            try (lines) {
                throw new AssertionError(status + ": " + lines.readLine());
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    /** 200, or 204 when there is nothing left to read. */
    int status() {
        return status;
    }

    /** Waits for the next event. Comments are passed over. @return empty when the stream has ended */
    Optional<Event> next() {
        try {
            String id = "";
            String name = "message";
            var data = new StringBuilder();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        return Optional.of(new Event(id, name, fields(data.toString())));
                    }
                    id = "";
                    name = "message";
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("event:")) {
                    name = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                }
            }
            return Optional.empty();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        }
    }

    private Value.Fields fields(String data) {
        return json.read(data) instanceof Value.Fields fields ? fields : Value.Fields.EMPTY;
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
