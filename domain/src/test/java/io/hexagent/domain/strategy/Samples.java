package io.hexagent.domain.strategy;

import io.hexagent.domain.strategy.Rule.Compared;
import io.hexagent.domain.strategy.Rule.Comparison;
import io.hexagent.domain.strategy.Rule.CrossesAbove;
import io.hexagent.domain.strategy.Rule.CrossesBelow;
import io.hexagent.domain.strategy.Series.Constant;
import io.hexagent.domain.strategy.Series.Indicated;
import io.hexagent.domain.strategy.Series.Price;
import io.hexagent.domain.strategy.Strategy.Terms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Bars and strategies for tests. */
final class Samples {
    private static final long DAY = 86_400_000;

    private Samples() {}

    /** The daily series of the known answers. */
    static Bars goog() {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of("..", "presentation", "examples", "goog-daily-2004-2008.csv"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        int size = lines.size() - 1;
        long[] times = new long[size];
        double[][] columns = new double[5][size];
        for (int i = 0; i < size; i++) {
            List<String> cells = List.of(lines.get(i + 1).split(",", -1));
            times[i] = LocalDate.parse(cells.get(0))
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli();
            for (int k = 0; k < columns.length; k++) {
                columns[k][i] = Double.parseDouble(cells.get(k + 1));
            }
        }
        return new Bars(times, columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    /** A random walk, in steps of at most 4 percent. */
    static Bars walk(int size, long seed) {
        var random = new SplittableRandom(seed);
        double[][] columns = new double[5][size];
        double last = 100;
        for (int i = 0; i < size; i++) {
            double open = last * (1 + (random.nextDouble() - 0.5) * 0.01);
            double close = open * (1 + (random.nextDouble() - 0.5) * 0.08);
            columns[0][i] = open;
            columns[1][i] = Math.max(open, close) * (1 + random.nextDouble() * 0.01);
            columns[2][i] = Math.min(open, close) * (1 - random.nextDouble() * 0.01);
            columns[3][i] = close;
            columns[4][i] = random.nextInt(10_000);
            last = close;
        }
        return new Bars(days(size), columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    /** Bars whose four prices are the same. */
    static Bars closes(double... closes) {
        return new Bars(days(closes.length), closes, closes, closes, closes, new double[closes.length]);
    }

    /** Rows of open, high, low and close. */
    static Bars rows(double[]... rows) {
        double[][] columns = new double[4][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < 4; k++) {
                columns[k][i] = rows[i][k];
            }
        }
        return new Bars(days(rows.length), columns[0], columns[1], columns[2], columns[3], new double[rows.length]);
    }

    private static long[] days(int size) {
        long[] times = new long[size];
        Arrays.setAll(times, i -> i * DAY);
        return times;
    }

    /** The bars with each price changed. */
    static Bars priced(Bars bars, UnaryOperator<Double> change) {
        double[][] columns = new double[4][];
        for (Price price : List.of(Price.OPEN, Price.HIGH, Price.LOW, Price.CLOSE)) {
            columns[price.ordinal()] =
                    Arrays.stream(bars.column(price)).map(change::apply).toArray();
        }
        return new Bars(bars.times(), columns[0], columns[1], columns[2], columns[3], bars.column(Price.VOLUME));
    }

    /** An indicator of the close, or of the bars. */
    static Series of(Indicator indicator, double... settings) {
        return new Indicated(
                indicator,
                indicator.inputs() == 1 ? List.of(Price.CLOSE) : List.of(),
                Arrays.stream(settings).boxed().toList());
    }

    static Rule less(Series left, double right) {
        return new Compared(Comparison.LESS, left, new Constant(right));
    }

    static Rule greater(Series left, double right) {
        return new Compared(Comparison.GREATER, left, new Constant(right));
    }

    static Strategy rsi() {
        Series rsi = of(Indicator.RSI, 14);
        return strategy(less(rsi, 30), greater(rsi, 70));
    }

    static Strategy crossing() {
        return crossing(50, 200);
    }

    static Strategy crossing(int fast, int slow) {
        Series quick = of(Indicator.SMA, fast);
        Series steady = of(Indicator.SMA, slow);
        return strategy(new CrossesAbove(quick, steady), new CrossesBelow(quick, steady));
    }

    static Strategy strategy(Rule entry, Rule exit) {
        return strategy(Terms.usual(), entry, exit);
    }

    static Strategy strategy(Terms terms, Rule entry, Rule exit) {
        return new Strategy(
                new Symbol("GOOG"),
                Timeframe.ONE_DAY,
                Optional.empty(),
                Optional.empty(),
                terms,
                entry,
                exit,
                "entry: …");
    }

    static Terms terms(double fee, double slippage, OptionalDouble stopLoss, OptionalDouble takeProfit) {
        return new Terms(Terms.USUAL_CASH, fee, slippage, Sizing.allIn(), stopLoss, takeProfit, 0);
    }

    static Strategy with(Strategy strategy, Terms terms) {
        return strategy(terms, strategy.entry(), strategy.exit());
    }

    static BacktestReport run(Strategy strategy, Bars bars) {
        return Backtest.run(strategy, bars, MarketHours.SESSIONS, "test");
    }
}
