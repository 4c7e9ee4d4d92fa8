package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.application.tool.AskUserTool;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Decision;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ParallelCallsTest {
    private static final ToolResult DONE = new ToolResult.Succeeded(Value.Fields.EMPTY);

    private static ToolCall call(String id, String tool) {
        return new ToolCall(new CallId(id), new ToolName(tool), "{\"text\":\"" + id + "\"}");
    }

    private static ScriptedLanguageModel calling(ToolCall... calls) {
        return ScriptedLanguageModel.script().calls(calls).answers("Done.").build();
    }

    private static ToolRunner.Options atMost(int parallel) {
        ToolRunner.Options usual = ToolRunner.Options.defaults();
        return new ToolRunner.Options(
                usual.timeout(), usual.resultChars(), usual.wholeBytes(), parallel, usual.trouble());
    }

    /** The ids of the calls whose results the log has, in its order. */
    private static List<String> results(Workshop workshop, Session session) {
        return workshop.log(session.run.id()).stream()
                .map(one -> one.event())
                .filter(RunEvent.ToolReturned.class::isInstance)
                .map(event -> ((RunEvent.ToolReturned) event).call().value())
                .toList();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void independentCallsOfOneReplyAreAtWorkAtTheSameTimeAndTheirResultsKeepTheirOrder() {
        var all = new CountDownLatch(3);
        var last = new CountDownLatch(1);
        var meet = new TestTool("meet", Effects.READS, false, (arguments, context) -> {
            all.countDown();
            boolean isLast = arguments.text("text").orElse("").equals("c");
            boolean met = await(all) && (isLast || await(last));
            if (isLast) {
                last.countDown();
            }
            return met ? DONE : new ToolResult.Failed("alone");
        });
        var model = calling(call("a", "meet"), call("b", "meet"), call("c", "meet"));
        try (var workshop = new Workshop(model, meet)) {
            Session session = workshop.begin("Meet.");
            assertThat(workshop.work(session).outcome()).isPresent();
            assertThat(results(workshop, session)).containsExactly("a", "b", "c");
            assertThat(workshop.log(session.run.id()))
                    .filteredOn(one -> one.event() instanceof RunEvent.ToolReturned)
                    .allSatisfy(one -> assertThat(((RunEvent.ToolReturned) one.event()).ok())
                            .isTrue());
        }
    }

    @Test
    void noMoreThanTheSettingAllowsAreAtWorkAtOnce() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var count = new TestTool("count", Effects.PURE, false, (arguments, context) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            now.decrementAndGet();
            return DONE;
        });
        var calls = new ToolCall[9];
        for (int i = 0; i < calls.length; i++) {
            calls[i] = call("c" + i, "count");
        }
        try (var workshop = new Workshop(calling(calls), atMost(2), count)) {
            Session session = workshop.begin("Count.");
            assertThat(workshop.work(session).outcome()).isPresent();
            assertThat(most).hasValue(2);
            assertThat(results(workshop, session)).hasSize(9).isSorted();
        }
    }

    @Test
    void aCallWithEffectsWaitsForThoseBeforeItAndThoseBehindItForIt() {
        var order = new ConcurrentLinkedQueue<String>();
        var read = new TestTool("read", Effects.READS, false, (arguments, context) -> {
            order.add("begin " + context.call());
            order.add("end " + context.call());
            return DONE;
        });
        var write = new TestTool("write", Effects.ONCE, false, (arguments, context) -> {
            order.add("write");
            return DONE;
        });
        var model = calling(call("a", "read"), call("b", "read"), call("w", "write"), call("c", "read"));
        try (var workshop = new Workshop(model, read, write)) {
            Session session = workshop.begin("Write.");
            assertThat(workshop.work(session).outcome()).isPresent();
            assertThat(order).hasSize(7);
            assertThat(order.stream().toList().subList(0, 4))
                    .containsExactlyInAnyOrder("begin a", "end a", "begin b", "end b");
            assertThat(order.stream().toList().subList(4, 7)).containsExactly("write", "begin c", "end c");
            assertThat(results(workshop, session)).containsExactly("a", "b", "w", "c");
        }
    }

    @Test
    void declaredDependenciesComeFirstWhateverTheModelWrote() {
        var order = new ConcurrentLinkedQueue<String>();
        var first = new TestTool("first", Effects.READS, false, (arguments, context) -> {
            order.add("first");
            return DONE;
        });
        var then = new TestTool("then", Effects.READS, false, (arguments, context) -> {
            order.add("then");
            return DONE;
        });
        var model = calling(call("t", "then"), call("f1", "first"), call("f2", "first"));
        try (var workshop = new Workshop(model, first, then.behind("first"))) {
            Session session = workshop.begin("In order.");
            assertThat(workshop.work(session).outcome()).isPresent();
            assertThat(order).containsExactly("first", "first", "then");
            assertThat(results(workshop, session)).containsExactly("f1", "f2", "t");
        }
    }

    @Test
    void aCancelInterruptsAllThatAreAtWork() throws Exception {
        var begun = new CountDownLatch(3);
        var stopped = new CountDownLatch(3);
        var hang = new TestTool("hang", Effects.READS, false, (arguments, context) -> {
            begun.countDown();
            try {
                TimeUnit.SECONDS.sleep(60);
            } catch (InterruptedException stop) {
                stopped.countDown();
            }
            return DONE;
        });
        var model = calling(call("a", "hang"), call("b", "hang"), call("c", "hang"));
        try (var workshop = new Workshop(model, hang);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Session session = workshop.begin("Hang.");
            var work = threads.submit(() -> workshop.work(session));
            assertThat(await(begun)).isTrue();
            session.stop(Session.Stop.CANCELLED);
            assertThat(await(stopped)).isTrue();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> work.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(CancellationException.class);
            assertThat(results(workshop, session)).isEmpty();
        }
    }

    @Test
    void aHandBackLetsWhatIsAtWorkFinishAndBeginsNothingMore() throws Exception {
        var begun = new CountDownLatch(2);
        var go = new CountDownLatch(1);
        var slow = new TestTool("slow", Effects.READS, false, (arguments, context) -> {
            begun.countDown();
            return await(go) ? DONE : new ToolResult.Failed("interrupted");
        });
        var model = calling(call("a", "slow"), call("b", "slow"), call("c", "slow"), call("d", "slow"));
        try (var workshop = new Workshop(model, atMost(2), slow);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Session session = workshop.begin("Slow.");
            var work = threads.submit(() -> workshop.work(session));
            assertThat(await(begun)).isTrue();
            session.stop(Session.Stop.HAND_BACK);
            go.countDown();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> work.get(30, TimeUnit.SECONDS))
                    .withCauseInstanceOf(CancellationException.class);
            session.journal.fence();
            assertThat(slow.calls).containsExactlyInAnyOrder("a", "b");
            assertThat(results(workshop, session)).containsExactly("a", "b");
            assertThat(workshop.log(session.run.id()))
                    .filteredOn(one -> one.event() instanceof RunEvent.ToolReturned)
                    .allSatisfy(one -> assertThat(((RunEvent.ToolReturned) one.event()).ok())
                            .isTrue());
            Session again =
                    workshop.takeUp(workshop.aRun("Slow.", 0, Optional.empty()), workshop.log(session.run.id()));
            assertThat(workshop.work(again).outcome()).isPresent();
            assertThat(slow.calls).containsExactlyInAnyOrder("a", "b", "c", "d");
        }
    }

    @Test
    void aQuestionAmongReadsKeepsTheirResultsInOrderAndIsAskedOnce() {
        var read = TestTool.echo("read", Effects.READS, false);
        var ask = new ToolCall(new CallId("q"), AskUserTool.NAME, "{\"question\":\"Which?\"}");
        var model = calling(call("a", "read"), ask, call("b", "read"));
        try (var workshop = new Workshop(model, read, new AskUserTool())) {
            Session session = workshop.begin("Ask.");
            assertThat(workshop.work(session).isWaiting()).isTrue();
            assertThat(results(workshop, session)).containsExactly("a");
            RunEvent.InputRequested request = workshop.store
                    .runControl()
                    .request(OwnerId.LOCAL, session.run.id())
                    .orElseThrow();
            Session again = workshop.decide(
                    session.run.id(),
                    new RunEvent.InputReceived(request.request(), Decision.ANSWER, Value.of("this one")));
            assertThat(workshop.work(again).outcome()).isPresent();
            assertThat(results(workshop, again)).containsExactly("a", "q", "b");
        }
    }

    @Test
    void threeCallsOf200MillisecondsTakeAboutAsLongAsOne() {
        var sleep = new TestTool("sleep", Effects.READS, false, (arguments, context) -> {
            try {
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            return DONE;
        });
        long best = Long.MAX_VALUE;
        // The promise is time itself: 250 ms where the machine is free, which one of ten turns finds.
        for (int turn = 0; turn < 10 && best > 250; turn++) {
            var model = calling(call("a", "sleep"), call("b", "sleep"), call("c", "sleep"));
            try (var workshop = new Workshop(model, sleep)) {
                Session session = workshop.begin("Sleep.");
                long start = System.nanoTime();
                assertThat(workshop.work(session).outcome()).isPresent();
                best = Math.min(
                        best, Duration.ofNanos(System.nanoTime() - start).toMillis());
            }
        }
        assertThat(best).isBetween(200L, 250L);
    }
}
