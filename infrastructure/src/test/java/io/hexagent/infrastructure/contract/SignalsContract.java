package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals.Subscription;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store tells of its changes, and what it keeps of replies that are being written. */
public abstract class SignalsContract extends QueueContract {
    private final List<Signal> heard = new CopyOnWriteArrayList<>();
    private Subscription listening = () -> {};

    /** Lets the store's clock run for a moment beyond the lease. */
    protected abstract void passTheLease();

    @BeforeEach
    void listen() {
        listening = store().signals().subscribe(heard::add);
    }

    @AfterEach
    void stopListening() {
        listening.close();
    }

    private void hears(Signal signal) {
        eventually(signal + " among " + heard, () -> heard.contains(signal));
    }

    @Test
    void aRunThatBeginsIsToldWithItsEvents() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        store().runEvents()
                .begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1"), thought("a")))
                .seq();
        hears(new Signal.Begun(OwnerId.LOCAL, conversation.id(), run.id()));
        hears(new Signal.Appended(run.id(), 2));
        append(run, thought("b"), thought("c"));
        hears(new Signal.Appended(run.id(), 4));
    }

    @Test
    void eventsAreThereWhenTheyAreTold() {
        Run run = atWork();
        var early = new AtomicInteger();
        Subscription reading = store().signals().subscribe(signal -> {
            if (signal instanceof Signal.Appended appended
                    && appended.run().equals(run.id())
                    && store().runEvents().read(run.id(), 0, 1000).size() < appended.seq()) {
                early.incrementAndGet();
            }
        });
        for (int i = 0; i < 20; i++) {
            append(run, thought("t" + i));
        }
        hears(new Signal.Appended(run.id(), 23));
        reading.close();
        assertThat(early).hasValue(0);
    }

    @Test
    void anAcceptedRunIsToldAndWorkersAreWoken() {
        Run run = accepted();
        hears(new Signal.Begun(OwnerId.LOCAL, run.conversation(), run.id()));
        hears(new Signal.Appended(run.id(), 2));
        hears(new Signal.Queued());
    }

    @Test
    void aRunOfAFreshConversationIsToldAndWorkersAreWoken() {
        Run run = taken(fresh(MANY));
        hears(new Signal.Begun(OwnerId.LOCAL, run.conversation(), run.id()));
        hears(new Signal.Appended(run.id(), 2));
        hears(new Signal.Queued());
    }

    @Test
    void theEndOfARunWakesAWorkerForTheNext() {
        Conversation conversation = aConversation();
        Run first = accepted(conversation);
        Run held = claimed(first.id(), "worker-1").run();
        accepted(conversation);
        hears(new Signal.Queued());
        heard.clear();
        append(held, completed());
        hears(new Signal.Queued());
    }

    @Test
    void aRunThatIsGivenBackWakesAWorker() {
        Run run = atWork();
        heard.clear();
        queue().giveBack(run.id(), run.epoch());
        hears(new Signal.Queued());
    }

    @Test
    void whoeverHoldsACancelledRunIsToldThatItIsTaken() {
        Run run = atWork();
        store().runControl().cancel(OwnerId.LOCAL, run.id(), NOON);
        hears(new Signal.Taken(run.id(), run.epoch() + 1));
        hears(new Signal.Appended(run.id(), 4));
    }

    @Test
    void whoeverLosesARunToAnotherWorkerIsTold() {
        Run run = atWork();
        passTheLease();
        claimed(run.id(), "worker-2");
        hears(new Signal.Taken(run.id(), run.epoch() + 1));
    }

    @Test
    void aDecisionIsToldAndWakesAWorker() {
        Run run = asking("r1");
        heard.clear();
        store().runControl()
                .decide(
                        OwnerId.LOCAL,
                        run.id(),
                        new RunEvent.InputReceived("r1", Decision.ANSWER, Value.of("close")),
                        NOON);
        hears(new Signal.Queued());
        hears(new Signal.Appended(run.id(), 5));
    }

    @Test
    void theTextOfAReplyIsReadAndToldUntilItsRunEnds() {
        Run run = atWork();
        assertThat(store().partialReplies().find(run.id())).isEmpty();
        store().partialReplies().put(run.id(), new PartialReply(1, "The me"));
        store().partialReplies().put(run.id(), new PartialReply(1, "The mean \0 is \"3\" 🐧"));
        eventually(
                "the newest text",
                () -> store().partialReplies()
                        .find(run.id())
                        .filter(reply -> reply.text().startsWith("The mean "))
                        .isPresent());
        hears(new Signal.Wrote(run.id()));
        store().partialReplies().put(run.id(), new PartialReply(2, "Anew"));
        eventually(
                "the next reply",
                () -> store().partialReplies().find(run.id()).equals(Optional.of(new PartialReply(2, "Anew"))));
        append(run, completed());
        eventually("no text", () -> store().partialReplies().find(run.id()).isEmpty());
        store().partialReplies().put(new RunId("no such run"), new PartialReply(1, "x"));
        assertThat(store().partialReplies().find(new RunId("no such run"))).isEmpty();
    }

    @Test
    void aChoreIsDoneAgainAndAgainEvenIfItFails() {
        var turns = new AtomicInteger();
        store().every(Samples.id("chore"), Duration.ofMillis(20), () -> {
            if (turns.incrementAndGet() == 1) {
                throw new IllegalStateException("the first turn fails, as it should");
            }
        });
        eventually("three turns", () -> turns.get() >= 3);
    }
}
