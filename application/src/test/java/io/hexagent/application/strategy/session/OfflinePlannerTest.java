package io.hexagent.application.strategy.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySession.State;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfflinePlannerTest {
    private static final MarketData MARKET = new MarketData() {
        @Override
        public List<Listing> listings(OwnerId owner) {
            return List.of(new Listing(
                    new Symbol("GOOG"),
                    List.of(Timeframe.ONE_DAY),
                    "bundled",
                    Optional.of(LocalDate.of(2004, 8, 19)),
                    Optional.of(LocalDate.of(2008, 12, 31))));
        }

        @Override
        public Answer bars(
                OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
            return new Answer.UnknownSymbol(symbol, List.of());
        }
    };

    private final OfflinePlanner planner = new OfflinePlanner(MARKET);

    private static Talk said(String text) {
        return Talk.of(
                StrategySession.begun(
                        new SessionKey(OwnerId.LOCAL, new io.hexagent.domain.strategy.ClientId("c")), Instant.EPOCH),
                text);
    }

    private static Talk said(String text, StrategySpec before) {
        var key = new SessionKey(OwnerId.LOCAL, new io.hexagent.domain.strategy.ClientId("c"));
        return Talk.of(
                new StrategySession(
                        key,
                        1,
                        State.AWAITING_FEEDBACK,
                        before,
                        Optional.of("symbol: GOOG\n"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        Instant.EPOCH,
                        Instant.EPOCH),
                text);
    }

    private Reading read(String text) {
        return planner.read(OwnerId.LOCAL, said(text));
    }

    private Reading read(String text, StrategySpec before) {
        return planner.read(OwnerId.LOCAL, said(text, before));
    }

    private static StrategySpec rules(String entry, String exit) {
        StrategySpec none = StrategySpec.empty();
        return new StrategySpec(
                Optional.of(new Symbol("GOOG")),
                Optional.of(Timeframe.ONE_DAY),
                none.from(),
                none.to(),
                none.cash(),
                none.fee(),
                none.slippage(),
                none.sizing(),
                none.stopLoss(),
                none.takeProfit(),
                Optional.of(entry),
                Optional.of(exit));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "RSI strategy on GOOG, buy below 30, sell above 70 | rsi(close, 14) < 30 | rsi(close, 14) > 70",
                "RSI strategy, buy <30, sell >70 | rsi(close, 14) < 30 | rsi(close, 14) > 70",
                "RSI strategy on GOOG | rsi(close, 14) < 30 | rsi(close, 14) > 70",
                "Trade GOOG with a 7-day RSI: buy when it is below 20 and sell when it rises above 80 | rsi(close, 7)"
                        + " < 20 | rsi(close, 7) > 80",
                "buy GOOG when RSI(14) < 30 and sell when RSI(14) > 70 | rsi(close, 14) < 30 | rsi(close, 14) > 70",
                "buy GOOG when the RSI is oversold, sell when overbought | rsi(close, 14) < 30 | rsi(close, 14) > 70",
                "buy GOOG when the 20 day moving average crosses above the 50 day, sell when it crosses below |"
                    + " crosses_above(sma(close, 20), sma(close, 50)) | crosses_below(sma(close, 20), sma(close, 50))",
                "golden cross on GOOG | crosses_above(sma(close, 50), sma(close, 200)) | crosses_below(sma(close, 50),"
                        + " sma(close, 200))",
                "50/200 SMA on GOOG | crosses_above(sma(close, 50), sma(close, 200)) | crosses_below(sma(close, 50),"
                        + " sma(close, 200))",
                "moving average crossing on GOOG, 20 and 50 days | crosses_above(sma(close, 20), sma(close, 50)) |"
                        + " crosses_below(sma(close, 20), sma(close, 50))",
                "moving average crossover 20 and 60 on GOOG | crosses_above(sma(close, 20), sma(close, 60)) |"
                        + " crosses_below(sma(close, 20), sma(close, 60))",
                "EMA crossover 12/26 for GOOG | crosses_above(ema(close, 12), ema(close, 26)) |"
                        + " crosses_below(ema(close, 12), ema(close, 26))",
                "buy GOOG when the 50 day moving average crosses above the 200 day moving average, sell when it"
                    + " crosses below | crosses_above(sma(close, 50), sma(close, 200)) | crosses_below(sma(close, 50),"
                    + " sma(close, 200))",
                "buy on a golden cross, sell on a death cross, GOOG | crosses_above(sma(close, 50), sma(close, 200)) |"
                        + " crosses_below(sma(close, 50), sma(close, 200))",
                "buy GOOG when the 20 SMA crosses above the 60 SMA and sell when the 20 SMA crosses below the 60 SMA |"
                    + " crosses_above(sma(close, 20), sma(close, 60)) | crosses_below(sma(close, 20), sma(close, 60))",
                "Bollinger bands on GOOG | close < bollinger_lower(close, 20, 2) | close > bollinger_upper(close, 20,"
                        + " 2)",
                "Bollinger strategy on GOOG: buy when price closes below the lower band, sell when it closes above the"
                    + " middle band | close < bollinger_lower(close, 20, 2) | close > bollinger_middle(close, 20, 2)",
                "MACD strategy on GOOG | crosses_above(macd(close, 12, 26, 9), macd_signal(close, 12, 26, 9)) |"
                        + " crosses_below(macd(close, 12, 26, 9), macd_signal(close, 12, 26, 9))",
                "buy GOOG when MACD crosses above the signal line, sell when MACD crosses below the signal line |"
                        + " crosses_above(macd(close, 12, 26, 9), macd_signal(close, 12, 26, 9)) |"
                        + " crosses_below(macd(close, 12, 26, 9), macd_signal(close, 12, 26, 9))",
                "20-day breakout on GOOG | close > previous(highest(high, 20), 1) | close < previous(lowest(low, 10),"
                        + " 1)",
                "buy GOOG when the price breaks above the 20-day high, sell when it breaks below the 10-day low |"
                        + " close > previous(highest(high, 20), 1) | close < previous(lowest(low, 10), 1)",
                "buy GOOG on a new 55-day high and sell on a new 20-day low | close > previous(highest(high, 55), 1) |"
                        + " close < previous(lowest(low, 20), 1)",
                "momentum strategy on GOOG | roc(close, 10) > 0 | roc(close, 10) < 0",
                "buy GOOG when the 90-day momentum is positive, sell when it turns negative | roc(close, 90) > 0 |"
                        + " roc(close, 90) < 0",
                "buy GOOG when RSI is below 30 and the price is above its 200-day moving average, sell when RSI is"
                        + " above 70 | rsi(close, 14) < 30 && close > sma(close, 200) | rsi(close, 14) > 70",
                "buy GOOG when RSI is below 30 or the close is below the lower Bollinger band; sell when RSI is above"
                        + " 70 | rsi(close, 14) < 30 || close < bollinger_lower(close, 20, 2) | rsi(close, 14) > 70",
                "buy GOOG when close > sma(close, 50) && volume > sma(volume, 20), sell when close < sma(close, 50) |"
                        + " close > sma(close, 50) && volume > sma(volume, 20) | close < sma(close, 50)",
                "buy GOOG when the price is above the 50-day average | close > sma(close, 50) | close < sma(close, 50)",
                "stochastic on GOOG, buy below 20, sell above 80 | stochastic_k(14, 3, 3) < 20 | stochastic_k(14, 3,"
                        + " 3) > 80",
                "buy below 25 and sell above 75 using RSI on GOOG | rsi(close, 14) < 25 | rsi(close, 14) > 75"
            })
    void theUsualFamiliesAreRead(String text, String entry, String exit) {
        Reading reading = read(text);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.spec().entry()).contains(entry);
        assertThat(reading.spec().exit()).contains(exit);
        assertThat(reading.unused()).isEmpty();
        assertThat(reading.intent()).contains(FeedbackIntent.MODIFY_SPEC);
    }

    @Test
    void symbolDaysAndMoneyAreRead() {
        StrategySpec spec =
                read("RSI strategy on GOOG daily from 2005-01-03 to June 2006 with $50k, fee 0.2%, 5% stop loss,"
                                + " take profit at 12 percent, slippage 5 bps, buy below 30, sell above 70")
                        .spec();
        assertThat(spec)
                .isEqualTo(new StrategySpec(
                        Optional.of(new Symbol("GOOG")),
                        Optional.of(Timeframe.ONE_DAY),
                        Optional.of(LocalDate.of(2005, 1, 3)),
                        Optional.of(LocalDate.of(2006, 6, 30)),
                        OptionalDouble.of(50_000),
                        OptionalDouble.of(0.002),
                        OptionalDouble.of(0.0005),
                        Optional.empty(),
                        OptionalDouble.of(0.05),
                        OptionalDouble.of(0.12),
                        Optional.of("rsi(close, 14) < 30"),
                        Optional.of("rsi(close, 14) > 70")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rerun for 2006 | 2006-01-01 | 2006-12-31",
                "run it again from 2005 to 2007 | 2005-01-01 | 2007-12-31",
                "rerun from March 2005 until 15 May 2006 | 2005-03-01 | 2006-05-15",
                "rerun since 2007 | 2007-01-01 |",
                "rerun until 2006-06-30 | | 2006-06-30",
                "2006 | 2006-01-01 | 2006-12-31",
                "test it on the first half of 2006 | 2006-01-01 | 2006-06-30",
                "rerun for Q3 2005 | 2005-07-01 | 2005-09-30",
                "and in 2005-2006? | 2005-01-01 | 2006-12-31",
                "rerun on all data | |"
            })
    void aRerunNamesItsDays(String text, String from, String to) {
        Reading reading = read(text, rules("rsi(close, 14) < 30", "rsi(close, 14) > 70"));
        assertThat(reading.intent()).contains(FeedbackIntent.RERUN_BACKTEST);
        assertThat(reading.spec().from()).isEqualTo(Optional.ofNullable(from).map(LocalDate::parse));
        assertThat(reading.spec().to()).isEqualTo(Optional.ofNullable(to).map(LocalDate::parse));
        assertThat(reading.spec().entry()).contains("rsi(close, 14) < 30");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "use 20 and 60 instead | crosses_above(sma(close, 20), sma(close, 60)) | crosses_below(sma(close, 20),"
                        + " sma(close, 60))",
                "use 20 instead of 50 | crosses_above(sma(close, 20), sma(close, 200)) | crosses_below(sma(close, 20),"
                        + " sma(close, 200))",
                "change 200 to 100 | crosses_above(sma(close, 50), sma(close, 100)) | crosses_below(sma(close, 50),"
                        + " sma(close, 100))",
                "use EMA instead of SMA | crosses_above(ema(close, 50), ema(close, 200)) | crosses_below(ema(close,"
                        + " 50), ema(close, 200))",
                "make it 10/30 | crosses_above(sma(close, 10), sma(close, 30)) | crosses_below(sma(close, 10),"
                        + " sma(close, 30))",
                "use exponential averages | crosses_above(ema(close, 50), ema(close, 200)) | crosses_below(ema(close,"
                        + " 50), ema(close, 200))",
                "only buy when RSI is below 60 | crosses_above(sma(close, 50), sma(close, 200)) && rsi(close, 14) < 60"
                        + " | crosses_below(sma(close, 50), sma(close, 200))"
            })
    void codeIsAmended(String text, String entry, String exit) {
        Reading reading = read(
                text,
                rules(
                        "crosses_above(sma(close, 50), sma(close, 200))",
                        "crosses_below(sma(close, 50), sma(close, 200))"));
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.intent()).contains(FeedbackIntent.MODIFY_CODE);
        assertThat(reading.spec().entry()).contains(entry);
        assertThat(reading.spec().exit()).contains(exit);
    }

    @Test
    void aRuleIsSaidAnewInPart() {
        StrategySpec before = rules("rsi(close, 14) < 30", "rsi(close, 14) > 70");
        assertThat(read("buy below 25", before).spec()).isEqualTo(rules("rsi(close, 14) < 25", "rsi(close, 14) > 70"));
        assertThat(read("sell above 80 instead", before).spec())
                .isEqualTo(rules("rsi(close, 14) < 30", "rsi(close, 14) > 80"));
        assertThat(read("use 25 and 75 instead", before).spec())
                .isEqualTo(rules("rsi(close, 14) < 25", "rsi(close, 14) > 75"));
        assertThat(read("use a length of 7", before).spec())
                .isEqualTo(rules("rsi(close, 7) < 30", "rsi(close, 7) > 70"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add a 5% stop loss | 0.05 |",
                "stop loss 5 percent | 0.05 |",
                "set a stop at 3% | 0.03 |",
                "10% take profit please | | 0.1",
                "stop loss 4%, take profit 9% | 0.04 | 0.09",
                "stop-loss of 0.05 | 0.05 |"
            })
    void stopsAreAdded(String text, Double stop, Double take) {
        StrategySpec before = rules("rsi(close, 14) < 30", "rsi(close, 14) > 70");
        Reading reading = read(text, before);
        assertThat(reading.intent()).contains(FeedbackIntent.MODIFY_SPEC);
        assertThat(reading.spec().stopLoss())
                .isEqualTo(stop == null ? OptionalDouble.empty() : OptionalDouble.of(stop));
        assertThat(reading.spec().takeProfit())
                .isEqualTo(take == null ? OptionalDouble.empty() : OptionalDouble.of(take));
        assertThat(reading.spec().entry()).isEqualTo(before.entry());
        assertThat(reading.spec().exit()).isEqualTo(before.exit());
        assertThat(reading.unused()).isEmpty();
    }

    @Test
    void aStopIsRemovedAndSizesAndFeesAreRead() {
        StrategySpec stopped = read("5% stop loss", rules("a", "b")).spec();
        assertThat(read("remove the stop loss", stopped).spec().stopLoss()).isEmpty();
        assertThat(read("no fees", stopped).spec().fee()).hasValue(0);
        assertThat(read("a fee of 100 %", stopped).spec().fee()).hasValue(1);
        assertThat(read("use half of the cash", stopped).spec().sizing()).contains(new Sizing.Part(0.5));
        assertThat(read("buy 10 shares", stopped).spec().sizing()).contains(new Sizing.Units(10));
        assertThat(read("$1000 per trade", stopped).spec().sizing()).contains(new Sizing.Money(1000));
        assertThat(read("start with 20000 dollars", stopped).spec().cash()).hasValue(20_000);
        assertThat(read("cash 0", stopped).spec().cash()).hasValue(0);
    }

    @Test
    void marketsAreNamedInAnyWay() {
        assertThat(read("rsi on goog").spec().symbol()).contains(new Symbol("GOOG"));
        assertThat(read("rsi on Google").spec().symbol()).contains(new Symbol("GOOG"));
        assertThat(read("RSI strategy for MSFT").spec().symbol()).contains(new Symbol("MSFT"));
        assertThat(read("RSI on bitcoin hourly").spec())
                .satisfies(spec -> assertThat(spec.symbol()).contains(new Symbol("BTCUSDT")))
                .satisfies(spec -> assertThat(spec.timeframe()).contains(Timeframe.ONE_HOUR));
        assertThat(read("RSI on GOOG, 15 minute bars").spec().timeframe()).contains(Timeframe.FIFTEEN_MINUTES);
        assertThat(read("RSI on GOOG with 2h bars").problems().toString()).contains("2h", "4h");
        assertThat(read("BUY GOOG WHEN RSI IS BELOW 30").spec().entry()).contains("rsi(close, 14) < 30");
    }

    @Test
    void whatIsNoStrategyIsNotUnderstood() {
        for (String text :
                List.of("purple elephants", "write me a poem", "what is the weather?", "1234", "🐧", "the")) {
            assertThat(read(text).isUnderstood()).as(text).isFalse();
        }
    }

    @Test
    void whatIsNotUsedIsTold() {
        assertThat(read("RSI strategy on GOOG during full moons, buy below 30, sell above 70")
                        .unused())
                .containsExactly("full", "moons");
        Reading reading = read("buy GOOG when the planets align, sell above 70");
        assertThat(reading.problems().toString()).contains("planets align");
        assertThat(read("RSI on GOOG for 2006-02-31").problems().toString()).contains("2006-02-31");
    }

    @Test
    void whoWantsToSellShortIsToldThatNothingIs() {
        for (String text :
                List.of("short GOOG when RSI above 70", "go short when RSI > 70", "RSI on GOOG, sell short")) {
            assertThat(read(text).problems().toString()).as(text).contains("Nothing is sold short");
        }
        assertThat(read("RSI on GOOG, short-term, shorter bars").problems()).isEmpty();
    }

    @Test
    void aDocumentIsTakenAsItIs() {
        String document = "symbol: GOOG\nentry: \"rsi(close, 14) < 30\"\nexit: \"rsi(close, 14) > 70\"";
        assertThat(read(document).code()).contains(document + "\n");
        assertThat(read("Here:\n```yaml\n" + document + "\n```\nthanks").code()).contains(document + "\n");
        assertThat(read("{\"symbol\": \"GOOG\", \"entry\": \"close > 1\", \"exit\": \"close < 1\"}")
                        .code())
                .isPresent();
    }

    @Test
    void simpleMistakesAreRepairedAndOthersLeft() {
        String code = "symbol: GOOG\nentry: \"RSI(close, 14) < 30\"\nexit: \"close > 1\"\n";
        var wrongCase = new CompileError(
                "wrong-case", "x", Optional.of(new CompileError.Position(2, 9, 3)), "", "write rsi", "");
        Talk talk = said("x").writing(code).wrong(List.of(wrongCase), Talk.Stage.WRONG);
        assertThat(planner.write(OwnerId.LOCAL, talk))
                .contains("symbol: GOOG\nentry: \"rsi(close, 14) < 30\"\nexit: \"close > 1\"\n");
        var other = new CompileError("too-few-bars", "x", Optional.empty(), "", "", "");
        assertThat(planner.write(OwnerId.LOCAL, said("x").writing(code).wrong(List.of(other), Talk.Stage.WRONG)))
                .isEmpty();
    }

    @Test
    void noMessageTakesLongOrFails() {
        for (String piece : List.of("buy when ", "5% ", "and ", "cross ", "$1 ", "from 2006 to ", "((((", "a b ")) {
            String text = piece.repeat(2_000 / piece.length());
            long begun = System.nanoTime();
            assertThat(read(text)).isNotNull();
            assertThat(System.nanoTime() - begun).as(piece).isLessThan(5_000_000_000L);
        }
        assertThat(read("rsi ".repeat(2_000)).problems().toString()).contains("2000 characters");
    }
}
