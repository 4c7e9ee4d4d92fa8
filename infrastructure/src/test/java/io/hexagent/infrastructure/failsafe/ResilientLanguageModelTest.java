package io.hexagent.infrastructure.failsafe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ResilientLanguageModelTest {
    private static final Prompt PROMPT = new Prompt("", List.of(new Message.User("?")), List.of(), List.of());

    private static ResilientLanguageModel.Options quick() {
        return new ResilientLanguageModel.Options(
                3, Duration.ofMillis(1), Duration.ofMillis(4), 0.2, Duration.ofSeconds(10), 5, Duration.ofSeconds(30));
    }

    private static LanguageModel resilient(LanguageModel model, ResilientLanguageModel.Options options) {
        return new ResilientLanguageModel(model, "openai/gpt", options, InstantSource.system());
    }

    private static LanguageModelException failure(LanguageModel model) {
        return catchThrowableOfType(LanguageModelException.class, () -> model.reply(PROMPT, LanguageModel.SILENT));
    }

    private static LanguageModelException rateLimited(Duration wait) {
        return new LanguageModelException(
                Code.RATE_LIMITED, "slow down", Optional.of(wait), new RuntimeException("429"));
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void onlyAFailureThatMayGoAwayIsTriedAgain(Code code) {
        var script = ScriptedLanguageModel.script().fails(code).answers("back").build();
        var model = resilient(script, quick());

        Throwable thrown = catchThrowable(() -> model.reply(PROMPT, LanguageModel.SILENT));

        if (new LanguageModelException(code, "").retryable()) {
            assertThat(thrown).isNull();
            assertThat(script.prompts()).hasSize(2);
        } else {
            assertThat(((LanguageModelException) thrown).code()).isEqualTo(code);
            assertThat(script.prompts()).hasSize(1);
        }
    }

    @Test
    void afterTheLastAttemptTheFailureItselfIsTold() {
        var script = ScriptedLanguageModel.script()
                .fails(Code.TIMEOUT)
                .fails(Code.TIMEOUT)
                .fails(Code.UNAVAILABLE)
                .answers("too late")
                .build();
        assertThat(failure(resilient(script, quick())).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(script.prompts()).hasSize(3);
    }

    @Test
    void aReplyBegunAnewSaysSoOnlyWhenSomeOfItWasShown() {
        var script = ScriptedLanguageModel.script()
                .fails(Code.UNAVAILABLE)
                .streams("half a ")
                .fails(Code.TRUNCATED)
                .streams("a whole ", "reply")
                .answers("a whole reply")
                .build();
        var deltas = new ArrayList<Delta>();

        Reply reply = resilient(script, quick()).reply(PROMPT, deltas::add);

        assertThat(reply).isEqualTo(Reply.Answer.answered("a whole reply", TokenUsage.NONE));
        assertThat(deltas)
                .containsExactly(
                        new Delta.Text("half a "),
                        new Delta.Restarted(),
                        new Delta.Text("a whole "),
                        new Delta.Text("reply"));
    }

    @Test
    void whereNobodyListensTheModelIsToldSo() {
        var seen = new AtomicReference<Object>();
        LanguageModel model = (prompt, deltas) -> {
            seen.set(deltas);
            return Reply.Answer.answered("ok", TokenUsage.NONE);
        };
        resilient(model, quick()).reply(PROMPT, LanguageModel.SILENT);
        assertThat(seen.get()).isSameAs(LanguageModel.SILENT);
    }

    @Test
    void theWaitThatAProviderAsksForIsKept() {
        var script = ScriptedLanguageModel.script()
                .fails(rateLimited(Duration.ofMillis(300)))
                .answers("back")
                .build();
        long start = System.nanoTime();
        resilient(script, quick()).reply(PROMPT, LanguageModel.SILENT);
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(295), Duration.ofSeconds(5));
    }

    @Test
    void aWaitBeyondTheDeadlineFailsAtOnceAndSaysWhy() {
        var script = ScriptedLanguageModel.script()
                .fails(rateLimited(Duration.ofMinutes(10)))
                .answers("never")
                .build();
        LanguageModelException failure = failure(resilient(script, quick()));
        assertThat(failure.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(failure.getMessage()).isEqualTo("slow down; that is longer than the 10 s a reply may take");
        assertThat(script.prompts()).hasSize(1);
    }

    @Test
    void afterFiveFailuresInARowTheModelIsLeftAloneForATime() {
        var script = ScriptedLanguageModel.script()
                .fails(Code.UNAVAILABLE)
                .fails(Code.UNAVAILABLE)
                .fails(Code.REJECTED)
                .fails(Code.UNAVAILABLE)
                .fails(Code.UNAVAILABLE)
                .fails(Code.TIMEOUT)
                .fails(Code.TIMEOUT)
                .fails(Code.TIMEOUT)
                .answers("back")
                .answers("and again")
                .build();
        var options = new ResilientLanguageModel.Options(
                1, Duration.ZERO, Duration.ZERO, 0, Duration.ofSeconds(10), 5, Duration.ofMillis(300));
        var model = resilient(script, options);
        for (Code code : List.of(
                Code.UNAVAILABLE,
                Code.UNAVAILABLE,
                Code.REJECTED,
                Code.UNAVAILABLE,
                Code.UNAVAILABLE,
                Code.TIMEOUT,
                Code.TIMEOUT,
                Code.TIMEOUT)) {
            assertThat(failure(model).code()).isEqualTo(code);
        }

        LanguageModelException suspended = failure(model);
        assertThat(suspended.code()).isEqualTo(Code.SUSPENDED);
        assertThat(suspended.getMessage()).contains("openai/gpt failed 5 times in a row");
        assertThat(script.prompts()).hasSize(8);

        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        Reply reply = null;
        while (reply == null && System.nanoTime() < deadline) {
            try {
                reply = model.reply(PROMPT, LanguageModel.SILENT);
            } catch (LanguageModelException e) {
                assertThat(e.code()).isEqualTo(Code.SUSPENDED);
            }
        }
        assertThat(reply).isNotNull();
        assertThat(model.reply(PROMPT, LanguageModel.SILENT)).isNotNull();
    }

    @Test
    void theDeadlineEndsAnAttemptThatHangs() {
        LanguageModel hangs = (prompt, deltas) -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
            throw new IllegalStateException("cannot be");
        };
        var options = new ResilientLanguageModel.Options(
                3, Duration.ofMillis(1), Duration.ofMillis(4), 0, Duration.ofMillis(200), 5, Duration.ofSeconds(30));
        LanguageModelException failure = failure(resilient(hangs, options));
        assertThat(failure.code()).isEqualTo(Code.TIMEOUT);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theDeadlineEndsAWaitToo() {
        var script = ScriptedLanguageModel.script()
                .fails(Code.UNAVAILABLE)
                .answers("late")
                .build();
        var options = new ResilientLanguageModel.Options(
                3,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                0,
                Duration.ofMillis(200),
                5,
                Duration.ofSeconds(30));
        LanguageModelException failure = failure(resilient(script, options));
        assertThat(failure.code()).isEqualTo(Code.TIMEOUT);
        assertThat(failure.getMessage()).contains("the last failure: the script says: unavailable");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void anInterruptEndsAWaitAtOnce() throws Exception {
        var failed = new CountDownLatch(1);
        LanguageModel fails = (prompt, deltas) -> {
            failed.countDown();
            throw new LanguageModelException(Code.UNAVAILABLE, "not now");
        };
        var options = new ResilientLanguageModel.Options(
                3, Duration.ofSeconds(20), Duration.ofSeconds(20), 0, Duration.ofMinutes(5), 5, Duration.ofSeconds(30));
        var thrown = new AtomicReference<Throwable>();
        var flag = new AtomicReference<Boolean>();
        Thread thread = Thread.ofVirtual().start(() -> {
            thrown.set(catchThrowable(() -> resilient(fails, options).reply(PROMPT, delta -> {})));
            flag.set(Thread.currentThread().isInterrupted());
        });
        assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(3))).isTrue();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void everythingHappensOnTheCallersThread() {
        var seen = new AtomicReference<Thread>();
        LanguageModel model = (prompt, deltas) -> {
            seen.set(Thread.currentThread());
            return Reply.Answer.answered("ok", TokenUsage.NONE);
        };
        resilient(model, quick()).reply(PROMPT, delta -> {});
        assertThat(seen.get()).isSameAs(Thread.currentThread());
    }

    @Test
    void whatIsNoFailureOfAModelPassesThrough() {
        LanguageModel broken = (prompt, deltas) -> {
            throw new IllegalStateException("a bug");
        };
        assertThatThrownBy(() -> resilient(broken, quick()).reply(PROMPT, delta -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a bug");
    }
}
