package io.hexagent.infrastructure.http;

/**
 * A server outside gave no whole answer. The message names the host and what happened, never a query, a header or a
 * body, and may be shown.
 */
public final class Outage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    /** @param passing whether it may go away by itself within moments */
    public Outage(String message, boolean passing, Throwable cause) {
        super(message, cause);
        this.passing = passing;
    }

    public boolean isPassing() {
        return passing;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
