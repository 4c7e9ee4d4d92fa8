package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StrategyTextTest {
    private static final Optional<LocalDate> JANUARY = Optional.of(LocalDate.of(2024, 1, 1));
    private static final Optional<LocalDate> DECEMBER = Optional.of(LocalDate.of(2024, 12, 31));

    private static final String COMMENTED = """
        # my strategy
        symbol: GOOG  # the share
        from: 2005-01-01 # the beginning
        # the rules
        entry: >-
          rsi(14) < 30 &&

          close > 5
        # out again
        exit: "rsi(14) > 70 # no comment"   # sell
        """;

    @Test
    void aSpecBecomesADocument() {
        var spec = new StrategySpec(
                Optional.of(new Symbol("GOOG")),
                Optional.empty(),
                JANUARY,
                Optional.empty(),
                OptionalDouble.of(5000),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.of(new Sizing.Money(1000)),
                OptionalDouble.of(0.05),
                OptionalDouble.empty(),
                Optional.of("rsi(close, 14) < 30"),
                Optional.of("!(close > open)"));
        assertThat(StrategyText.of(spec)).isEqualTo("""
            symbol: GOOG
            timeframe: 1d
            from: 2024-01-01
            cash: 5000
            fee: 0.001
            sizing: {money: 1000}
            stop_loss: 0.05
            entry: rsi(close, 14) < 30
            exit: "!(close > open)"
            """);
        assertThat(StrategyText.of(StrategySpec.empty())).isEqualTo("timeframe: 1d\ncash: 100000\nfee: 0.001\n");
    }

    @Test
    void textsThatYamlWouldMisreadStandInQuotes() {
        assertThat(StrategyText.scalar("close > 5")).isEqualTo("close > 5");
        assertThat(StrategyText.scalar("RSI below 30: buy")).isEqualTo("\"RSI below 30: buy\"");
        assertThat(StrategyText.scalar("say \"a\\b\"")).isEqualTo("\"say \\\"a\\\\b\\\"\"");
        assertThat(StrategyText.scalar(" two\n  lines ")).isEqualTo("two lines");
        assertThat(StrategyText.scalar("-close < 5")).startsWith("\"");
        assertThat(StrategyText.scalar("")).isEqualTo("\"\"");
    }

    @Test
    void datesChangeAndAllElseStays() {
        assertThat(StrategyText.withDates(COMMENTED, JANUARY, DECEMBER))
                .isEqualTo(COMMENTED
                        .replace("2005-01-01", "2024-01-01")
                        .replace("# the rules\n", "# the rules\nto: 2024-12-31\n"));
        assertThat(StrategyText.withDates(COMMENTED, Optional.empty(), Optional.empty()))
                .isEqualTo(COMMENTED.replace("from: 2005-01-01 # the beginning\n", ""));
    }

    @Test
    void aRuleOverSeveralLinesIsReplacedWhole() {
        assertThat(StrategyText.with(COMMENTED, "entry", "close > 1")).isEqualTo("""
            # my strategy
            symbol: GOOG  # the share
            from: 2005-01-01 # the beginning
            # the rules
            entry: close > 1
            # out again
            exit: "rsi(14) > 70 # no comment"   # sell
            """);
        assertThat(StrategyText.with(COMMENTED, "exit", "false")).endsWith("exit: false   # sell\n");
    }

    @Test
    void jsonStaysJson() {
        String json =
                "{\"symbol\": \"GOOG\", \"from\":\"2005-01-01\", \"sizing\": {\"units\": 5}, \"exit\": \"a, b}\"}";
        assertThat(StrategyText.withDates(json, JANUARY, DECEMBER))
                .isEqualTo("{\"to\": \"2024-12-31\", \"symbol\": \"GOOG\", \"from\": \"2024-01-01\","
                        + " \"sizing\": {\"units\": 5}, \"exit\": \"a, b}\"}");
        assertThat(StrategyText.with(json, "sizing", "{money: 7}")).contains("\"sizing\": {\"money\": 7}, \"exit\"");
        assertThat(StrategyText.with(json, "exit", "close > 1")).endsWith("\"exit\": \"close > 1\"}");
        assertThat(StrategyText.without(json, "sizing"))
                .doesNotContain("sizing")
                .contains("\"2005-01-01\", \"exit\"");
        assertThat(StrategyText.without(json, "exit")).endsWith("{\"units\": 5}}");
    }

    @Test
    void theValueOfAFieldIsFound() {
        assertThat(StrategyText.position(COMMENTED, "from")).contains(new CompileError.Position(3, 7, 10));
        assertThat(StrategyText.position("a: 1\r\n\r\n\"from\" :  'x'", "from"))
                .contains(new CompileError.Position(3, 11, 3));
        assertThat(StrategyText.position(COMMENTED, "to")).isEmpty();
        assertThat(StrategyText.position("entry: |\n  from: 1", "from")).isEmpty();
        assertThat(StrategyText.position("from:", "from")).contains(new CompileError.Position(1, 6, 1));
    }

    @Test
    void longTextIsNoTrouble() {
        String code = "entry: " + "close > 1 && ".repeat(50_000) + "true\nexit: '" + "x".repeat(200_000);
        assertThat(StrategyText.with(code, "entry", "true")).startsWith("entry: true\nexit: 'xx");
        assertThat(StrategyText.with(code, "exit", "true")).endsWith("\nexit: true");
    }

    @Test
    void numbersAreWrittenAsPeopleWriteThem() {
        for (var number : List.of(
                List.of(100_000.0, "100000"),
                List.of(0.001, "0.001"),
                List.of(1e15, "1000000000000000"),
                List.of(-2.50, "-2.5"))) {
            assertThat(RuleText.of((Double) number.getFirst())).isEqualTo(number.getLast());
        }
    }
}
