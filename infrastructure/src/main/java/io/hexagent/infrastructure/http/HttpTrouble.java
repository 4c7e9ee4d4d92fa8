package io.hexagent.infrastructure.http;

/** No whole answer came over HTTP. The message names the host and what happened, never a header or a body. */
public final class HttpTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        /** There is no connection: unknown host, refused, TLS failed. */
        UNREACHABLE,
        /** A connection, or the next byte of an answer, did not come in time. */
        TIMEOUT,
        /** The connection broke before an answer began. */
        BROKEN,
        /** The connection broke after an answer began. */
        CUT_OFF,
        /** The answer has more bytes than allowed. */
        TOO_LARGE,
        /** The calling thread was interrupted; its flag is set. */
        INTERRUPTED
    }

    private final Kind kind;

    HttpTrouble(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
