package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MarketErrorsTest {
    private static final Symbol GOOG = new Symbol("GOOG");

    private static final Strategy STRATEGY = new Strategy(
            new Symbol("GOGO"),
            Timeframe.ONE_HOUR,
            Optional.of(LocalDate.of(2024, 1, 1)),
            Optional.empty(),
            Strategy.Terms.usual(),
            new Rule.Always(true),
            new Rule.Always(false),
            "symbol: GOGO\ntimeframe: 1h\nfrom: 2024-01-01\nentry: true\nexit: false\n");

    private static CompileError error(MarketData.Answer answer) {
        CompileError error = MarketErrors.of(STRATEGY, answer).orElseThrow();
        assertThat(error.cause()).isNotBlank();
        assertThat(error.fix()).isNotBlank();
        return error;
    }

    @Test
    void anUnknownSymbolNamesThoseThatAreThere() {
        CompileError error = error(new MarketData.Answer.UnknownSymbol(STRATEGY.symbol(), List.of(GOOG)));
        assertThat(error.code()).isEqualTo("unknown-symbol");
        assertThat(error.message()).isEqualTo("symbol \"GOGO\" is not known; there is GOOG");
        assertThat(error.position()).contains(new CompileError.Position(1, 9, 4));
        assertThat(error.fix()).startsWith("Did you mean GOOG?");
        assertThat(error.example()).isEqualTo("symbol: GOOG");
        assertThat(error(new MarketData.Answer.UnknownSymbol(STRATEGY.symbol(), List.of()))
                        .message())
                .isEqualTo("symbol \"GOGO\" is not known");
    }

    @Test
    void aTimeframeThatIsNotOfferedNamesTheNearest() {
        CompileError finer = error(new MarketData.Answer.NotOffered(
                GOOG, Timeframe.ONE_HOUR, List.of(Timeframe.ONE_WEEK, Timeframe.ONE_DAY)));
        assertThat(finer.code()).isEqualTo("resolution");
        assertThat(finer.cause()).contains("cannot be cut into shorter ones");
        assertThat(finer.example()).isEqualTo("timeframe: 1d");
        assertThat(finer.position()).contains(new CompileError.Position(2, 12, 2));
        CompileError other = error(new MarketData.Answer.NotOffered(
                GOOG, Timeframe.FOUR_HOURS, List.of(Timeframe.ONE_MINUTE, Timeframe.ONE_HOUR)));
        assertThat(other.code()).isEqualTo("timeframe-not-offered");
        assertThat(other.example()).isEqualTo("timeframe: 1h");
        assertThat(error(new MarketData.Answer.NotOffered(GOOG, Timeframe.ONE_HOUR, List.of()))
                        .code())
                .isEqualTo("timeframe-not-offered");
    }

    @Test
    void aRangeWithoutBarsNamesTheOneThatHasThem() {
        CompileError error =
                error(new MarketData.Answer.NoneInRange(GOOG, LocalDate.of(2004, 8, 19), LocalDate.of(2008, 10, 14)));
        assertThat(error.code()).isEqualTo("no-data");
        assertThat(error.message())
                .isEqualTo("GOOG has no bars from 2024-01-01; there are bars from 2004-08-19 to 2008-10-14");
        assertThat(error.example()).isEqualTo("from: 2004-08-19\nto: 2008-10-14");
        assertThat(error.position()).contains(new CompileError.Position(3, 7, 10));
    }

    @Test
    void badBarsAreNamedByRow() {
        var fault = new BarCheck.Fault(BarCheck.Kind.HIGH_BELOW_LOW, 7, Instant.EPOCH, "high 1 is below low 2");
        CompileError error = error(new MarketData.Answer.BadBars(GOOG, Collections.nCopies(5, fault)));
        assertThat(error.code()).isEqualTo("bad-bars");
        assertThat(error.message()).contains("row 7: high 1 is below low 2").endsWith("and 2 more");
        assertThat(error.fix()).contains("market.bad-bars");
    }

    @Test
    void aSourceThatDoesNotAnswerIsNoFaultOfTheStrategy() {
        assertThat(error(new MarketData.Answer.Unavailable("timed out")).code()).isEqualTo("unavailable");
    }

    @Test
    void barsThatWereFoundAreNoError() {
        var one = new double[] {1};
        var bars = new Bars(new long[] {0}, one, one, one, one, one);
        assertThat(MarketErrors.of(
                        STRATEGY, new MarketData.Answer.Found(bars, MarketHours.SESSIONS, "bundled", List.of())))
                .isEmpty();
    }

    @Test
    void theRulesNeedABarMoreThanTheirWarmUp() {
        assertThat(MarketErrors.tooFewBars(STRATEGY, 202, 200)).isEmpty();
        CompileError error = MarketErrors.tooFewBars(STRATEGY, 201, 200).orElseThrow();
        assertThat(error.code()).isEqualTo("too-few-bars");
        assertThat(error.message()).isEqualTo("the rules need at least 202 bars, the range has 201");
        assertThat(error.example()).startsWith("from: 2023-12-");
        assertThat(MarketErrors.tooFewBars(STRATEGY, 1, 0)).isPresent();
    }
}
