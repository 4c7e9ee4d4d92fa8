package io.hexagent.application.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Objective;
import io.hexagent.domain.strategy.PrefixCheck;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.Series;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.strategy.WalkForward;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a compiler that knows one document, and a market of one series. */
class StrategyUseCasesTest {
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Symbol WAVE = new Symbol("WAVE");
    private static final CompileError ERROR =
            new CompileError("unknown-name", "\"rsl\" is not known", Optional.empty(), "cause", "fix", "example");

    private final CpuPool pool = new CpuPool(new CpuPool.Options(2, 8, Duration.ofSeconds(30)));
    private final Preparation preparation = new Preparation(
            new OneDocument(),
            new OneSeries(200),
            (name, csv) -> {
                if (name.equals("bad.csv")) {
                    throw new UnusableDataset(Reason.MALFORMED, "\"bad.csv\": row 1: close \"x\" is no number");
                }
                return new OneSeries(100);
            },
            new NoDatasets(),
            (source, content) -> {
                throw new UnusableDataset(Reason.CHANGED, "gone");
            },
            pool,
            new Preparation.Options(1000, Optional.of("Switch it on.")));

    @AfterEach
    void close() {
        pool.close();
    }

    /** Compiles "good", a strategy that needs "many" bars, and nothing else. */
    private static final class OneDocument implements StrategyCompiler {
        @Override
        public Compiled compile(String code) {
            return switch (code) {
                case "good" -> new Compiled.Ready(strategy(code, WAVE, 5));
                case "many" -> new Compiled.Ready(strategy(code, WAVE, 500));
                case "elsewhere" -> new Compiled.Ready(strategy(code, new Symbol("NOPE"), 5));
                default -> new Compiled.Wrong(List.of(ERROR));
            };
        }

        @Override
        public CompiledRule compileRule(String rule) {
            throw new UnsupportedOperationException("no rule is compiled here");
        }

        private static Strategy strategy(String code, Symbol symbol, double length) {
            var average = new Series.Indicated(Indicator.SMA, List.of(Series.Price.CLOSE), List.of(length));
            return new Strategy(
                    symbol,
                    Timeframe.ONE_DAY,
                    Optional.empty(),
                    Optional.empty(),
                    Strategy.Terms.usual(),
                    new Rule.CrossesAbove(Series.Price.CLOSE, average),
                    new Rule.CrossesBelow(Series.Price.CLOSE, average),
                    code);
        }
    }

    private record OneSeries(int size) implements MarketData {
        @Override
        public List<Listing> listings(OwnerId owner) {
            return List.of(new Listing(WAVE, List.of(Timeframe.ONE_DAY), "test", Optional.empty(), Optional.empty()));
        }

        @Override
        public Answer bars(
                OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
            if (!symbol.equals(WAVE)) {
                return new Answer.UnknownSymbol(symbol, List.of(WAVE));
            }
            long[] times = IntStream.range(0, size).mapToLong(i -> i * DAY).toArray();
            double[] prices = IntStream.range(0, size)
                    .mapToDouble(i -> 100 + 10 * Math.sin(i / 5.0))
                    .toArray();
            return new Answer.Found(
                    new Bars(times, prices, prices, prices, prices, prices),
                    MarketHours.ALWAYS,
                    "test",
                    List.of("A note of the market."));
        }
    }

    private static final class NoDatasets implements Datasets {
        @Override
        public Keyed add(Dataset dataset, Optional<RequestKey> key) {
            throw new UnsupportedOperationException("none are added here");
        }

        @Override
        public Optional<Dataset> find(OwnerId owner, DatasetId id) {
            return Optional.empty();
        }

        @Override
        public Optional<Dataset> find(OwnerId owner, ContentHash content, DatasetSource source) {
            return Optional.empty();
        }

        @Override
        public List<Dataset> list(OwnerId owner, int limit, int offset) {
            return List.of();
        }

        @Override
        public boolean delete(OwnerId owner, DatasetId id) {
            return false;
        }
    }

    private RunBacktest.Outcome run(String code, Optional<DataInput> data) {
        return new RunBacktest(preparation, pool).handle(new RunBacktest.Command(Principal.LOCAL, code, data));
    }

    private BacktestReport tried(String code, Optional<DataInput> data) {
        assertThat(run(code, data)).isInstanceOf(RunBacktest.Outcome.Tried.class);
        return ((RunBacktest.Outcome.Tried) run(code, data)).report();
    }

    private Refusal refused(String code, Optional<DataInput> data) {
        assertThat(run(code, data)).isInstanceOf(RunBacktest.Outcome.NotTried.class);
        return ((RunBacktest.Outcome.NotTried) run(code, data)).why();
    }

    @Test
    void aStrategyIsTriedOnTheMarketAndItsNotesAreAmongTheWarnings() {
        BacktestReport report = tried("good", Optional.empty());

        assertThat(report.bars().size()).isEqualTo(200);
        assertThat(report.metrics().trades()).isGreaterThan(3);
        assertThat(report.warnings()).startsWith("A note of the market.").hasSizeGreaterThan(1);
        assertThat(report.manifest().source()).isEqualTo("test");
    }

    @Test
    void dataOfTheCommandStandsInForTheMarket() {
        assertThat(tried("good", Optional.of(DataInput.csv("wave.csv", "bars")))
                        .bars()
                        .size())
                .isEqualTo(100);
    }

    @Test
    void eachReasonNotToTryIsToldByItself() {
        assertThat(refused("wrong", Optional.empty())).isEqualTo(new Refusal.Wrong(List.of(ERROR), "wrong"));
        assertThat(refused("elsewhere", Optional.empty())).isInstanceOfSatisfying(Refusal.Wrong.class, wrong -> {
            assertThat(wrong.errors().getFirst().code()).isEqualTo("unknown-symbol");
            assertThat(wrong.errors().getFirst().fix()).endsWith(" Switch it on.");
        });
        assertThat(refused("many", Optional.empty()))
                .isInstanceOfSatisfying(
                        Refusal.Wrong.class,
                        wrong -> assertThat(wrong.errors().getFirst().code()).isEqualTo("too-few-bars"));
        assertThat(refused("good", Optional.of(DataInput.csv("bad.csv", ""))))
                .isEqualTo(new Refusal.Unusable(Reason.MALFORMED, "\"bad.csv\": row 1: close \"x\" is no number"));
        assertThat(refused("good", Optional.of(DataInput.known(new DatasetId("x")))))
                .isEqualTo(new Refusal.UnknownDataset(new DatasetId("x")));
        assertThat(refused("good", Optional.of(DataInput.file(Path.of("nowhere.csv")))))
                .isEqualTo(new Refusal.Unusable(Reason.NOT_FOUND, "there is no file nowhere.csv"));
    }

    @Test
    void compilingLooksAtTheBarsUnlessItIsNotAskedTo() {
        var compile = new CompileStrategy(preparation);

        assertThat(compile.handle(new CompileStrategy.Command("good")))
                .isInstanceOfSatisfying(CompileStrategy.Outcome.Compiled.class, compiled -> {
                    CompileStrategy.Range range = compiled.data().orElseThrow();
                    assertThat(range.bars()).isEqualTo(200);
                    assertThat(range.firstBar()).isEqualTo(5);
                    assertThat(range.notes()).containsExactly("A note of the market.");
                });
        assertThat(compile.handle(new CompileStrategy.Command("elsewhere")))
                .isInstanceOf(CompileStrategy.Outcome.NotCompiled.class);
        assertThat(compile.handle(new CompileStrategy.Command(Principal.LOCAL, "elsewhere", Optional.empty(), false)))
                .isInstanceOfSatisfying(
                        CompileStrategy.Outcome.Compiled.class,
                        compiled -> assertThat(compiled.data()).isEmpty());
    }

    @Test
    void aSweepTriesEachCombinationAndRefusesTooMany() {
        var command = new SweepStrategy.Command(
                Principal.LOCAL,
                "good",
                Optional.empty(),
                List.of(Variation.of("entry.sma.length=3..8"), Variation.of("exit.sma.length=4,6")),
                Objective.SHARPE);

        assertThat(new SweepStrategy(preparation, pool, 100).handle(command))
                .isInstanceOfSatisfying(SweepStrategy.Outcome.Swept.class, swept -> {
                    assertThat(swept.report().trials()).hasSize(12);
                    assertThat(swept.report().warnings()).anyMatch(warning -> warning.contains("12 trials"));
                    assertThat(StudyFields.ranked(swept.report()).getFirst())
                            .isEqualTo(swept.report()
                                    .trials()
                                    .get(swept.report().best().orElseThrow()));
                });
        assertThat(new SweepStrategy(preparation, pool, 11).handle(command))
                .isInstanceOfSatisfying(
                        SweepStrategy.Outcome.NotSwept.class,
                        not -> assertThat(not.why().message()).contains("12 trials, but at most 11"));
    }

    @Test
    void aNumberThatIsNotInTheStrategyIsRefusedWithThoseThatAre() {
        var outcome = new SweepStrategy(preparation, pool, 100)
                .handle(new SweepStrategy.Command(
                        Principal.LOCAL,
                        "good",
                        Optional.empty(),
                        List.of(Variation.of("rsi.length=3..8")),
                        Objective.SHARPE));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        SweepStrategy.Outcome.NotSwept.class,
                        not -> assertThat(not.why().message()).contains("rsi.length", "sma.length=5"));
    }

    @Test
    void walkingForwardTellsItsWindowsAndRefusesTooFewBars() {
        var walk = new WalkForwardStrategy(preparation, pool, 1000);
        var parameters = List.of(Variation.of("sma.length=3..6"));

        assertThat(walk.handle(new WalkForwardStrategy.Command(
                        Principal.LOCAL,
                        "good",
                        Optional.empty(),
                        parameters,
                        Objective.TOTAL_RETURN,
                        new WalkForward.Windows(80, 40, false))))
                .isInstanceOfSatisfying(WalkForwardStrategy.Outcome.Walked.class, walked -> {
                    assertThat(walked.report().windows()).hasSize(3);
                    assertThat(walked.times()).hasSize(200);
                });
        assertThat(walk.handle(new WalkForwardStrategy.Command(
                        Principal.LOCAL,
                        "good",
                        Optional.empty(),
                        parameters,
                        Objective.TOTAL_RETURN,
                        new WalkForward.Windows(500, 40, false))))
                .isInstanceOfSatisfying(
                        WalkForwardStrategy.Outcome.NotWalked.class,
                        not -> assertThat(not.why().message()).contains("too few"));
    }

    @Test
    void noStrategyLooksAhead() {
        assertThat(new CheckLookAhead(preparation, pool)
                        .handle(new CheckLookAhead.Command(Principal.LOCAL, "good", Optional.empty(), 500)))
                .isEqualTo(new CheckLookAhead.Outcome.Checked(new PrefixCheck.Finding.Clean(200, true)));
    }

    @Test
    void variationsAreReadAndWhatIsNoneIsRefused() {
        assertThat(Variation.of("rsi.length=7..21:7").values()).containsExactly(7.0, 14.0, 21.0);
        assertThat(Variation.of("number=30=20, 25,30").values()).containsExactly(20.0, 25.0, 30.0);
        assertThat(Variation.of("stop_loss=0.05..0.15:0.05").values()).containsExactly(0.05, 0.1, 0.15);
        for (String wrong :
                List.of("", "rsi", "rsi.length", "rsi.length=", "rsi.length=a..b", "rsi.length=9..1", "x=1")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Variation.of(wrong));
        }
    }

    @Test
    void everyFigureHasItsConvention() {
        BacktestReport report = tried("good", Optional.empty());

        for (String figure :
                BacktestFields.figures(report.metrics()).build().fields().keySet()) {
            if (!figure.equals("open_trades")) {
                assertThat(Conventions.of(figure)).as(figure).isNotEmpty();
            }
        }
    }
}
