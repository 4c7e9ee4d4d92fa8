package io.hexagent.infrastructure.contract;

import static io.hexagent.infrastructure.contract.Samples.NOON;
import static io.hexagent.infrastructure.contract.Samples.aConversation;
import static io.hexagent.infrastructure.contract.Samples.aRun;
import static io.hexagent.infrastructure.contract.Samples.call;
import static io.hexagent.infrastructure.contract.Samples.completed;
import static io.hexagent.infrastructure.contract.Samples.events;
import static io.hexagent.infrastructure.contract.Samples.failed;
import static io.hexagent.infrastructure.contract.Samples.id;
import static io.hexagent.infrastructure.contract.Samples.result;
import static io.hexagent.infrastructure.contract.Samples.thought;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.InputReason;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every log promises. */
public abstract class RunEventsContract {
    protected abstract Store store();

    private Run begun() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        log().begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1")))
                .seq();
        return run;
    }

    private RunEvents log() {
        return store().runEvents();
    }

    private Run stored(Run run) {
        return store().runs().find(OwnerId.LOCAL, run.id()).orElseThrow();
    }

    @Test
    void eventsAreNumberedFromOneWithoutGaps() {
        Run run = begun();
        var second = log().append(run.id(), 1, events(thought("a"), call("mean")));
        var third = log().append(run.id(), 1, events(result("mean")));
        assertThat(third.seq()).isEqualTo(4);
        assertThat(second.seq()).isEqualTo(3);
        assertThat(log().read(run.id(), 0, 100))
                .containsExactly(
                        new RecordedEvent(run.id(), 1, NOON, new RunEvent.RunStarted(1, "worker-1")),
                        new RecordedEvent(run.id(), 2, NOON, thought("a")),
                        new RecordedEvent(run.id(), 3, NOON, call("mean")),
                        new RecordedEvent(run.id(), 4, NOON, result("mean")));
    }

    @Test
    void everyKindOfEventIsReadAsItWasWritten() {
        Run run = begun();
        List<StampedEvent> all = events(
                new RunEvent.RunQueued(),
                new RunEvent.UserRequest("What? \"quoted\" {braces}, \\ and 'so' on\nüber 🐧"),
                thought(""),
                call("mean"),
                new RunEvent.ToolProgress(new CallId("c"), 50, "half"),
                new RunEvent.ToolProgress(
                        new CallId("c"),
                        60,
                        "drawn",
                        Optional.of("page-drawn"),
                        Value.fields()
                                .put("page", 3)
                                .put("title", "\"Zwölf\" 🐧")
                                .build()),
                result("mean"),
                new RunEvent.ArtifactCreated(new ArtifactId("a"), ArtifactKind.CHART, "Chart", "image/png"),
                new RunEvent.ChildRun(new RunId("child"), "analyst"),
                new RunEvent.InputRequested(
                        "r1",
                        InputReason.APPROVAL,
                        "May I?",
                        Optional.of(new CallId("c")),
                        Value.fields().put("n", 1).build(),
                        "0a1b",
                        Value.Fields.EMPTY,
                        Optional.of(NOON)),
                new RunEvent.InputReceived("r1", Decision.APPROVE, Value.of("yes")),
                new RunEvent.AgentResponse(
                        "The mean is 3.5.", AnswerKind.ANSWERED, List.of("1. look"), List.of("none")),
                completed());
        log().append(run.id(), 1, all).seq();
        assertThat(log().read(run.id(), 1, 100).stream().map(RecordedEvent::event))
                .containsExactlyElementsOf(all.stream().map(StampedEvent::event).toList());
    }

    @Test
    void readingPagesThroughTheLog() {
        Run run = begun();
        log().append(run.id(), 1, events(thought("2"), thought("3"), thought("4")))
                .seq();
        assertThat(log().read(run.id(), 1, 2)).extracting(RecordedEvent::seq).containsExactly(2L, 3L);
        assertThat(log().read(run.id(), 3, 2)).extracting(RecordedEvent::seq).containsExactly(4L);
        assertThat(log().read(run.id(), 4, 2)).isEmpty();
        assertThat(log().read(new RunId("nobody"), 0, 2)).isEmpty();
    }

    @Test
    void eightWritersLeaveDenseLogs() throws Exception {
        List<Run> runs = IntStream.range(0, 8).mapToObj(i -> begun()).toList();
        try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<Long>>();
            for (Run run : runs) {
                done.add(writers.submit(() -> {
                    long last = 0;
                    for (int i = 0; i < 50; i++) {
                        var ticket = log().append(run.id(), 1, events(thought("a" + i), thought("b" + i)));
                        last = i % 7 == 0 ? ticket.seq() : last;
                    }
                    return log().append(run.id(), 1, events(completed())).seq();
                }));
            }
            for (Future<Long> last : done) {
                assertThat(last.get()).isEqualTo(102);
            }
        }
        for (Run run : runs) {
            List<RecordedEvent> log = log().read(run.id(), 0, 1000);
            assertThat(log)
                    .extracting(RecordedEvent::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 102).boxed().toList());
            assertThat(log.get(2).event()).isEqualTo(thought("b0"));
            assertThat(log.get(99).event()).isEqualTo(thought("a49"));
        }
    }

    @Test
    void anAppendUnderAnOldEpochIsFencedAndHarmsNobody() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation, "?", 7);
        Run other = begun();
        log().begin(conversation, run, events(new RunEvent.RunQueued())).seq();
        var stale = log().append(run.id(), 6, events(thought("stale")));
        var good = log().append(other.id(), 1, events(thought("good")));
        assertThatThrownBy(stale::seq).isInstanceOf(RunEvents.Fenced.class);
        assertThat(good.seq()).isEqualTo(2);
        assertThat(log().append(run.id(), 7, events(thought("held"))).seq()).isEqualTo(2);
        assertThat(log().read(run.id(), 1, 10)).extracting(RecordedEvent::event).containsExactly(thought("held"));
    }

    @Test
    void aRunThatHasEndedOrIsUnknownTakesNothingMore() {
        Run run = begun();
        log().append(run.id(), 1, events(completed()));
        var late = log().append(run.id(), 1, events(thought("late")));
        assertThatThrownBy(late::seq).isInstanceOf(RunEvents.Fenced.class);
        var later = log().append(run.id(), 1, events(failed()));
        assertThatThrownBy(later::seq).isInstanceOf(RunEvents.Fenced.class);
        assertThatThrownBy(() -> log().append(new RunId(id("none")), 1, events(thought("?")))
                        .seq())
                .isInstanceOf(RunEvents.Fenced.class);
        assertThat(log().read(run.id(), 0, 10)).hasSize(2);
        assertThat(stored(run).state()).isEqualTo(new RunState.Completed(AnswerKind.ANSWERED, NOON));
    }

    @Test
    void nothingFollowsTheEndInOneAppend() {
        Run run = begun();
        assertThatThrownBy(() -> log().append(run.id(), 1, events(completed(), thought("after"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event \"agent-thought\" follows the end of its run");
    }

    @Test
    void aRunsRowFollowsItsEvents() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        log().begin(conversation, run, events(new RunEvent.RunQueued())).seq();
        log().append(run.id(), 1, events(new RunEvent.RunStarted(3, "worker-9")))
                .seq();
        assertThat(stored(run).state()).isEqualTo(new RunState.Running("worker-9"));
        assertThat(stored(run).attempt()).isEqualTo(3);
        log().append(run.id(), 1, events(failed())).seq();
        assertThat(stored(run).state())
                .isEqualTo(new RunState.Failed(
                        new RunError(RunError.Code.MODEL_FAILED, "the model gave no whole reply"), NOON));
        assertThat(stored(run).usage()).isEqualTo(new TokenUsage(3, 4));
    }

    @Test
    void aRunMayBeginAndEndAtOnce() {
        Conversation conversation = aConversation();
        Run run = aRun(conversation);
        log().begin(conversation, run, events(new RunEvent.RunStarted(1, "worker-1")));
        log().append(run.id(), 1, events(thought("a")));
        assertThat(log().append(run.id(), 1, events(completed())).seq()).isEqualTo(3);
        assertThat(stored(run))
                .isEqualTo(run.complete(AnswerKind.ANSWERED, new TokenUsage(10, 20), NOON)
                        .numbered(1));
        Run cancelled = begun();
        log().append(cancelled.id(), 1, events(new RunEvent.RunCancelled(TokenUsage.NONE)))
                .seq();
        assertThat(stored(cancelled).state()).isEqualTo(new RunState.Cancelled(NOON));
    }

    @Test
    void aRunBeginsOnlyOnce() {
        Run run = begun();
        var again = log().begin(aConversation(), run, events(new RunEvent.RunQueued()));
        assertThatThrownBy(again::seq).isInstanceOf(RunEvents.LogUnavailable.class);
        assertThat(log().read(run.id(), 0, 10)).hasSize(1);
    }

    @Test
    void beginningStoresANewConversationAndTouchesAKnownOne() {
        Conversation first = aConversation("First");
        log().begin(first, aRun(first), events(new RunEvent.RunQueued())).seq();
        var later = new Conversation(
                first.id(), first.owner(), "Another title", Value.Fields.EMPTY, first.createdAt(), NOON.plusSeconds(9));
        log().begin(later, aRun(later), events(new RunEvent.RunQueued()));
        log().begin(first, aRun(first), events(new RunEvent.RunQueued())).seq();
        assertThat(store().conversations().find(OwnerId.LOCAL, first.id()))
                .contains(new Conversation(
                        first.id(), first.owner(), "First", first.metadata(), first.createdAt(), NOON.plusSeconds(9)));
    }

    @Test
    void textThatNoStoreTakesDoesNoHarm() {
        Conversation conversation = aConversation("title \0 \ud800 end");
        Run run = aRun(conversation, "query \0 \udc00 end", 1);
        log().begin(conversation, run, events(new RunEvent.UserRequest("request \0 \ud83d")))
                .seq();
        log().append(
                        run.id(),
                        1,
                        events(new RunEvent.RunFailed(new RunError(RunError.Code.INTERNAL, "why \0"), TokenUsage.NONE)))
                .seq();
        assertThat(stored(run).query()).isEqualTo("query \ufffd \ufffd end");
        assertThat(store().conversations()
                        .find(OwnerId.LOCAL, conversation.id())
                        .orElseThrow()
                        .title())
                .isEqualTo("title \ufffd \ufffd end");
        assertThat(log().read(run.id(), 0, 10)).hasSize(2);
    }

    @Test
    void anAppendMayHaveNoEvents() {
        Run run = begun();
        assertThat(log().append(run.id(), 1, List.of()).seq()).isEqualTo(1);
    }
}
