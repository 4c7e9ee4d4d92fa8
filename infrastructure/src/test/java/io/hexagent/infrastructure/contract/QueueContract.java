package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.id;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.InputReason;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunQueue;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunQueue.Accepted;
import io.hexagent.domain.run.RunQueue.Claim;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The steps that contracts of queued runs are told in. The store may hold runs of other tests: nothing may be said of
 * how many there are, and whoever claims takes some of them too.
 */
abstract class QueueContract {
    static final int MANY = 100_000;

    protected abstract Store store();

    RunQueue queue() {
        return store().runQueue();
    }

    static Run queued(Conversation conversation) {
        return aRun(conversation).with(0, new RunState.Queued(), TokenUsage.NONE, 0, 0);
    }

    static Acceptance acceptance(Conversation conversation, Run run) {
        return new Acceptance(
                conversation,
                run,
                events(new RunEvent.RunQueued(), new RunEvent.UserRequest(run.query())),
                Multitask.ENQUEUE,
                Optional.empty(),
                MANY);
    }

    /** A run of a conversation that nobody else knows of. */
    static Acceptance fresh(int most) {
        Conversation conversation = aConversation();
        Acceptance plain = acceptance(conversation, queued(conversation));
        return new Acceptance(conversation, plain.run(), plain.first(), plain.whenBusy(), plain.key(), most, true);
    }

    static Acceptance keyed(Acceptance plain, RequestKey key) {
        return new Acceptance(
                plain.conversation(),
                plain.run(),
                plain.first(),
                plain.whenBusy(),
                Optional.of(key),
                plain.mostQueued());
    }

    static RequestKey aKey() {
        return new RequestKey("POST /api/chat", id("key"), "hash-1");
    }

    /** A run that waits for a worker. */
    Run accepted() {
        return accepted(aConversation());
    }

    Run accepted(Conversation conversation) {
        return taken(acceptance(conversation, queued(conversation)));
    }

    Run taken(Acceptance acceptance) {
        return switch (queue().accept(acceptance)) {
            case Accepted.Taken taken -> taken.run();
            case Accepted other -> throw new AssertionError("not taken but " + other);
        };
    }

    /** Claims until the run is among those that are given out. */
    Claim claimed(RunId run, String worker) {
        return eventually("run " + run + " is claimed", () -> claimedNow(run, worker));
    }

    /** Claims all that there is. @return the run's claim if it was given out */
    Optional<Claim> claimedNow(RunId run, String worker) {
        Optional<Claim> found = Optional.empty();
        List<Claim> claims;
        do {
            claims = queue().claim(worker, 50);
            for (Claim claim : claims) {
                found = claim.run().id().equals(run) ? Optional.of(claim) : found;
            }
        } while (!claims.isEmpty());
        return found;
    }

    /** A run that a worker holds and has started. */
    Run atWork() {
        Run run = claimed(accepted().id(), "worker-1").run();
        append(run, new RunEvent.RunStarted(run.attempt(), "worker-1"));
        return run;
    }

    long append(Run held, RunEvent... some) {
        return store().runEvents().append(held.id(), held.epoch(), events(some)).seq();
    }

    Run stored(Run run) {
        return store().runs().find(OwnerId.LOCAL, run.id()).orElseThrow();
    }

    List<RunEvent> log(Run run) {
        return store().runEvents().read(run.id(), 0, 1000).stream()
                .map(recorded -> recorded.event())
                .toList();
    }

    static RunEvent.InputRequested question(String request, Optional<Instant> expiresAt) {
        return new RunEvent.InputRequested(
                request,
                InputReason.QUESTION,
                "Which column?",
                Optional.empty(),
                Value.fields().put("columns", "open, close").build(),
                "0a1b",
                Value.Fields.EMPTY,
                expiresAt);
    }

    /** A run that waits for a person. */
    Run asking(String request) {
        Run run = atWork();
        append(run, question(request, Optional.of(NOON)));
        return run;
    }
}
