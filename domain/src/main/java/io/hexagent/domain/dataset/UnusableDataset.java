package io.hexagent.domain.dataset;

/** A file that cannot be used as a data set. The message says what is wrong and what to do, and may be shown. */
public final class UnusableDataset extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong, for programs. */
    public enum Reason {
        NOT_FOUND,
        NOT_A_FILE,
        NOT_READABLE,
        EMPTY,
        NO_ROWS,
        BINARY,
        TOO_LARGE,
        MALFORMED,
        /** The bytes are no longer those that were described. */
        CHANGED
    }

    private final Reason reason;

    public UnusableDataset(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
