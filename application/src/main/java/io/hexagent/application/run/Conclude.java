package io.hexagent.application.run;

import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunEvent;

/** Ends the run with its answer or with the reason why there is none, and waits until that is committed. */
final class Conclude implements Node {
    @Override
    public Working apply(Working working, Session session) {
        TokenUsage used = working.usage().plus(session.spent.usage());
        session.journal.add(
                working.error().isPresent()
                        ? new RunEvent.RunFailed(working.error().get(), used)
                        : new RunEvent.RunCompleted(working.outcome().orElse(AnswerKind.ANSWERED), used));
        session.journal.fence();
        return working;
    }
}
