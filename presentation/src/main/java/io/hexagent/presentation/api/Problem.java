package io.hexagent.presentation.api;

import io.hexagent.domain.value.Value;
import io.micronaut.http.HttpStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Why a request is not served, as RFC 9457 tells it. Everything in it may be shown. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** One bad field. */
    record Violation(String field, String message) {}

    private final transient HttpStatus status;
    private final String code;
    private final transient List<Violation> violations;
    private final transient Value.Fields extra;
    private final transient Optional<Duration> retryAfter;

    private Problem(
            HttpStatus status,
            String code,
            String detail,
            List<Violation> violations,
            Value.Fields extra,
            Optional<Duration> retryAfter) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.violations = List.copyOf(violations);
        this.extra = extra;
        this.retryAfter = retryAfter;
    }

    static Problem of(HttpStatus status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Value.Fields.EMPTY, Optional.empty());
    }

    static Problem malformed(String detail) {
        return of(HttpStatus.BAD_REQUEST, "malformed_json", detail);
    }

    static Problem notFound(String what, String id) {
        return of(HttpStatus.NOT_FOUND, "not_found", "there is no " + what + " \"" + id + "\"");
    }

    static Problem tooLarge(String detail) {
        return of(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", detail);
    }

    static Problem invalid(List<Violation> violations) {
        String detail = violations.size() == 1
                ? violations.getFirst().message()
                : violations.size() + " fields are not acceptable";
        return new Problem(
                HttpStatus.UNPROCESSABLE_ENTITY,
                "validation_failed",
                detail,
                violations,
                Value.Fields.EMPTY,
                Optional.empty());
    }

    static Problem invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    /** The same with one more member. */
    Problem with(String name, Value value) {
        return new Problem(status, code, getMessage(), violations, extra.with(name, value), retryAfter);
    }

    /** The same, saying when to come again. */
    Problem retryAfter(Duration time) {
        return new Problem(status, code, getMessage(), violations, extra, Optional.of(time));
    }

    HttpStatus status() {
        return status;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** {@code {type, title, status, detail, code, violations?, …}}. */
    Value.Fields body() {
        var body = Value.fields()
                .put("type", "about:blank")
                .put("title", status.getReason())
                .put("status", status.getCode())
                .put("detail", getMessage())
                .put("code", code);
        if (!violations.isEmpty()) {
            body.put(
                    "violations",
                    Value.items(violations.stream()
                            .map(violation -> Value.fields()
                                    .put("field", violation.field())
                                    .put("message", violation.message())
                                    .build())
                            .toList()));
        }
        extra.fields().forEach(body::put);
        return body.build();
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
