package io.hexagent.domain.document;

/** A file that cannot be made a document. The message says why and what to do, and may be shown. */
public final class UnusableDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There are no bytes. */
        EMPTY,
        /** There are more bytes than allowed. */
        TOO_LARGE,
        /** There is more text than allowed. */
        TOO_LONG,
        /** It is of a kind that is not read. */
        UNKNOWN_TYPE,
        /** It cannot be read without a password. */
        ENCRYPTED,
        /** It is of a known kind, but broken. */
        MALFORMED,
        /** It holds no text, as a scanned page. */
        NO_TEXT,
        /** Reading it took more time or memory than allowed. */
        TOO_COSTLY,
        /** This program cannot read such files where it runs. */
        UNAVAILABLE
    }

    private final Reason reason;

    public UnusableDocument(Reason reason, String message) {
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
