package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.util.List;

/** Values and problems as responses. */
@Singleton
final class Replies {
    private static final MediaType PROBLEM = MediaType.of("application/problem+json");

    private final Json json;

    Replies(Hexagent hexagent) {
        this.json = hexagent.json();
    }

    MutableHttpResponse<String> ok(Value body) {
        return of(HttpStatus.OK, body);
    }

    MutableHttpResponse<String> ok(List<? extends Value> items) {
        return ok(Value.items(items));
    }

    MutableHttpResponse<String> of(HttpStatus status, Value body) {
        return HttpResponse.<String>status(status)
                .contentType(MediaType.APPLICATION_JSON_TYPE)
                .body(json.write(body));
    }

    MutableHttpResponse<String> noContent() {
        return HttpResponse.status(HttpStatus.NO_CONTENT);
    }

    MutableHttpResponse<String> problem(Problem problem) {
        return problem(HttpResponse.status(problem.status()), problem);
    }

    /** Makes the response tell the problem, keeping its headers. */
    MutableHttpResponse<String> problem(MutableHttpResponse<?> response, Problem problem) {
        MutableHttpResponse<String> told = response.status(problem.status())
                .body(json.write(problem.body()))
                .contentType(PROBLEM);
        problem.retryAfter()
                .ifPresent(time -> told.getHeaders().set("Retry-After", Long.toString(Math.max(1, time.toSeconds()))));
        return told;
    }
}
