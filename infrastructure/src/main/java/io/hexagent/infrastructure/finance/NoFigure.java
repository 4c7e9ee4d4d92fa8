package io.hexagent.infrastructure.finance;

/** There is no such figure for what was given. The message says why, and may be shown. */
final class NoFigure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoFigure(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
