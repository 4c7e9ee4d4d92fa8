package io.hexagent.config;

import io.hexagent.application.run.InspectRun;
import io.hexagent.application.run.RunReport;
import io.hexagent.application.run.StartRun;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What tests of runs in the queue have in common. */
final class Played {
    private Played() {}

    static StartRun.Outcome asked(Hexagent hexagent, String talk, String question, Optional<String> model) {
        return hexagent.startRun()
                .handle(new StartRun.Command(
                        Principal.LOCAL,
                        question,
                        List.of(),
                        Optional.of(new ConversationId(talk)),
                        true,
                        Optional.empty(),
                        model,
                        Multitask.REJECT,
                        Optional.empty()));
    }

    static Run started(Hexagent hexagent, String talk, String question) {
        return ((StartRun.Outcome.Started) asked(hexagent, talk, question, Optional.empty())).run();
    }

    static RunReport report(Hexagent hexagent, RunId id) {
        return ((InspectRun.Outcome.Found) hexagent.inspectRun().handle(new InspectRun.Command(id))).report();
    }

    static RunReport ended(Hexagent hexagent, RunId id) {
        WorkerTest.waitUntil(() -> report(hexagent, id).run().status().isTerminal());
        return report(hexagent, id);
    }

    static List<RecordedEvent> events(Hexagent hexagent, RunId id) {
        return hexagent.bean(Store.class).runEvents().read(id, 0, 1000);
    }

    static List<EventType> types(Hexagent hexagent, RunId id) {
        return events(hexagent, id).stream()
                .map(recorded -> recorded.event().type())
                .toList();
    }

    /** A model that does not answer until it is interrupted. */
    static LanguageModel stuck(CountDownLatch begun, CountDownLatch interrupted) {
        return (prompt, deltas) -> {
            untilInterrupted(begun, interrupted);
            throw new CancellationException("interrupted");
        };
    }

    /** Waits to be interrupted, and keeps the flag. */
    static void untilInterrupted(CountDownLatch begun, CountDownLatch interrupted) {
        begun.countDown();
        try {
            throw new AssertionError("nobody interrupted: " + new CountDownLatch(1).await(60, TimeUnit.SECONDS));
        } catch (InterruptedException stop) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
        }
    }
}
