package io.hexagent.config;

import io.hexagent.infrastructure.djl.UnusableModel;
import io.hexagent.infrastructure.store.StoreUnavailable;

/** A part could not be started. The message says which, why and what to do, and may be shown. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** What went wrong while the beans were made, in the words of the part that failed. */
    static RuntimeException of(RuntimeException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidSetting wrong) {
                return wrong;
            }
            if (cause instanceof StoreUnavailable || cause instanceof UnusableModel) {
                return new StartFailure(String.valueOf(cause.getMessage()), problem);
            }
        }
        return problem;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
