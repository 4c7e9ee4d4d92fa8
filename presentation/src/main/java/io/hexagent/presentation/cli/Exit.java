package io.hexagent.presentation.cli;

/** The exit codes. */
final class Exit {
    /** Answered; done. */
    static final int OK = 0;

    /** A run failed, or a part of the program did. */
    static final int FAILED = 1;

    /** Wrong usage, or input that cannot be used. */
    static final int UNUSABLE = 2;

    /** Understood, but it cannot be answered, or a question came back. */
    static final int NOT_ANSWERED = 3;

    private Exit() {}
}
