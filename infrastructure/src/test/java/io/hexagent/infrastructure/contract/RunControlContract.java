package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.OTHER;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.id;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunControl.Cancelling;
import io.hexagent.domain.run.RunControl.Deciding;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store promises to those who decide about a run from outside. */
public abstract class RunControlContract extends QueueContract {
    private static final Instant LATER = NOON.plusSeconds(5);

    private RunControl control() {
        return store().runControl();
    }

    private static RunEvent.InputReceived answer(String request) {
        return new RunEvent.InputReceived(request, Decision.ANSWER, Value.of("close \"it\" {now}"));
    }

    @Test
    void aQueuedRunIsCancelledAndNeverGivenOut() {
        Run run = accepted();
        assertThat(control().cancel(OwnerId.LOCAL, run.id(), LATER)).isEqualTo(new Cancelling.Done(stored(run)));
        assertThat(stored(run).state()).isEqualTo(new RunState.Cancelled(LATER));
        assertThat(claimedNow(run.id(), "worker-1")).isEmpty();
        assertThat(log(run)).last().isEqualTo(new RunEvent.RunCancelled(TokenUsage.NONE));
    }

    @Test
    void aRunAtWorkIsCancelledWithItsUsageSoFarAndItsWorkerCanWriteNothingMore() {
        Run held = atWork();
        var used = new TokenUsage(40, 2);
        append(held, new RunEvent.AgentThought("hm", true, used));
        store().checkpoints().put(new Checkpoint(held.id(), 4, "a", "b", "{}"));
        append(held, thought("again"));
        control().cancel(OwnerId.LOCAL, held.id(), LATER);
        Run run = stored(held);
        assertThat(run.state()).isEqualTo(new RunState.Cancelled(LATER));
        assertThat(run.usage()).isEqualTo(used);
        assertThat(run.epoch()).isGreaterThan(held.epoch());
        assertThat(log(held)).last().isEqualTo(new RunEvent.RunCancelled(used));
        assertThatThrownBy(() -> append(held, completed())).isInstanceOf(RunEvents.Fenced.class);
        assertThat(queue().renew("worker-1")).doesNotContainKey(held.id());
        assertThat(store().checkpoints().find(held.id())).isEmpty();
        assertThat(store().runEvents().read(held.id(), 0, 100))
                .extracting(event -> event.seq())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void aRunThatWaitsForAPersonIsCancelled() {
        Run run = asking("r1");
        assertThat(control().cancel(OwnerId.LOCAL, run.id(), LATER)).isInstanceOf(Cancelling.Done.class);
        assertThat(control().request(OwnerId.LOCAL, run.id())).isEmpty();
        assertThat(control().decide(OwnerId.LOCAL, run.id(), answer("r1"), LATER))
                .isEqualTo(new Deciding.NotWaiting(stored(run)));
    }

    @Test
    void whatHasEndedOrIsAnothersIsNotCancelled() {
        Run held = atWork();
        assertThat(control().cancel(OTHER, held.id(), LATER)).isEqualTo(new Cancelling.Unknown());
        assertThat(control().cancel(OwnerId.LOCAL, new RunId(id("none")), LATER))
                .isEqualTo(new Cancelling.Unknown());
        append(held, completed());
        assertThat(control().cancel(OwnerId.LOCAL, held.id(), LATER))
                .isEqualTo(new Cancelling.EndedBefore(stored(held)));
        assertThat(log(held)).last().isEqualTo(completed());
    }

    @Test
    void aCancelAndAnEndAtOnceLeaveOneEnd() throws Exception {
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            runs.add(atWork());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (Run run : runs) {
                done.add(threads.submit(() -> control().cancel(OwnerId.LOCAL, run.id(), LATER)));
                done.add(threads.submit(() -> {
                    try {
                        append(run, completed());
                    } catch (RunEvents.Fenced lost) {
                        assertThat(stored(run).state()).isInstanceOf(RunState.Cancelled.class);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        for (Run run : runs) {
            assertThat(log(run))
                    .filteredOn(event -> event.type().isTerminal())
                    .as("the ends of a run that is %s", stored(run).state())
                    .hasSize(1);
            assertThat(log(run)).hasSize(4);
        }
    }

    @Test
    void anAnswerPutsTheRunBackIntoTheQueue() {
        Run run = asking("r1");
        assertThat(stored(run).state()).isEqualTo(new RunState.AwaitingInput("r1"));
        assertThat(claimedNow(run.id(), "worker-2")).isEmpty();
        assertThat(control().decide(OwnerId.LOCAL, run.id(), answer("r1"), LATER))
                .isEqualTo(new Deciding.Done(stored(run)));
        Run decided = stored(run);
        assertThat(decided.state()).isEqualTo(new RunState.Queued());
        assertThat(decided.epoch()).isGreaterThan(run.epoch());
        assertThat(log(run)).last().isEqualTo(answer("r1"));
        assertThatThrownBy(() -> append(run, thought("late"))).isInstanceOf(RunEvents.Fenced.class);
        assertThat(claimed(run.id(), "worker-2").strikes()).isZero();
    }

    @Test
    void anAnswerKeepsTheCheckpoint() {
        Run run = atWork();
        var checkpoint = new Checkpoint(run.id(), 3, "CALL_TOOLS", "CALL_TOOLS", "{\"turn\": 2}");
        store().checkpoints().put(checkpoint);
        append(run, question("r1", Optional.empty()));
        control().decide(OwnerId.LOCAL, run.id(), answer("r1"), LATER);
        assertThat(store().checkpoints().find(run.id())).contains(checkpoint);
    }

    @Test
    void onlyTheAskedRequestOfTheOwnersRunIsDecided() {
        Run run = asking("r1");
        assertThat(control().decide(OTHER, run.id(), answer("r1"), LATER)).isEqualTo(new Deciding.Unknown());
        assertThat(control().decide(OwnerId.LOCAL, new RunId(id("none")), answer("r1"), LATER))
                .isEqualTo(new Deciding.Unknown());
        assertThat(control().decide(OwnerId.LOCAL, run.id(), answer("r2"), LATER))
                .isEqualTo(new Deciding.NotWaiting(stored(run)));
        Run working = atWork();
        assertThat(control().decide(OwnerId.LOCAL, working.id(), answer("r1"), LATER))
                .isEqualTo(new Deciding.NotWaiting(stored(working)));
    }

    @Test
    void ofSeveralDecisionsAtOnceOneCounts() throws Exception {
        Run run = asking("r1");
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<Deciding>>();
            for (int i = 0; i < 8; i++) {
                var decision = new RunEvent.InputReceived("r1", Decision.ANSWER, Value.of(i));
                done.add(people.submit(() -> control().decide(OwnerId.LOCAL, run.id(), decision, LATER)));
            }
            int counted = 0;
            for (Future<Deciding> one : done) {
                counted += one.get() instanceof Deciding.Done ? 1 : 0;
            }
            assertThat(counted).isEqualTo(1);
        }
        assertThat(log(run))
                .filteredOn(RunEvent.InputReceived.class::isInstance)
                .hasSize(1);
    }

    @Test
    void theRequestThatARunWaitsForIsTheNewestOne() {
        Run run = asking("r1");
        assertThat(control().request(OwnerId.LOCAL, run.id())).contains(question("r1", Optional.of(NOON)));
        assertThat(control().request(OTHER, run.id())).isEmpty();
        control().decide(OwnerId.LOCAL, run.id(), answer("r1"), LATER);
        assertThat(control().request(OwnerId.LOCAL, run.id())).isEmpty();
        Run again = claimed(run.id(), "worker-1").run();
        append(again, question("r2", Optional.empty()));
        assertThat(control().request(OwnerId.LOCAL, run.id())).contains(question("r2", Optional.empty()));
    }

    @Test
    void aRequestExpiresAtItsTimeAndNotWithoutOne() {
        Run over = atWork();
        append(over, question("r1", Optional.of(Instant.EPOCH)));
        Run open = atWork();
        append(open, question("r1", Optional.of(Instant.parse("2999-01-01T00:00:00Z"))));
        Run endless = atWork();
        append(endless, question("r1", Optional.empty()));
        assertThat(control().expired(100_000))
                .extracting(Run::id)
                .contains(over.id())
                .doesNotContain(open.id(), endless.id());
        assertThat(control().expired(1)).hasSize(1);
        control()
                .decide(
                        OwnerId.LOCAL,
                        over.id(),
                        new RunEvent.InputReceived("r1", Decision.EXPIRED, Value.Absent.ABSENT),
                        LATER);
        assertThat(control().expired(100_000)).extracting(Run::id).doesNotContain(over.id());
    }

    @Test
    void aLaterRunOfTheConversationFollowsACancelledOne() {
        var conversation = aConversation();
        Run first = accepted(conversation);
        Run second = accepted(conversation);
        control().cancel(OwnerId.LOCAL, first.id(), LATER);
        assertThat(claimed(second.id(), "worker-1").run().ordinal()).isEqualTo(2);
    }
}
