package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.StrategySpec;
import java.util.List;
import java.util.Optional;

/**
 * What a message was understood to want.
 *
 * @param intent what it wants after a result; empty when nothing was understood
 * @param spec all that is wanted from now on
 * @param code a document that the person gave
 * @param assumptions what was taken for granted, a sentence each
 * @param unused words with a meaning that nothing was made of
 * @param problems what cannot be, a sentence each
 */
record Reading(
        Optional<FeedbackIntent> intent,
        StrategySpec spec,
        Optional<String> code,
        List<String> assumptions,
        List<String> unused,
        List<String> problems) {
    Reading {
        assumptions = List.copyOf(assumptions);
        unused = List.copyOf(unused);
        problems = List.copyOf(problems);
    }

    /** Nothing was understood. */
    static Reading nothing(StrategySpec spec) {
        return new Reading(Optional.empty(), spec, Optional.empty(), List.of(), List.of(), List.of());
    }

    boolean isUnderstood() {
        return intent.isPresent();
    }
}
