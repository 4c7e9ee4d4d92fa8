package io.hexagent.domain.dataset;

/**
 * A calculation that does not fit its table. The message names what was asked and what is allowed, and may be shown.
 */
public final class CalculationRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CalculationRefused(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
