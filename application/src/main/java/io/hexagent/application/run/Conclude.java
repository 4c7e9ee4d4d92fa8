package io.hexagent.application.run;

import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.run.RunEvent;

/** Ends the run with its answer or with the reason why there is none, and waits until that is committed. */
final class Conclude implements Node {
    @Override
    public Working apply(Working working, Session session) {
        session.journal.add(
                working.error().isPresent()
                        ? new RunEvent.RunFailed(working.error().get(), working.usage())
                        : new RunEvent.RunCompleted(working.outcome().orElse(AnswerKind.ANSWERED), working.usage()));
        session.journal.fence();
        return working;
    }
}
