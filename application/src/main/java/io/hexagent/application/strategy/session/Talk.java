package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySession.Said;
import io.hexagent.domain.strategy.StrategySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a session stands in its graph, from one message to the answer to it. Immutable.
 *
 * @param input what the person said
 * @param before what was said before, oldest first
 * @param intent what the message wants, of a message after a result
 * @param reading what the message was understood to want, once it was read
 * @param question what the person has to say before there can be a strategy
 * @param notes what the person should know of the answer, a sentence each
 * @param repairs how often the code was written anew because of errors
 */
record Talk(
        String input,
        List<Said> before,
        Topic topic,
        StrategySpec spec,
        Optional<String> code,
        List<CompileError> errors,
        Optional<Metrics> metrics,
        Optional<FeedbackIntent> intent,
        Optional<Reading> reading,
        Optional<String> question,
        List<String> notes,
        int repairs,
        Stage stage) {
    /** So often is code written anew before the person is told what is still wrong. */
    static final int MOST_REPAIRS = 5;

    /** How far the code is. */
    enum Stage {
        /** It was not tried since the message came. */
        UNTRIED,
        TRIED,
        /** Other code may be right. */
        WRONG,
        /** The symbol, the timeframe or the days are not to be had. */
        NO_MARKET,
        /** The bars cannot be read now. */
        NO_BARS,
        /** No other code comes to mind, or too many were wrong. */
        GIVEN_UP
    }

    Talk {
        before = List.copyOf(before);
        errors = List.copyOf(errors);
        notes = List.copyOf(notes);
    }

    /** A message that nothing was said before. */
    static Talk first(String input) {
        return new Talk(
                input,
                List.of(),
                Topic.STRATEGY,
                StrategySpec.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Stage.UNTRIED);
    }

    static Talk of(StrategySession session, String input) {
        boolean goesOn = session.isAwaitingFeedback();
        return new Talk(
                input,
                session.conversation(),
                Topic.of(input),
                goesOn ? session.spec() : StrategySpec.empty(),
                goesOn ? session.code() : Optional.empty(),
                goesOn ? session.errors() : List.of(),
                goesOn ? session.metrics() : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                0,
                Stage.UNTRIED);
    }

    Talk about(Topic other) {
        return new Talk(
                input, before, other, spec, code, errors, metrics, intent, reading, question, notes, repairs, stage);
    }

    /** The message was read. */
    Talk read(Reading how) {
        var all = new ArrayList<>(notes);
        all.addAll(how.assumptions());
        return new Talk(
                input,
                before,
                topic,
                how.spec(),
                code,
                errors,
                metrics,
                how.intent(),
                Optional.of(how),
                question,
                all,
                repairs,
                stage);
    }

    Talk wanting(StrategySpec other) {
        return new Talk(
                input, before, topic, other, code, errors, metrics, intent, reading, question, notes, repairs, stage);
    }

    Talk noting(String note) {
        var all = new ArrayList<>(notes);
        all.add(note);
        return new Talk(
                input, before, topic, spec, code, errors, metrics, intent, reading, question, all, repairs, stage);
    }

    Talk asking(String what) {
        return new Talk(
                input,
                before,
                topic,
                spec,
                code,
                errors,
                metrics,
                intent,
                reading,
                Optional.of(what),
                notes,
                repairs,
                stage);
    }

    /** Code was written, once more when the last was wrong. */
    Talk writing(String document) {
        return new Talk(
                input,
                before,
                topic,
                spec,
                Optional.of(document),
                List.of(),
                Optional.empty(),
                intent,
                reading,
                question,
                notes,
                stage == Stage.WRONG ? repairs + 1 : repairs,
                Stage.UNTRIED);
    }

    Talk tried(Metrics figures, StrategySpec as) {
        return new Talk(
                input,
                before,
                topic,
                as,
                code,
                List.of(),
                Optional.of(figures),
                intent,
                reading,
                question,
                notes,
                repairs,
                Stage.TRIED);
    }

    Talk wrong(List<CompileError> what, Stage how) {
        return new Talk(
                input,
                before,
                topic,
                spec,
                code,
                what,
                Optional.empty(),
                intent,
                reading,
                question,
                notes,
                repairs,
                how);
    }

    Talk at(Stage other) {
        return new Talk(
                input, before, topic, spec, code, errors, metrics, intent, reading, question, notes, repairs, other);
    }
}
