package io.hexagent.infrastructure.djl;

/** A model that cannot be loaded. The message says what was expected and what was found, and may be shown. */
public final class UnusableModel extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnusableModel(String message) {
        super(message);
    }

    public UnusableModel(String message, Throwable cause) {
        super(message, cause);
    }
}
