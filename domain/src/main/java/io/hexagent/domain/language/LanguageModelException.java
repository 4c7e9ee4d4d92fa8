package io.hexagent.domain.language;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A model gave no whole reply. The message says what happened and what to do, without keys or prompts. */
public final class LanguageModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Code {
        /** 400, 404, 413, 422: the request cannot succeed as it is. */
        REJECTED(false),
        /** 401, 403: the key is missing, wrong or not allowed. */
        UNAUTHORIZED(false),
        /** 429. */
        RATE_LIMITED(true),
        /** 408, 5xx. */
        UNAVAILABLE(true),
        /** No connection, or it broke off. */
        UNREACHABLE(true),
        TIMEOUT(true),
        /** The reply ended before it was whole. */
        TRUNCATED(true),
        /** The reply is not what the protocol promises. */
        MALFORMED(true),
        /** The circuit breaker is open: too many failures shortly before. */
        SUSPENDED(false),
        /** A script or test double was asked something it does not expect. */
        UNEXPECTED(false);

        private final boolean retryable;

        Code(boolean retryable) {
            this.retryable = retryable;
        }

        /** The name on the wire, as {@code rate_limited}. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Code code;
    private final transient Optional<Duration> retryAfter;

    public LanguageModelException(Code code, String message, Optional<Duration> retryAfter, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    public LanguageModelException(Code code, String message) {
        super(message);
        this.code = code;
        this.retryAfter = Optional.empty();
    }

    public Code code() {
        return code;
    }

    public boolean retryable() {
        return code.retryable;
    }

    /** How long the provider asked to wait. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
