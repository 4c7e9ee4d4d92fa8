package io.hexagent.presentation.api;

import io.hexagent.domain.run.RunEvents;
import io.micronaut.context.annotation.Primary;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when something does not go as it should: a problem is told, and no exception's own text. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Duration SOON = Duration.ofSeconds(5);

    private Failures() {}

    /** Problems that controllers raise, and everything that they did not expect. */
    @Singleton
    @Order(-1000)
    static final class Raised implements ExceptionHandler<Throwable, MutableHttpResponse<String>> {
        private final Replies replies;

        Raised(Replies replies) {
            this.replies = replies;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public MutableHttpResponse<String> handle(HttpRequest request, Throwable thrown) {
            return replies.problem(problem(request, thrown));
        }
    }

    /** Refusals of the HTTP server itself: no such route, a wrong method, a body too large. */
    @Singleton
    @Primary
    static final class Refusals implements ErrorResponseProcessor<String> {
        private final Replies replies;

        Refusals(Replies replies) {
            this.replies = replies;
        }

        @Override
        public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
            HttpStatus status = HttpStatus.valueOf(response.code());
            Optional<Throwable> cause = context.getRootCause();
            Problem problem = cause.filter(thrown -> status == HttpStatus.INTERNAL_SERVER_ERROR)
                    .map(thrown -> problem(context.getRequest(), thrown))
                    .orElseGet(() -> refusal(context.getRequest(), status));
            return replies.problem(response, problem);
        }
    }

    private static Problem problem(HttpRequest<?> request, Throwable thrown) {
        return told(request.getMethod() + " " + request.getPath(), thrown);
    }

    /** What somebody is told of a failure; the log has the rest. @param what failed */
    static Problem told(String what, Throwable thrown) {
        for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
            if (cause instanceof ContentLengthExceededException || cause instanceof BufferLengthExceededException) {
                return Problem.tooLarge("the request's body is larger than this server takes");
            }
            if (cause instanceof RunEvents.LogUnavailable || isLostConnection(cause)) {
                LOG.warn("{}: the database does not answer", what, thrown);
                return Problem.of(
                                HttpStatus.SERVICE_UNAVAILABLE,
                                "database_unavailable",
                                "the database does not answer; try again soon")
                        .retryAfter(SOON);
            }
        }
        LOG.error("{} failed", what, thrown);
        return Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR, "internal", "something went wrong; the server's log has the details");
    }

    /**
     * Connection exceptions (08), admin shutdowns (57P), too many connections (53), and no connection from the pool.
     */
    private static boolean isLostConnection(Throwable cause) {
        if (!(cause instanceof SQLException problem)) {
            return false;
        }
        String state = problem.getSQLState();
        return problem instanceof java.sql.SQLTransientConnectionException
                || (state != null && (state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")));
    }

    private static Problem refusal(HttpRequest<?> request, HttpStatus status) {
        String asked = request.getMethodName() + " " + request.getPath();
        return switch (status) {
            case NOT_FOUND -> Problem.of(status, "not_found", "there is no " + asked + "; see /docs");
            case METHOD_NOT_ALLOWED ->
                Problem.of(status, "method_not_allowed", "there is no " + asked + "; the Allow header lists what is");
            case UNSUPPORTED_MEDIA_TYPE ->
                Problem.of(
                        status,
                        "unsupported_media_type",
                        asked + " does not take Content-Type "
                                + request.getContentType().map(Object::toString).orElse("(none)"));
            case NOT_ACCEPTABLE ->
                Problem.of(status, "not_acceptable", asked + " has nothing in the media types of the Accept header");
            case REQUEST_ENTITY_TOO_LARGE -> Problem.tooLarge("the request's body is larger than this server takes");
            case BAD_REQUEST -> Problem.of(status, "bad_request", "the request cannot be read");
            default ->
                Problem.of(
                        status,
                        status.getCode() >= HttpStatus.INTERNAL_SERVER_ERROR.getCode() ? "internal" : "refused",
                        status.getReason());
        };
    }
}
