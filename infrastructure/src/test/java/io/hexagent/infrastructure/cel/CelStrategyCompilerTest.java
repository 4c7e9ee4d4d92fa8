package io.hexagent.infrastructure.cel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelValidationException;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Series;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import io.hexagent.domain.strategy.StrategyCompiler.CompiledRule;
import io.hexagent.domain.strategy.StrategyText;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelStrategyCompilerTest {
    private static Strategy strategy(String document) {
        Compiled compiled = Examples.COMPILER.compile(document);
        assertThat(compiled).isInstanceOf(Compiled.Ready.class);
        return ((Compiled.Ready) compiled).strategy();
    }

    private static Rule rule(String text) {
        CompiledRule compiled = Examples.COMPILER.compileRule(text);
        assertThat(compiled).as(text).isInstanceOf(CompiledRule.Ready.class);
        return ((CompiledRule.Ready) compiled).rule();
    }

    private static Series rsi(double length) {
        return new Series.Indicated(Indicator.RSI, List.of(Series.Price.CLOSE), List.of(length));
    }

    @Test
    void aWholeDocumentInYaml() {
        String code = """
            # what I want
            symbol: goog     # the share
            timeframe: 1D
            from: 2005-01-01
            to: "2007-12-31"
            cash: 50000.5
            fee: 0.1%
            slippage: 0.0005
            sizing: 50%
            stop_loss: 5%
            take_profit: 0.1
            risk_free: 2%
            entry: >-
              rsi(14) < 30 &&
              close > 10   // not a penny stock
            exit: 'rsi(close, 14) > 70'
            """;
        assertThat(strategy(code))
                .isEqualTo(new Strategy(
                        new Symbol("GOOG"),
                        Timeframe.ONE_DAY,
                        Optional.of(LocalDate.of(2005, 1, 1)),
                        Optional.of(LocalDate.of(2007, 12, 31)),
                        new Strategy.Terms(
                                50000.5,
                                0.001,
                                0.0005,
                                new Sizing.Part(0.5),
                                OptionalDouble.of(0.05),
                                OptionalDouble.of(0.1),
                                0.02),
                        new Rule.Both(
                                new Rule.Compared(Rule.Comparison.LESS, rsi(14), new Series.Constant(30)),
                                new Rule.Compared(
                                        Rule.Comparison.GREATER, Series.Price.CLOSE, new Series.Constant(10))),
                        new Rule.Compared(Rule.Comparison.GREATER, rsi(14), new Series.Constant(70)),
                        code));
    }

    @Test
    void theSameInJsonWithTabs() {
        Strategy strategy = strategy("""
            {
            \t"symbol": "GOOG", "cash": 1e5, "sizing": {"money": 10000},
            \t"entry": "close\\u003eopen",
            \t"exit": "close < open"
            }\
            """);
        assertThat(strategy.terms().sizing()).isEqualTo(new Sizing.Money(10_000));
        assertThat(strategy.entry())
                .isEqualTo(new Rule.Compared(Rule.Comparison.GREATER, Series.Price.CLOSE, Series.Price.OPEN));
    }

    @Test
    void whatIsNotSaidIsUsual() {
        Strategy strategy = strategy("symbol: BTCUSDT\nentry: 'true'\ntake_profit: 250%\n");
        assertThat(strategy.timeframe()).isEqualTo(Timeframe.ONE_DAY);
        assertThat(strategy.from()).isEmpty();
        assertThat(strategy.terms().cash()).isEqualTo(100_000);
        assertThat(strategy.terms().fee()).isEqualTo(0.001);
        assertThat(strategy.terms().sizing()).isEqualTo(Sizing.allIn());
        assertThat(strategy.terms().takeProfit()).hasValue(2.5);
        assertThat(strategy.exit()).isEqualTo(new Rule.Always(false));
    }

    /** What a person writes, and the same in full. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        rsi(14) < 30                            | rsi(close, 14) < 30
        rsi() < 30                              | rsi(close, 14) < 30
        rsi(close) < 30                         | rsi(close, 14) < 30
        rsi(open, 7) < 30.0                     | rsi(open, 7) < 30
        sma(20) > sma(close, 50)                | sma(close, 20) > sma(close, 50)
        macd(close, 12, 26, 9) > 0              | macd(close, 12, 26, 9) > 0
        macd() > macd_signal(close)             | macd(close, 12, 26, 9) > macd_signal(close, 12, 26, 9)
        macd_histogram(5, 10) > 0               | macd_histogram(close, 5, 10, 9) > 0
        atr() < atr(14) * 2                     | atr(14) < atr(14) * 2
        close < bollinger_lower(20, 2.5)        | close < bollinger_lower(close, 20, 2.5)
        close < bollinger_lower(close, 20, 2)   | close < bollinger_lower(close, 20, 2)
        stochastic_k() < 20                     | stochastic_k(14, 3, 3) < 20
        obv() > previous(obv())                 | obv() > previous(obv(), 1)
        close > previous(highest(high, 20))     | close > previous(highest(high, 20), 1)
        sma(rsi(14), 2 * 5) > 50                | sma(rsi(close, 14), 10) > 50
        crosses_above(sma(50), sma(200))        | crosses_above(sma(close, 50), sma(close, 200))
        crosses_below(rsi(14), 30)              | crosses_below(rsi(close, 14), 30)
        crosses_above(0, roc(close))            | crosses_above(0, roc(close, 10))
        !(close > open) && true                 | !(close > open) && true
        !crosses_above(close, open)             | !crosses_above(close, open)
        !!true                                  | !(!true)
        (close>open ¦¦ high==low) && volume!=0  | (close > open ¦¦ high == low) && volume != 0
        close >= 1 && low <= 2 ¦¦ false         | close >= 1 && low <= 2 ¦¦ false
        close - open - 1 > -(high - low)        | close - open - 1 > -(high - low)
        close - (open - 1) > -1.5               | close - (open - 1) > -1.5
        close / open * 2 > (1 + 2) * close      | close / open * 2 > (1 + 2) * close
        close -1 > - -2                         | close - 1 > -(-(2))
        1e3 < volume                            | 1000 < volume
        5 < 3                                   | 5 < 3
        """)
    void shortFormsAreTheSameAsLongOnes(String said, String whole) {
        String text = whole.replace('¦', '|');
        assertThat(RuleText.of(rule(said.replace('¦', '|')))).isEqualTo(text);
        assertThat(rule(text)).isEqualTo(rule(said.replace('¦', '|')));
    }

    @Test
    void arithmeticIsOfDecimals() {
        assertThat(rule("1 / 2 < close"))
                .isEqualTo(new Rule.Compared(
                        Rule.Comparison.LESS,
                        new Series.Arithmetic(Series.Operator.DIVIDED, new Series.Constant(1), new Series.Constant(2)),
                        Series.Price.CLOSE));
    }

    @Test
    void everyIndicatorCanBeCalledInFullAndByItsExample() {
        for (Indicator indicator : Indicator.values()) {
            assertThat(RuleText.of(rule(Names.call(indicator) + " > 0"))).isEqualTo(Names.call(indicator) + " > 0");
            assertThat(rule(Names.example(indicator.function()))).isNotNull();
        }
        for (Series.Price price : Series.Price.values()) {
            assertThat(rule(Names.example(price.name().toLowerCase(java.util.Locale.ROOT))))
                    .isNotNull();
        }
    }

    /** CEL refuses by itself what we have our own words for: its declarations are the language's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "close",
                "14",
                "rsi",
                "vwap(14) < 30",
                "rsi(14)",
                "sma(close) > 1",
                "sma(5, 3) > 1",
                "sma(close, open) > 1",
                "sma(close > open, 3) > 1",
                "atr(close, 14) > 1",
                "rsi(close, 14, 3) < 30",
                "crosses_above(close)",
                "crosses_above(1, 2)",
                "30 < rsi(14) < 70",
                "(close > 5) == true",
                "!close",
                "close && open",
                "close > \"5\"",
                "close.value > 5",
                "close[1] > 5",
                "[1, 2].all(x, x > 0)",
                "has(close.x)",
                "size(\"abc\") == 3",
                "true ? true : false",
                "1 in [1, 2]",
                "timestamp(\"2020-01-01T00:00:00Z\") > 1",
                "close % 2 == 0",
                "5u > 3u",
                "dyn(close) > 1"
            })
    void celRefusesWhatIsNotDeclared(String rule) throws CelValidationException {
        var checked = RuleLanguage.compiler(4_096, 1_000).compile(rule);
        assertThat(checked.hasError() || !RuleLanguage.isCondition(checked.getAst()))
                .as(rule)
                .isTrue();
    }

    @Test
    void celTakesWhatIsDeclared() throws CelValidationException {
        var compiler = RuleLanguage.compiler(4_096, 1_000);
        for (String rule : List.of(
                "rsi(14) < 30 && close > sma(close, 200) || !crosses_above(macd(), 0.5)",
                "-close / 2 + 1.5 * high - 1 >= bollinger_upper(close, 20, 2)",
                "true")) {
            assertThat(compiler.compile(rule).getErrors()).as(rule).isEmpty();
            assertThat(RuleLanguage.isCondition(compiler.compile(rule).getAst()))
                    .isTrue();
        }
    }

    @Test
    void aStrategyIsWrittenAsADocumentThatCompilesToIt() {
        for (String change : List.of(
                "sizing: 25%",
                "sizing: {money: 5000}",
                "sizing: {units: 12.5}",
                "slippage: 0.001",
                "stop_loss: 3.5%",
                "risk_free: 4.25%",
                "entry: '!(close > 5) && high != low'",
                "exit: '-(3) < close'")) {
            int colon = change.indexOf(": ");
            Strategy strategy =
                    strategy(StrategyText.with(Examples.BASE, change.substring(0, colon), change.substring(colon + 2)));
            String written = StrategyText.of(strategy);
            Strategy again = strategy(written);
            assertThat(again.entry()).isEqualTo(strategy.entry());
            assertThat(again.exit()).isEqualTo(strategy.exit());
            assertThat(again.terms()).as(written).isEqualTo(strategy.terms());
            assertThat(List.of(again.symbol(), again.timeframe(), again.from(), again.to()))
                    .isEqualTo(List.of(strategy.symbol(), strategy.timeframe(), strategy.from(), strategy.to()));
            assertThat(StrategyText.of(again)).isEqualTo(written);
        }
    }

    @Test
    void theNamesThatAreOfferedAreThoseOfTheLanguage() {
        assertThat(Arrays.stream(Indicator.values()).map(Indicator::function)).allMatch(Names::isFunction);
        assertThat(Names.list())
                .startsWith("open, high, low, close, volume, sma, ")
                .endsWith("crosses_below");
    }
}
