package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Calls the API as a client does. */
final class Client {
    static final String FORM = "multipart/form-data; boundary=xyz";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String address;
    private final Json json;

    Client(String address, Json json) {
        this.address = address;
        this.json = json;
    }

    Reply get(String path, String... headers) {
        return send(request(path, headers).GET().build());
    }

    Reply post(String path, Value.Fields body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json.write(body)))
                .build());
    }

    /** What is shown there as soon as it is as wanted; fails when it is not in time. */
    Value.Fields until(Duration most, String path, Predicate<Value.Fields> wanted) {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            Reply reply = get(path).is(200);
            if (wanted.test(reply.fields())) {
                return reply.fields();
            }
            assertThat(System.nanoTime()).as(reply.body()).isLessThan(end);
            try {
                Thread.sleep(20);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            }
        }
    }

    /** Waits for something to be so; fails when it is not within 20 seconds. */
    void until(BooleanSupplier wanted) {
        Value.Fields ignored = until(Duration.ofSeconds(20), "/health", shown -> wanted.getAsBoolean());
    }

    Reply sendBody(String method, String path, String contentType, String body, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Reply send(String method, String path, String... headers) {
        return send(request(path, headers)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** Sends a file as the whole body. */
    Reply upload(String path, Path file) {
        try {
            return send(request(path)
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))
                    .build());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(60));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Reply send(HttpRequest request) {
        try {
            return new Reply(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** What came back. */
    final class Reply {
        private final HttpResponse<String> response;

        Reply(HttpResponse<String> response) {
            this.response = response;
        }

        Reply is(int status) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
            return this;
        }

        /** Checks that it is a problem of that status and code, and gives it. */
        Value.Fields problem(int status, String code) {
            is(status);
            assertThat(header("Content-Type")).startsWith("application/problem+json");
            Value.Fields problem = fields();
            assertThat(problem.text("code")).as(response.body()).contains(code);
            assertThat(problem.number("status").orElseThrow().intValue()).isEqualTo(status);
            assertThat(problem.text("title")).isPresent();
            assertThat(problem.text("detail").orElseThrow())
                    .isNotBlank()
                    .doesNotContain("Exception")
                    .doesNotContain("io.");
            return problem;
        }

        int status() {
            return response.statusCode();
        }

        Value.Fields fields() {
            return json.readFields(response.body());
        }

        List<Value> items() {
            return ((Value.Items) json.read(response.body())).items();
        }

        String body() {
            return response.body();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        boolean has(String name) {
            return response.headers().firstValue(name).isPresent();
        }
    }
}
