package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Eventually.eventually;
import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.OTHER;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.failed;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Multitask;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunControl;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunQueue.Acceptance;
import io.hexagent.domain.run.RunQueue.Accepted;
import io.hexagent.domain.run.RunQueue.Claim;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every queue of runs promises. */
public abstract class RunQueueContract extends QueueContract {
    /** For how long a run is held; for a store with a real clock a second or two. */
    protected abstract Duration lease();

    /** Lets the store's clock run for a moment beyond the time. */
    protected abstract void pass(Duration time);

    @Test
    void anAcceptedRunIsStoredWithItsNumberAndItsFirstEvents() {
        Conversation conversation = aConversation();
        Run one = queued(conversation);
        assertThat(taken(acceptance(conversation, one))).isEqualTo(one.numbered(1));
        Run two = accepted(conversation);
        assertThat(stored(one)).isEqualTo(one.numbered(1));
        assertThat(stored(two).ordinal()).isEqualTo(2);
        assertThat(log(one)).containsExactly(new RunEvent.RunQueued(), new RunEvent.UserRequest(one.query()));
        assertThat(store().conversations().find(OwnerId.LOCAL, conversation.id()))
                .contains(conversation);
    }

    @Test
    void aRunMayBeHeldFromTheStart() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        Run taken = taken(new Acceptance(
                conversation,
                run,
                events(new RunEvent.RunStarted(1, "worker-1")),
                Multitask.REJECT,
                Optional.empty(),
                0));
        assertThat(taken).isEqualTo(run.numbered(1));
        assertThat(stored(run)).isEqualTo(taken);
        assertThat(claimedNow(run.id(), "worker-2")).isEmpty();
        assertThat(append(run, completed())).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestFindsTheRunOfTheFirst() {
        Conversation conversation = aConversation();
        RequestKey key = aKey();
        Run run = taken(keyed(acceptance(conversation, queued(conversation)), key));
        Acceptance again = acceptance(conversation, queued(conversation));
        assertThat(queue().accept(keyed(again, key))).isEqualTo(new Accepted.Repeated(run.id()));
        assertThat(queue().accept(keyed(again, new RequestKey(key.route(), key.key(), "hash-2"))))
                .isEqualTo(new Accepted.KeyReused());
        assertThat(store().runs().find(OwnerId.LOCAL, again.run().id())).isEmpty();
        assertThat(queue().accept(keyed(again, new RequestKey("POST /api/other", key.key(), "hash-1"))))
                .isInstanceOf(Accepted.Taken.class);
    }

    @Test
    void aKeyIsItsOwnersOwn() {
        RequestKey key = aKey();
        Conversation mine = aConversation();
        taken(keyed(acceptance(mine, queued(mine)), key));
        var theirs = new Conversation(mine.id(), OTHER, "t", Value.Fields.EMPTY, mine.createdAt(), mine.updatedAt());
        assertThat(taken(keyed(acceptance(theirs, queued(theirs)), key)).ordinal())
                .isEqualTo(1);
    }

    @Test
    void aRepeatedRequestIsKnownEvenWhenTheConversationIsBusyAndTheQueueFull() {
        Conversation conversation = aConversation();
        RequestKey key = aKey();
        Run run = taken(keyed(acceptance(conversation, queued(conversation)), key));
        var again = new Acceptance(
                conversation,
                queued(conversation),
                events(new RunEvent.RunQueued()),
                Multitask.REJECT,
                Optional.of(key),
                0);
        assertThat(queue().accept(again)).isEqualTo(new Accepted.Repeated(run.id()));
    }

    @Test
    void ofTwentyEqualRequestsAtOnceOneCreatesARun() throws Exception {
        Conversation conversation = aConversation();
        RequestKey key = aKey();
        var runs = ConcurrentHashMap.<RunId>newKeySet();
        var created = ConcurrentHashMap.<RunId>newKeySet();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<?>>();
            for (int i = 0; i < 20; i++) {
                done.add(clients.submit(() -> {
                    var answer = queue().accept(keyed(acceptance(conversation, queued(conversation)), key));
                    switch (answer) {
                        case Accepted.Taken taken -> {
                            runs.add(taken.run().id());
                            created.add(taken.run().id());
                        }
                        case Accepted.Repeated repeated -> runs.add(repeated.run());
                        case Accepted other -> throw new AssertionError(other);
                    }
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        }
        assertThat(created).hasSize(1);
        assertThat(runs).hasSize(1);
        assertThat(store().runs().ofConversation(OwnerId.LOCAL, conversation.id(), 1, 10))
                .hasSize(1);
    }

    @Test
    void aBusyConversationRefusesASecondRunIfThatIsAskedFor() {
        Conversation conversation = aConversation();
        Run first = accepted(conversation);
        var second = new Acceptance(
                conversation,
                queued(conversation),
                events(new RunEvent.RunQueued()),
                Multitask.REJECT,
                Optional.empty(),
                MANY);
        assertThat(queue().accept(second)).isEqualTo(new Accepted.Busy(first));
        assertThat(store().runs().find(OwnerId.LOCAL, second.run().id())).isEmpty();
        Run held = claimed(first.id(), "worker-1").run();
        assertThat(queue().accept(second)).isEqualTo(new Accepted.Busy(held));
        append(held, completed());
        assertThat(taken(second).ordinal()).isEqualTo(2);
    }

    @Test
    void ofManyRunsAtOnceAConversationTakesOneIfThatIsAskedFor() throws Exception {
        Conversation conversation = aConversation();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Accepted>> done = IntStream.range(0, 8)
                    .mapToObj(i -> clients.submit(() -> queue().accept(new Acceptance(
                            conversation,
                            queued(conversation),
                            events(new RunEvent.RunQueued()),
                            Multitask.REJECT,
                            Optional.empty(),
                            MANY))))
                    .toList();
            int taken = 0;
            for (Future<Accepted> one : done) {
                taken += one.get() instanceof Accepted.Taken ? 1 : 0;
            }
            assertThat(taken).isEqualTo(1);
        }
    }

    @Test
    void aFullQueueRefusesWhatWouldWait() {
        accepted();
        int waiting = queue().depth().queued();
        Conversation conversation = aConversation();
        Run run = queued(conversation);
        var acceptance = acceptance(conversation, run);
        assertThat(queue().accept(atMost(waiting, acceptance))).isEqualTo(new Accepted.Full(waiting));
        assertThat(store().conversations().find(OwnerId.LOCAL, conversation.id()))
                .isEmpty();
        assertThat(queue().accept(atMost(waiting + 1, acceptance))).isInstanceOf(Accepted.Taken.class);
    }

    private static Acceptance atMost(int most, Acceptance plain) {
        return new Acceptance(plain.conversation(), plain.run(), plain.first(), plain.whenBusy(), plain.key(), most);
    }

    @Test
    void aRunOfAFreshConversationIsItsFirst() {
        Run run = taken(fresh(MANY));
        assertThat(run.ordinal()).isEqualTo(1);
        assertThat(stored(run)).isEqualTo(run);
        assertThat(store().runEvents().readAll(List.of(run.id()))).hasSize(2);
        assertThat(claimed(run.id(), "worker-3").run().epoch()).isEqualTo(1);
    }

    @Test
    void ofManyFreshRunsAtOnceNoMoreAreTakenThanMayWait() throws Exception {
        claimedNow(new RunId("none"), "sweeper");
        int waiting = queue().depth().queued();
        List<Acceptance> all =
                IntStream.range(0, 12).mapToObj(i -> fresh(waiting + 5)).toList();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Accepted>> done = all.stream()
                    .map(one -> clients.submit(() -> queue().accept(one)))
                    .toList();
            for (int i = 0; i < done.size(); i++) {
                Conversation conversation = all.get(i).conversation();
                switch (done.get(i).get()) {
                    case Accepted.Taken ignored ->
                        assertThat(store().conversations().find(OwnerId.LOCAL, conversation.id()))
                                .isPresent();
                    case Accepted.Full ignored ->
                        assertThat(store().conversations().find(OwnerId.LOCAL, conversation.id()))
                                .isEmpty();
                    case Accepted other -> throw new AssertionError("unexpected " + other);
                }
            }
        }
        assertThat(queue().depth().queued()).isEqualTo(waiting + 5);
    }

    @Test
    void aClaimedRunIsHeldUnderANewEpochAndGivenOutOnce() {
        Run run = accepted();
        Claim claim = claimed(run.id(), "worker-7");
        assertThat(claim.strikes()).isZero();
        assertThat(claim.run()).isEqualTo(run.held(new RunState.Running("worker-7"), run.epoch() + 1, 1));
        assertThat(stored(run)).isEqualTo(claim.run());
        assertThat(claimedNow(run.id(), "worker-8")).isEmpty();
        assertThatThrownBy(() -> append(run, thought("not held"))).isInstanceOf(RunEvents.Fenced.class);
        assertThat(append(claim.run(), thought("held"))).isEqualTo(3);
    }

    @Test
    void runsAreClaimedOldestFirstAndNoMoreThanAskedFor() {
        claimedNow(new RunId("none"), "sweeper");
        List<RunId> accepted =
                IntStream.range(0, 5).mapToObj(i -> accepted().id()).toList();
        assertThat(queue().claim("worker-1", 2))
                .extracting(claim -> claim.run().id())
                .containsExactlyElementsOf(accepted.subList(0, 2));
        assertThat(queue().claim("worker-1", 9))
                .extracting(claim -> claim.run().id())
                .startsWith(accepted.get(2), accepted.get(3), accepted.get(4));
    }

    @Test
    void workersThatClaimAtOnceGetEachRunOnce() throws Exception {
        List<RunId> accepted =
                IntStream.range(0, 40).mapToObj(i -> accepted().id()).toList();
        var given = new ArrayList<RunId>();
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<RunId>>> done = IntStream.range(0, 4)
                    .mapToObj(i -> workers.submit(() -> claimAll("worker-" + i, accepted)))
                    .toList();
            for (Future<List<RunId>> one : done) {
                given.addAll(one.get());
            }
        }
        assertThat(given).containsAll(accepted).doesNotHaveDuplicates();
    }

    private List<RunId> claimAll(String worker, List<RunId> wanted) {
        var mine = new ArrayList<RunId>();
        eventually("all runs are claimed", () -> {
            queue().claim(worker, 3).forEach(claim -> mine.add(claim.run().id()));
            return wanted.stream()
                    .noneMatch(id -> store().runs()
                            .find(OwnerId.LOCAL, id)
                            .orElseThrow()
                            .state()
                            .equals(new RunState.Queued()));
        });
        return mine;
    }

    @Test
    void theRunsOfAConversationAreGivenOutOneAfterTheOther() {
        Conversation conversation = aConversation();
        Run first = accepted(conversation);
        Run second = accepted(conversation);
        Run third = accepted(conversation);
        Run held = claimed(first.id(), "worker-1").run();
        assertThat(claimedNow(second.id(), "worker-2")).isEmpty();
        assertThat(List.of(stored(second), stored(third)))
                .as("nobody was given a later one")
                .containsExactly(second, third);
        append(held, question("r1", Optional.empty()));
        assertThat(claimedNow(second.id(), "worker-2")).isEmpty();
        assertThat(stored(second)).isEqualTo(second);
        store().runControl().cancel(OwnerId.LOCAL, first.id(), Samples.NOON);
        Run next = claimed(second.id(), "worker-2").run();
        assertThat(claimedNow(third.id(), "worker-2")).isEmpty();
        assertThat(stored(third)).isEqualTo(third);
        append(next, completed());
        claimed(third.id(), "worker-2");
    }

    @Test
    void aRunWhoseLeaseIsOverIsGivenToAnotherWorker() {
        Run lost = atWork();
        append(lost, thought("so far"));
        assertThat(claimedNow(lost.id(), "worker-2")).isEmpty();
        pass(lease());
        Claim claim = claimed(lost.id(), "worker-2");
        assertThat(claim.run()).isEqualTo(lost.held(new RunState.Running("worker-2"), lost.epoch() + 1, 2));
        assertThat(claim.strikes()).isEqualTo(1);
        assertThatThrownBy(() -> append(lost, thought("late"))).isInstanceOf(RunEvents.Fenced.class);
        assertThat(queue().renew("worker-1")).doesNotContainKey(lost.id());
        append(claim.run(), completed());
    }

    @Test
    void aRunHeldFromTheStartIsTakenOverToo() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        taken(new Acceptance(
                conversation,
                run,
                events(new RunEvent.RunStarted(1, "worker-1")),
                Multitask.REJECT,
                Optional.empty(),
                0));
        pass(lease());
        Claim claim = claimed(run.id(), "worker-2");
        assertThat(claim.run().epoch()).isEqualTo(2);
        assertThat(claim.run().attempt()).isEqualTo(2);
        assertThat(claim.strikes()).isEqualTo(1);
        append(claim.run(), completed());
    }

    @Test
    void workersThatLoseARunInARowAreCountedUntilItGetsOn() {
        Run run = claimed(accepted().id(), "worker-1").run();
        pass(lease());
        Claim second = claimed(run.id(), "worker-2");
        assertThat(second.strikes()).isEqualTo(1);
        append(second.run(), new RunEvent.RunStarted(2, "worker-2"));
        pass(lease());
        Claim third = claimed(run.id(), "worker-3");
        assertThat(third.strikes()).isEqualTo(2);
        append(third.run(), new RunEvent.RunStarted(3, "worker-3"), thought("it gets on"));
        pass(lease());
        Claim fourth = claimed(run.id(), "worker-4");
        assertThat(fourth.strikes()).isEqualTo(1);
        assertThat(queue().giveBack(run.id(), fourth.run().epoch())).isTrue();
        Claim fifth = claimed(run.id(), "worker-5");
        assertThat(fifth.strikes()).isZero();
        append(fifth.run(), completed());
    }

    @Test
    void aRenewedLeaseGoesOnAndTheHolderLearnsWhatItHolds() {
        String worker = Samples.id("worker");
        Run one = claimed(accepted().id(), worker).run();
        Run two = claimed(accepted().id(), worker).run();
        append(two, completed());
        pass(lease().dividedBy(2));
        assertThat(queue().renew(worker)).containsEntry(one.id(), one.epoch()).doesNotContainKey(two.id());
        pass(lease().dividedBy(2));
        assertThat(claimedNow(one.id(), "worker-2")).isEmpty();
        assertThat(queue().renew(Samples.id("nobody"))).isEmpty();
        append(one, completed());
    }

    @Test
    void aRunThatIsGivenBackIsAsIfItHadNotBeenTaken() {
        Run held = atWork();
        assertThat(queue().giveBack(held.id(), held.epoch() - 1)).isFalse();
        assertThat(queue().giveBack(held.id(), held.epoch())).isTrue();
        assertThat(queue().giveBack(held.id(), held.epoch())).isFalse();
        Run back = stored(held);
        assertThat(back).isEqualTo(held.held(new RunState.Queued(), held.epoch() + 1, 0));
        assertThatThrownBy(() -> append(held, thought("late"))).isInstanceOf(RunEvents.Fenced.class);
        Claim again = claimed(held.id(), "worker-2");
        assertThat(again.run().attempt()).isEqualTo(1);
        append(again.run(), completed());
        assertThat(queue().giveBack(held.id(), again.run().epoch())).isFalse();
    }

    @Test
    void theDepthTellsHowManyWaitAndForHowLong() {
        claimedNow(new RunId("none"), "sweeper");
        int before = queue().depth().queued();
        Run run = accepted();
        accepted();
        pass(Duration.ofMillis(300));
        assertThat(queue().depth().queued()).isEqualTo(before + 2);
        assertThat(queue().depth().oldest()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        claimed(run.id(), "worker-1");
        assertThat(queue().depth().queued()).isEqualTo(before);
    }

    /** A sub-agent's run, held by the worker of its parent. */
    private Run child(Run parent) {
        Conversation conversation = store().conversations()
                .find(OwnerId.LOCAL, parent.conversation())
                .orElseThrow();
        Run run = aRun(conversation).childOf(parent.id());
        return taken(new Acceptance(
                conversation,
                run,
                events(new RunEvent.RunStarted(1, "worker-1"), new RunEvent.UserRequest(run.query())),
                Multitask.ENQUEUE,
                Optional.empty(),
                MANY));
    }

    @Test
    void aSubAgentsRunIsTakenByWhoeverHoldsItsParentAndByNobodyElse() {
        Run parent = atWork();
        Run child = child(parent);
        assertThat(stored(child).parent()).contains(parent.id());
        pass(lease());
        Run above = claimed(parent.id(), "worker-2").run();
        assertThat(claimedNow(child.id(), "worker-2")).isEmpty();
        assertThat(queue().takeChild(child.id(), parent.id(), parent.epoch(), "worker-1"))
                .isEmpty();
        assertThat(queue().takeChild(above.id(), parent.id(), above.epoch(), "worker-2"))
                .isEmpty();
        Run taken = queue().takeChild(child.id(), above.id(), above.epoch(), "worker-2")
                .orElseThrow();
        assertThat(taken.state()).isEqualTo(new RunState.Running("worker-2"));
        assertThat(taken.epoch()).isEqualTo(child.epoch() + 1);
        assertThat(taken.attempt()).isEqualTo(child.attempt() + 1);
        assertThatExceptionOfType(RunEvents.Fenced.class)
                .isThrownBy(() -> append(child, new RunEvent.AgentThought("Too late.")));
        assertThat(queue().giveBack(taken.id(), taken.epoch())).isTrue();
        assertThat(claimedNow(child.id(), "worker-3")).isEmpty();
        assertThat(queue().takeChild(child.id(), above.id(), above.epoch(), "worker-2"))
                .isPresent();
        ended(parent);
    }

    /** Leaves nothing behind that other tests would claim. */
    private void ended(Run run) {
        assertThat(store().runControl().cancel(OwnerId.LOCAL, run.id(), NOON))
                .isInstanceOf(RunControl.Cancelling.Done.class);
    }

    @Test
    void aSubAgentsRunThatOutlivesItsParentIsGivenOut() {
        Run parent = atWork();
        Run child = child(parent);
        append(parent, failed());
        assertThat(queue().takeChild(child.id(), parent.id(), parent.epoch(), "worker-1"))
                .isEmpty();
        pass(lease());
        assertThat(claimed(child.id(), "worker-2").run().parent()).contains(parent.id());
        ended(child);
    }

    @Test
    void aCancelReachesTheRunsOfSubAgents() {
        Run parent = atWork();
        Run child = child(parent);
        Run grandchild = child(child);
        Run done = child(parent);
        append(done, completed());
        assertThat(store().runControl().cancel(OwnerId.LOCAL, parent.id(), NOON))
                .isInstanceOf(RunControl.Cancelling.Done.class);
        for (Run run : List.of(parent, child, grandchild)) {
            assertThat(stored(run).status()).isEqualTo(RunStatus.CANCELLED);
        }
        assertThat(log(grandchild).getLast()).isInstanceOf(RunEvent.RunCancelled.class);
        assertThat(stored(done).status()).isEqualTo(RunStatus.COMPLETED);
    }

    @Test
    void runsOfSubAgentsAreFoundByTheirParentsAndGoWithThem() {
        Run parent = atWork();
        Run child = child(parent);
        Run second = child(parent);
        Run grandchild = child(child);
        var runs = store().runs();
        assertThat(runs.children(OwnerId.LOCAL, parent.id()))
                .extracting(Run::id)
                .containsExactly(child.id(), second.id());
        assertThat(runs.children(OTHER, parent.id())).isEmpty();
        assertThat(runs.ofConversation(OwnerId.LOCAL, parent.conversation(), 1, 10))
                .extracting(Run::id)
                .containsExactly(parent.id());
        assertThat(runs.before(OwnerId.LOCAL, parent.conversation(), 100, 10))
                .extracting(Run::id)
                .containsExactly(parent.id());
        var page =
                runs.list(OwnerId.LOCAL, new Runs.Query(Optional.empty(), Optional.of(parent.conversation()), 10, 0));
        assertThat(page.total()).isEqualTo(1);
        append(parent, completed());
        append(child, completed());
        append(second, completed());
        assertThat(runs.delete(OwnerId.LOCAL, parent.id())).isEqualTo(Runs.Deletion.LIVE);
        append(grandchild, completed());
        assertThat(runs.delete(OwnerId.LOCAL, parent.id())).isEqualTo(Runs.Deletion.DELETED);
        for (Run run : List.of(parent, child, second, grandchild)) {
            assertThat(runs.find(OwnerId.LOCAL, run.id())).isEmpty();
            assertThat(store().runEvents().read(run.id(), 0, 10)).isEmpty();
        }
    }
}
