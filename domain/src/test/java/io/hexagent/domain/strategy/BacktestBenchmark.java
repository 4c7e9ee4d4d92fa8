package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hexagent.domain.strategy.Series.Price;
import io.hexagent.domain.strategy.Sweep.Parameter;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How long a backtest with all its figures takes, beside a plain loop over the same arrays; medians of the later
 * rounds. {@code ./mvnw verify -Pbench -pl domain -am -Dtest=BacktestBenchmark -Dsurefire.failIfNoSpecifiedTests=false}
 */
@Tag("bench")
class BacktestBenchmark {
    private static final int ROUNDS = 30;
    private static final int COLD = 10;

    @Test
    void aMillionBarsTakeAtMostThreeTimesThePlainLoop() {
        Bars bars = Samples.walk(1_000_000, 1);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var ours = new double[ROUNDS];
        var plain = new double[ROUNDS];
        var allocated = new double[ROUNDS];
        double[] equity = new double[bars.size()];
        long start = System.nanoTime();
        assertThat(bars.fingerprint()).hasSize(64);
        print("the hash of the bars, once a series, cold: %.0f ms", (System.nanoTime() - start) / 1e6);
        for (int round = 0; round < ROUNDS; round++) {
            start = System.nanoTime();
            double expected = plain(bars.column(Price.OPEN), bars.column(Price.CLOSE), equity);
            plain[round] = (System.nanoTime() - start) / 1e6;
            long before = threads.getCurrentThreadAllocatedBytes();
            start = System.nanoTime();
            BacktestReport report = Samples.run(Samples.rsi(), bars);
            ours[round] = (System.nanoTime() - start) / 1e6;
            allocated[round] = (threads.getCurrentThreadAllocatedBytes() - before) / (double) bars.size();
            double found = report.metrics().finalEquity();
            assertThat(Math.abs(found / expected - 1)).isLessThan(1e-6);
        }
        double ratio = median(ours) / median(plain);
        print(
                "RSI 30/70 on 1 M bars: %.1f ms (first round %.0f), plain loop %.1f ms (%.0f), ratio %.2f, %.1f B a"
                        + " bar",
                median(ours), ours[0], median(plain), plain[0], ratio, median(allocated));

        assertThat(median(ours)).isLessThanOrEqualTo(150);
        assertThat(ratio).isLessThanOrEqualTo(3);
        assertThat(median(allocated)).isLessThanOrEqualTo(64);
    }

    /** RSI, fills and equity only, as somebody would write it by hand. */
    private static double plain(double[] open, double[] close, double[] equity) {
        double[] rsi = new double[close.length];
        double gains = 0;
        double losses = 0;
        for (int i = 1; i <= 14; i++) {
            double change = close[i] - close[i - 1];
            gains += change > 0 ? change : 0;
            losses += change < 0 ? -change : 0;
        }
        gains /= 14;
        losses /= 14;
        rsi[14] = 100 - 100 / (1 + gains / losses);
        for (int i = 15; i < close.length; i++) {
            double change = close[i] - close[i - 1];
            gains = (gains * 13 + (change > 0 ? change : 0)) / 14;
            losses = (losses * 13 + (change < 0 ? -change : 0)) / 14;
            rsi[i] = 100 - 100 / (1 + gains / losses);
        }
        double cash = 100_000;
        double units = 0;
        int order = 0;
        for (int i = 0; i < close.length; i++) {
            if (order > 0) {
                units = cash / (open[i] * 1.001);
                cash = 0;
            } else if (order < 0) {
                cash = units * open[i] * 0.999;
                units = 0;
            }
            order = 0;
            equity[i] = cash + units * close[i];
            if (i >= 14) {
                if (units == 0) {
                    order = rsi[i] < 30 ? 1 : 0;
                } else {
                    order = rsi[i] > 70 ? -1 : 0;
                }
            }
        }
        return equity[close.length - 1];
    }

    @Test
    void aThousandPairsOnFiveThousandBarsTakeAtMostTwoSeconds() {
        Bars bars = Samples.walk(5_000, 2);
        List<Parameter> pairs = List.of(
                Parameter.range("fast", Place.of("sma.length=50"), 5, 100, 5),
                Parameter.range("slow", Place.of("sma.length=200"), 110, 355, 5));
        var times = new double[ROUNDS];
        try (var threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                Sweep.Report report = Sweep.run(
                        Samples.crossing(), pairs, Objective.SHARPE, bars, MarketHours.SESSIONS, 1_000, threads, 2);
                times[round] = (System.nanoTime() - start) / 1e6;
                assertThat(report.trials()).hasSize(1_000);
            }
        }
        print("sweep of 1,000 pairs on 5,000 bars, 2 lanes: %.0f ms (first round %.0f)", median(times), times[0]);

        assertThat(median(times)).isLessThanOrEqualTo(2_000);
    }

    private static double median(double[] rounds) {
        double[] warm = Arrays.copyOfRange(rounds, COLD, rounds.length);
        Arrays.sort(warm);
        return warm[warm.length / 2];
    }

    private static void print(String format, Object... args) {
        System.out.println(String.format(Locale.ROOT, format, args));
    }
}
