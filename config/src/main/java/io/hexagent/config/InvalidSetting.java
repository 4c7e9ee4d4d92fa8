package io.hexagent.config;

/** A setting that cannot be used. The message names the key, the value (unless it is secret) and what is allowed. */
public final class InvalidSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidSetting(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
