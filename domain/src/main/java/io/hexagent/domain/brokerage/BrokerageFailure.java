package io.hexagent.domain.brokerage;

/** The service that reaches brokers did not do what it was asked. The message may be shown; it holds no secret. */
public final class BrokerageFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Code {
        /** It does not answer, or has too much to do. */
        UNAVAILABLE,
        /** It does not accept the program's own credentials. */
        CREDENTIALS_REFUSED,
        /** It does not know the user, or not with this secret. */
        USER_UNKNOWN,
        /** There is no such account. */
        NOT_FOUND,
        /** It refused the request for another reason. */
        REFUSED,
        /** Its answer could not be read. */
        MALFORMED
    }

    private final Code code;

    public BrokerageFailure(Code code, String message) {
        super(message);
        this.code = code;
    }

    public BrokerageFailure(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public Code code() {
        return code;
    }

    /** Whether the same call may work in a while. */
    public boolean retryable() {
        return code == Code.UNAVAILABLE;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
