package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.session.Work.Id;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.strategy.StrategyText;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.Optional;

/** Finds out what a message after a result wants. The graph is left before it, and resumed here. */
final class AwaitFeedback implements TalkNode {
    private final Planner planner;

    AwaitFeedback(Planner planner) {
        this.planner = planner;
    }

    @Override
    public Talk apply(Talk talk, Work work) {
        if (talk.topic() == Topic.GOODBYE) {
            goodbye(work);
            return talk.read(new Reading(
                    Optional.of(FeedbackIntent.END), talk.spec(), Optional.empty(), List.of(), List.of(), List.of()));
        }
        if (talk.topic() != Topic.STRATEGY) {
            return talk;
        }
        work.progress(Id.AWAIT_FEEDBACK, 1, 5, "Reading your message");
        Talk read = talk.read(planner.read(work.owner(), talk));
        Reading reading = read.reading().orElseThrow();
        if (!reading.isUnderstood()) {
            return talk.read(reading).about(Topic.UNCLEAR);
        }
        if (!reading.problems().isEmpty()) {
            return talk.asking(String.join(" ", reading.problems()));
        }
        return switch (reading.intent().orElse(FeedbackIntent.MODIFY_SPEC)) {
            case RERUN_BACKTEST -> rerun(read);
            case MODIFY_CODE, MODIFY_SPEC -> read;
            case END -> {
                goodbye(work);
                yield read;
            }
        };
    }

    private static void goodbye(Work work) {
        work.answer(
                SessionMessage.Kind.TEXT,
                Respond.GOODBYE,
                Value.fields().put("feedback_intent", FeedbackIntent.END.wire()));
    }

    /** The code at hand on other days. */
    private static Talk rerun(Talk talk) {
        if (talk.code().isEmpty()) {
            return talk.asking("There is no strategy yet that could be run again. What should it do?");
        }
        StrategySpec spec = talk.spec();
        if (spec.from().isPresent()
                && spec.to().isPresent()
                && spec.from().get().isAfter(spec.to().get())) {
            return talk.asking("The first day, " + spec.from().get() + ", is after the last, "
                    + spec.to().get() + ". Which days did you mean?");
        }
        return talk.writing(StrategyText.withDates(talk.code().get(), spec.from(), spec.to()));
    }
}
