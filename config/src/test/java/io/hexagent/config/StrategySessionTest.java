package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.strategy.session.EndStrategySession;
import io.hexagent.application.strategy.session.StartStrategySession;
import io.hexagent.application.strategy.session.TellStrategySession;
import io.hexagent.config.Dialogue.Told;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.SessionMessage.Kind;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySession.State;
import io.hexagent.domain.value.Value;
import java.time.LocalDate;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategy sessions with the offline planner, on the bundled series. */
@Timeout(120)
class StrategySessionTest {
    private static final String RSI = "RSI strategy on GOOG, buy below 30, sell above 70";

    private final Hexagent hexagent = Hexagent.builder(Settings.of(Map.of("provider", "offline")))
            .inMemory()
            .open();

    @AfterEach
    void close() {
        hexagent.close();
    }

    private Dialogue dialogue() {
        return new Dialogue(hexagent, "client-1");
    }

    @Test
    void aStrategyIsTalkedIntoBeing() {
        try (Dialogue dialogue = dialogue()) {
            Told first = dialogue.say(RSI);
            assertThat(first.nodes()).containsExactly("clarify", "design", "compile", "respond");
            assertThat(first.kinds()).containsExactly("code", "metrics", "backtest_replay", "text");
            assertThat(first.of(Kind.CODE).content())
                    .contains("symbol: GOOG", "rsi(close, 14) < 30", "rsi(close, 14) > 70");
            assertThat(first.metric("total_return")).isCloseTo(0.06116787, within(1e-7));
            assertThat(first.metric("cagr")).isCloseTo(0.01439726, within(1e-7));
            assertThat(first.metric("sharpe")).isCloseTo(0.17330318, within(1e-6));
            assertThat(first.metric("max_drawdown")).isCloseTo(0.35513084, within(1e-6));
            assertThat(first.metric("trades")).isEqualTo(3);
            Value.Fields replay = first.of(Kind.BACKTEST_REPLAY).backtest().orElseThrow();
            assertThat(replay.items("trades")).hasSize(4);
            assertThat(replay.items("frames").size())
                    .isEqualTo(replay.number("bars").orElseThrow().intValue());
            StrategySession session = dialogue.standing().session();
            assertThat(session.state()).isEqualTo(State.AWAITING_FEEDBACK);
            assertThat(session.metrics())
                    .hasValueSatisfying(
                            metrics -> assertThat(metrics.totalReturn()).isCloseTo(0.06116787, within(1e-7)));

            Told rerun = dialogue.say("rerun for 2006");
            assertThat(rerun.nodes()).containsExactly("await_feedback", "compile", "respond");
            assertThat(rerun.of(Kind.CODE).content()).contains("from: 2006-01-01", "to: 2006-12-31");
            assertThat(rerun.metric("total_return")).isEqualTo(alone(rerun)).isNotEqualTo(first.metric("total_return"));
            assertThat(dialogue.standing().session().intent()).contains(FeedbackIntent.RERUN_BACKTEST);

            Told stopped = dialogue.say("add a 5% stop loss");
            assertThat(stopped.nodes()).containsExactly("await_feedback", "clarify", "design", "compile", "respond");
            assertThat(stopped.of(Kind.CODE).content()).contains("stop_loss: 0.05", "from: 2006-01-01");
            assertThat(stopped.metric("total_return")).isEqualTo(alone(stopped));

            Told other = dialogue.say("use 25 and 75 instead");
            assertThat(other.nodes()).containsExactly("await_feedback", "design", "compile", "respond");
            assertThat(other.of(Kind.CODE).content()).contains("< 25", "> 75", "stop_loss: 0.05");

            Told bye = dialogue.say("thanks, that's all");
            assertThat(bye.text()).contains("Goodbye");
            session = dialogue.standing().session();
            assertThat(session.state()).isEqualTo(State.ENDED);
            assertThat(session.intent()).contains(FeedbackIntent.END);
            assertThat(session.spec().from()).contains(LocalDate.of(2006, 1, 1));
            assertThat(session.conversation()).hasSize(10);

            assertThat(dialogue.say("golden cross on GOOG").metric("total_return"))
                    .as("begun anew")
                    .isCloseTo(0.05724575, within(1e-7));
            assertThat(dialogue.standing().session().spec().stopLoss()).isEmpty();
        }
    }

    /** What the same code makes without a session. */
    private double alone(Told told) {
        var outcome = hexagent.runBacktest()
                .handle(new RunBacktest.Command(told.of(Kind.CODE).content()));
        assertThat(outcome).isInstanceOf(RunBacktest.Outcome.Tried.class);
        return ((RunBacktest.Outcome.Tried) outcome).report().metrics().totalReturn();
    }

    @Test
    void aGreetingHelpAndStatusAreAnsweredAtOnce() {
        try (Dialogue dialogue = dialogue()) {
            Told hello = dialogue.say("hello");
            assertThat(hello.nodes()).containsExactly("respond");
            assertThat(hello.text()).contains("GOOG");
            assertThat(dialogue.say("help").text()).contains("stochastic_k", "crosses", "GOOG");
            assertThat(dialogue.say("what is the status?").text()).contains("no strategy yet");
            dialogue.say(RSI);
            Told status = dialogue.say("status");
            assertThat(status.kinds()).containsExactly("code", "metrics", "text");
            assertThat(status.metric("trades")).isEqualTo(3);
            assertThat(dialogue.say("thanks").nodes()).containsExactly("respond");
        }
    }

    @Test
    void whatIsMissingIsOneQuestion() {
        try (Dialogue dialogue = dialogue()) {
            Told asked = dialogue.say("RSI strategy");
            assertThat(asked.nodes()).containsExactly("clarify", "respond");
            assertThat(asked.text()).contains("Which symbol", "GOOG (1d");
            assertThat(asked.messages().getLast().metadata().flag("question")).contains(true);
            assertThat(dialogue.standing().session().isAwaitingFeedback()).isTrue();
            assertThat(dialogue.say("GOOG").metric("total_return")).isCloseTo(0.06116787, within(1e-7));
        }
        try (var other = new Dialogue(hexagent, "client-2")) {
            assertThat(other.say("a strategy for GOOG").text()).contains("When should it buy");
            assertThat(other.say("buy when RSI is below 30 and the close is above its 50-day average")
                            .text())
                    .contains("When should it sell");
            assertThat(other.say("sell when RSI is above 55").kinds()).contains("metrics");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RSI strategy on MSFT | no symbol MSFT | GOOG",
                "RSI strategy on GOOG, hourly | not offered in bars of 1h | 1d",
                "RSI on GOOG with 2h bars | Bars of 2h are not known | 4h",
                "RSI on GOOG from 2007 to 2005 | first day, 2007-01-01, is after the last | Which days",
                "RSI on GOOG for 2006-02-31 | no day of the calendar | Which days",
                "RSI on GOOG for 1999 | 1999 | 2004-08-19",
                "RSI on GOOG with a fee of 100% | fee of 100 % cannot be | below 100 %",
                "RSI on GOOG with cash 0 | cash at the start must be above 0 | How much",
                "RSI on GOOG with a stop loss of 150% | stop loss of 150 % cannot be | 100 %",
                "buy GOOG when the planets align, sell above 70 | planets align | RSI below 30"
            })
    void whatCannotBeIsAskedFor(String text, String what, String offered) {
        try (Dialogue dialogue = dialogue()) {
            Told told = dialogue.say(text);
            assertThat(told.text()).contains(what).contains(offered);
            assertThat(told.messages().getLast().metadata().flag("question")).contains(true);
            assertThat(dialogue.say(RSI + ", daily, fee 0.1%, cash 100000, all dates, no stop loss")
                            .metric("total_return"))
                    .as("the session lives on")
                    .isCloseTo(0.06116787, within(1e-7));
        }
    }

    @Test
    void textThatIsNoStrategyIsSaidToBeNone() {
        try (Dialogue dialogue = dialogue()) {
            assertThat(dialogue.say("write me a poem about penguins").text()).contains("no strategy of", "penguins");
            assertThat(dialogue.say("\u0000 🐧 \u202e {{{{ ").text()).contains("no strategy of");
            assertThat(dialogue.say("RSI on GOOG during full moons").text()).contains("nothing of", "moons");
        }
    }

    @Test
    void aDocumentIsTriedAndItsErrorsAreShownWithACaret() {
        try (Dialogue dialogue = dialogue()) {
            Told good = dialogue.say("symbol: GOOG\nentry: \"rsi(close, 14) < 30\"\nexit: \"rsi(close, 14) > 70\"\n");
            assertThat(good.metric("total_return")).isCloseTo(0.06116787, within(1e-7));
            Told bad = dialogue.say("symbol: GOOG\nentry: \"wobble(close, 14) < 30\"\nexit: \"rsi(close, 14) > 70\"\n");
            assertThat(bad.text()).contains("wobble", "^");
            assertThat(bad.messages().getLast().metadata().items("compile_errors"))
                    .isNotEmpty();
            assertThat(dialogue.standing().session().errors()).isNotEmpty();
            Told repaired =
                    dialogue.say("symbol: GOOG\nentry: \"RSI(close, 14) < 30\"\nexit: \"rsi(close, 14) > 70\"\n");
            assertThat(repaired.metric("total_return")).isCloseTo(0.06116787, within(1e-7));
            assertThat(repaired.text()).contains("repaired once");
            assertThat(dialogue.say("rerun for 2006").of(Kind.CODE).content()).contains("from: 2006-01-01");
            assertThat(dialogue.say("one day: RSI on GOOG for 2006-03-01").text())
                    .contains("bars");
        }
    }

    @Test
    void whoeverComesBackReadsOnWhereTheyWere() {
        try (Dialogue first = dialogue()) {
            first.say("hello");
            long seen = first.standing().messages();
            first.say(RSI);
            try (var again = new Dialogue(hexagent, "client-1", OptionalLong.of(seen))) {
                Told missed = again.answer();
                assertThat(missed.kinds()).containsExactly("code", "metrics", "backtest_replay", "text");
                Told both = again.say("rerun for 2006");
                assertThat(first.answer()).isEqualTo(both);
            }
        }
    }

    @Test
    void messagesWaitInOrderAndNotMoreThanAllowed() {
        try (var full = Hexagent.builder(Settings.of(Map.of("provider", "offline", "sessions.queue", "2")))
                        .inMemory()
                        .withoutWorker()
                        .open();
                var dialogue = new Dialogue(full, "client-1")) {
            assertThat(dialogue.tell("one")).isEqualTo(new TellStrategySession.Outcome.Taken(1));
            assertThat(dialogue.tell("two")).isEqualTo(new TellStrategySession.Outcome.Taken(2));
            assertThat(dialogue.tell("three")).isEqualTo(new TellStrategySession.Outcome.Full(2));
            assertThat(dialogue.tell(" ")).isInstanceOf(TellStrategySession.Outcome.Invalid.class);
            assertThat(dialogue.tell("x".repeat(20_001))).isInstanceOf(TellStrategySession.Outcome.Invalid.class);
        }
        try (Dialogue dialogue = dialogue()) {
            assertThat(dialogue.tell(RSI)).isInstanceOf(TellStrategySession.Outcome.Taken.class);
            assertThat(dialogue.tell("rerun for 2006")).isInstanceOf(TellStrategySession.Outcome.Taken.class);
            assertThat(dialogue.answer().metric("total_return")).isCloseTo(0.06116787, within(1e-7));
            assertThat(dialogue.answer().of(Kind.CODE).content()).contains("2006-12-31");
        }
    }

    @Test
    void anEndedSessionIsGoneAndSessionsAreBounded() {
        try (var few = Hexagent.builder(Settings.of(Map.of("provider", "offline", "sessions.most", "1")))
                .inMemory()
                .open()) {
            try (var dialogue = new Dialogue(few, "client-1")) {
                assertThat(few.startStrategySession()
                                .handle(new StartStrategySession.Command(Principal.LOCAL, new ClientId("client-2"))))
                        .isEqualTo(new StartStrategySession.Outcome.TooMany(1));
                var end = new EndStrategySession.Command(Principal.LOCAL, dialogue.client());
                assertThat(few.endStrategySession().handle(end)).isTrue();
                assertThat(few.endStrategySession().handle(end)).isFalse();
                assertThat(dialogue.tell("hello")).isEqualTo(new TellStrategySession.Outcome.Unknown());
            }
            assertThat(few.startStrategySession()
                            .handle(new StartStrategySession.Command(Principal.LOCAL, new ClientId("client-2"))))
                    .isInstanceOf(StartStrategySession.Outcome.Ready.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"' '", "a b", "-x", "ä", "a/b"})
    void aClientIdIsChecked(String id) {
        assertThatThrownBy(() -> new ClientId(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("client id");
    }
}
