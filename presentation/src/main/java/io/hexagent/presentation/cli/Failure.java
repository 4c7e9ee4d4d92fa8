package io.hexagent.presentation.cli;

/** Why a command ends without doing what it was asked, in one line that may be shown, with its exit code. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int exit;
    private final String code;

    private Failure(int exit, String code, String message) {
        super(message);
        this.exit = exit;
        this.code = code;
    }

    /** Wrong usage, or input that cannot be used. */
    static Failure unusable(String code, String message) {
        return new Failure(Exit.UNUSABLE, code, message);
    }

    /** It was asked rightly and did not work. */
    static Failure failed(String code, String message) {
        return new Failure(Exit.FAILED, code, message);
    }

    int exit() {
        return exit;
    }

    /** For programs, as {@code unusable_dataset}. */
    String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
