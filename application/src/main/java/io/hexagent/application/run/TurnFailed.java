package io.hexagent.application.run;

import io.hexagent.domain.language.LanguageModelException;
import java.time.Duration;
import java.util.Optional;

/**
 * The model gave no reply this time, and the run may be tried again from where it stands: nothing was recorded, and the
 * graph may be run again with the same session.
 */
final class TurnFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final LanguageModelException problem;

    TurnFailed(LanguageModelException problem) {
        super(problem.getMessage(), problem);
        this.problem = problem;
    }

    LanguageModelException problem() {
        return problem;
    }

    /** How long the provider asked to wait. */
    Optional<Duration> retryAfter() {
        return problem.retryAfter();
    }
}
