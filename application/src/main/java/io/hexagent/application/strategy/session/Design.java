package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.session.Talk.Stage;
import io.hexagent.application.strategy.session.Work.Id;
import java.util.Optional;

/** Writes the strategy's code, or writes it anew when it was wrong. */
final class Design implements TalkNode {
    private final Planner planner;

    Design(Planner planner) {
        this.planner = planner;
    }

    @Override
    public Talk apply(Talk talk, Work work) {
        boolean fixing = talk.stage() == Stage.WRONG;
        Optional<String> given = talk.reading().flatMap(Reading::code);
        if (given.isPresent() && !fixing) {
            return talk.writing(given.get());
        }
        work.progress(
                Id.DESIGN,
                talk.repairs() + 1,
                Math.min(80, 30 + 8 * talk.repairs()),
                fixing
                        ? "Repairing the strategy (" + (talk.repairs() + 1) + " of " + Talk.MOST_REPAIRS + "): "
                                + talk.errors().getFirst().message()
                        : "Writing the strategy");
        Optional<String> written = planner.write(work.owner(), talk);
        return written.isPresent() && !(fixing && written.equals(talk.code()))
                ? fixed(talk, fixing).writing(written.get())
                : talk.at(Stage.GIVEN_UP);
    }

    /** Nobody's rules are changed without a word. */
    private static Talk fixed(Talk talk, boolean fixing) {
        return fixing ? talk.noting("Repaired: " + talk.errors().getFirst().message() + ".") : talk;
    }
}
