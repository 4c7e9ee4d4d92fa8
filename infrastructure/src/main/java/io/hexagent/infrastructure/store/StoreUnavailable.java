package io.hexagent.infrastructure.store;

/** The store does not answer or cannot be opened. The message says why and what to do, and may be shown. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message) {
        super(message);
    }

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
