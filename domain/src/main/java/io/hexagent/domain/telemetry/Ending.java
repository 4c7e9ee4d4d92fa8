package io.hexagent.domain.telemetry;

import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunStatus;
import java.util.Locale;

/** How a piece of work ended. There are few different words for it, and none is taken from outside. */
public sealed interface Ending {
    Ending OK = new Done(TokenUsage.NONE);

    /** As it should. @param used the tokens that it took, if any */
    record Done(TokenUsage used) implements Ending {}

    /** A model gave no reply. */
    record ModelFailed(LanguageModelException.Code code) implements Ending {}

    /** The work on a run is over; the run may go on later. */
    record Left(RunStatus status) implements Ending {}

    /** Everything else. */
    enum Fault implements Ending {
        /** What was asked for is wrong. */
        REJECTED,
        FAILED,
        /** It was stopped from outside. */
        CANCELLED
    }

    /** In one word, as {@code ok} or {@code rate_limited}. */
    default String word() {
        return switch (this) {
            case Done ignored -> "ok";
            case ModelFailed failed -> failed.code().wire();
            case Left left -> left.status().wire();
            case Fault fault -> fault.name().toLowerCase(Locale.ROOT);
        };
    }

    /** Whether nothing went wrong. */
    default boolean isOk() {
        return switch (this) {
            case Done ignored -> true;
            case ModelFailed ignored -> false;
            case Left left -> left.status() != RunStatus.FAILED;
            case Fault ignored -> false;
        };
    }
}
