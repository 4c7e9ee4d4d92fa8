package io.hexagent.domain.strategy;

import static io.hexagent.domain.strategy.Samples.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.tictactec.ta.lib.Core;
import com.tictactec.ta.lib.MAType;
import com.tictactec.ta.lib.MInteger;
import com.tictactec.ta.lib.RetCode;
import io.hexagent.domain.strategy.BacktestReport.Curve;
import io.hexagent.domain.strategy.Series.Price;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Against known answers and TA-Lib (com.tictactec), bar by bar, on the GOOG series and on random walks. */
class IndicatorsTest {
    private static final double CLOSE_ENOUGH = 1e-9;
    private static final Set<Indicator> AVERAGES =
            Set.of(Indicator.SMA, Indicator.EMA, Indicator.WMA, Indicator.HIGHEST, Indicator.LOWEST);

    private final Core talib = new Core();

    /** Wilder's RSI(14) of the GOOG series, computed independently of TA-Lib and of this code. */
    @Test
    void wildersIndexIsAsPublished() {
        Curve rsi = new Evaluation(Samples.goog()).curve(of(Indicator.RSI, 14));

        assertThat(rsi.at(13)).isNaN();
        assertThat(rsi.at(14)).isCloseTo(53.27569, within(1e-4));
        assertThat(rsi.at(15)).isCloseTo(57.836053, within(1e-4));
        assertThat(rsi.at(30)).isCloseTo(76.55352, within(1e-4));
        assertThat(rsi.at(100)).isCloseTo(56.82695, within(1e-4));
        assertThat(rsi.at(500)).isCloseTo(36.363194, within(1e-4));
    }

    @Test
    void everyIndicatorIsTaLibsOnTheGoogSeries() {
        requireTaLibs(Samples.goog());
    }

    @Property(tries = 30)
    void everyIndicatorIsTaLibsOnRandomWalks(@ForAll long seed) {
        requireTaLibs(Samples.walk(400, seed));
    }

    @Test
    void everyIndicatorIsCompared() {
        assertThat(all())
                .extracting(series -> ((Series.Indicated) series).indicator())
                .contains(Indicator.values());
    }

    private void requireTaLibs(Bars bars) {
        var evaluation = new Evaluation(bars);
        for (Series series : all()) {
            Curve ours = evaluation.curve(series);
            double[] theirs = theirs((Series.Indicated) series, bars);
            for (int bar = 0; bar < bars.size(); bar++) {
                double scale = Math.max(1, Math.abs(theirs[bar]));
                if (Double.isNaN(theirs[bar])) {
                    continue;
                }
                assertThat(ours.at(bar) / scale)
                        .as("%s at bar %d", series, bar)
                        .isCloseTo(theirs[bar] / scale, within(tolerance(series)));
            }
            assertThat(defined(ours)).as("bars at which %s is defined", series).isEqualTo(expected(series, theirs));
        }
    }

    /**
     * TA-Lib takes a deviation from sums of squares, which loses half of the digits, and a variance below 1e-8 for 0;
     * that it is exact is compared with its definition below.
     */
    private static double tolerance(Series series) {
        return switch (((Series.Indicated) series).indicator()) {
            case STDDEV, BOLLINGER_UPPER, BOLLINGER_LOWER -> 3e-4;
            default -> CLOSE_ENOUGH;
        };
    }

    private static long defined(Curve curve) {
        long count = 0;
        for (int bar = 0; bar < curve.size(); bar++) {
            count += Double.isNaN(curve.at(bar)) ? 0 : 1;
        }
        return count;
    }

    /** TA-Lib gives the lines of macd and stochastic only where their signals are defined too. */
    private static long expected(Series series, double[] theirs) {
        long count = Arrays.stream(theirs).filter(value -> !Double.isNaN(value)).count();
        var indicated = (Series.Indicated) series;
        return switch (indicated.indicator()) {
            case MACD, STOCHASTIC_K -> count + indicated.settings().get(2).intValue() - 1;
            default -> count;
        };
    }

    /** Each with its usual settings and with others. */
    private static List<Series> all() {
        var all = new ArrayList<Series>();
        for (Indicator one : Indicator.values()) {
            switch (one) {
                case SMA, EMA, WMA, HIGHEST, LOWEST -> {
                    all.add(of(one, 1));
                    all.add(of(one, 5));
                    all.add(of(one, 50));
                }
                case STDDEV, RSI, ADX -> {
                    all.add(of(one, 2));
                    all.add(of(one, 14));
                    all.add(of(one, 33));
                }
                case ATR, ROC, PREVIOUS -> {
                    all.add(of(one, 1));
                    all.add(of(one, 14));
                }
                case MACD, MACD_SIGNAL, MACD_HISTOGRAM -> {
                    all.add(of(one, 12, 26, 9));
                    all.add(of(one, 3, 10, 16));
                    all.add(of(one, 5, 35, 2));
                }
                case BOLLINGER_UPPER, BOLLINGER_MIDDLE, BOLLINGER_LOWER -> {
                    all.add(of(one, 20, 2));
                    all.add(of(one, 7, 1.5));
                }
                case STOCHASTIC_K, STOCHASTIC_D -> {
                    all.add(of(one, 14, 3, 3));
                    all.add(of(one, 5, 1, 4));
                }
                case OBV -> all.add(of(one));
            }
        }
        return all;
    }

    private double[] theirs(Series.Indicated one, Bars bars) {
        double[] close = bars.column(Price.CLOSE);
        double[] high = bars.column(Price.HIGH);
        double[] low = bars.column(Price.LOW);
        int end = close.length - 1;
        double[] first = new double[close.length];
        double[] second = new double[close.length];
        double[] third = new double[close.length];
        var begin = new MInteger();
        var count = new MInteger();
        int[] set = one.settings().stream().mapToInt(Double::intValue).toArray();
        if (AVERAGES.contains(one.indicator()) && set[0] == 1) {
            return close; // TA-Lib takes windows of two bars and more
        }
        RetCode code =
                switch (one.indicator()) {
                    case SMA -> talib.sma(0, end, close, set[0], begin, count, first);
                    case EMA -> talib.ema(0, end, close, set[0], begin, count, first);
                    case WMA -> talib.wma(0, end, close, set[0], begin, count, first);
                    case RSI -> talib.rsi(0, end, close, set[0], begin, count, first);
                    case MACD, MACD_SIGNAL, MACD_HISTOGRAM ->
                        talib.macd(0, end, close, set[0], set[1], set[2], begin, count, first, second, third);
                    case BOLLINGER_UPPER, BOLLINGER_MIDDLE, BOLLINGER_LOWER -> {
                        double width = one.settings().get(1);
                        yield talib.bbands(
                                0, end, close, set[0], width, width, MAType.Sma, begin, count, first, second, third);
                    }
                    case ATR -> talib.atr(0, end, high, low, close, set[0], begin, count, first);
                    case STOCHASTIC_K, STOCHASTIC_D ->
                        talib.stoch(
                                0,
                                end,
                                high,
                                low,
                                close,
                                set[0],
                                set[1],
                                MAType.Sma,
                                set[2],
                                MAType.Sma,
                                begin,
                                count,
                                first,
                                second);
                    case ADX -> talib.adx(0, end, high, low, close, set[0], begin, count, first);
                    case OBV -> talib.obv(0, end, close, bars.column(Price.VOLUME), begin, count, first);
                    case ROC -> talib.roc(0, end, close, set[0], begin, count, first);
                    case HIGHEST -> talib.max(0, end, close, set[0], begin, count, first);
                    case LOWEST -> talib.min(0, end, close, set[0], begin, count, first);
                    case STDDEV -> talib.stdDev(0, end, close, set[0], 1, begin, count, first);
                    case PREVIOUS -> shifted(close, set[0], begin, count, first);
                };
        assertThat(code).isEqualTo(RetCode.Success);
        double[] values =
                switch (one.indicator()) {
                    case MACD_SIGNAL, BOLLINGER_MIDDLE, STOCHASTIC_D -> second;
                    case MACD_HISTOGRAM, BOLLINGER_LOWER -> third;
                    default -> first;
                };
        double[] aligned = new double[close.length];
        Arrays.fill(aligned, Double.NaN);
        System.arraycopy(values, 0, aligned, begin.value, count.value);
        return aligned;
    }

    private static RetCode shifted(double[] in, int bars, MInteger begin, MInteger count, double[] out) {
        begin.value = bars;
        count.value = in.length - bars;
        System.arraycopy(in, 0, out, 0, in.length - bars);
        return RetCode.Success;
    }

    /** No look-ahead: what is said of a bar does not change when more bars come. */
    @Test
    void noIndicatorLooksAtALaterBar() {
        Bars whole = Samples.goog().slice(0, 320);
        var evaluation = new Evaluation(whole);
        for (Series series : all()) {
            Curve all = evaluation.curve(series);
            for (int prefix = 1; prefix <= whole.size(); prefix++) {
                Curve part = new Evaluation(whole.slice(0, prefix)).curve(series);
                for (int bar = 0; bar < prefix; bar++) {
                    if (Double.compare(part.at(bar), all.at(bar)) != 0) {
                        assertThat(part.at(bar))
                                .as("%s at bar %d of %d", series, bar, prefix)
                                .isEqualTo(all.at(bar));
                    }
                }
            }
        }
    }

    @Test
    void theWarmUpIsTheFirstDefinedBar() {
        var evaluation = new Evaluation(Samples.goog());
        for (Series series : all()) {
            Curve curve = evaluation.curve(series);
            int needed = Evaluation.warmUp(series);

            assertThat(curve.at(needed - 1))
                    .as("%s with %d bars", series, needed)
                    .isNotNaN();
            if (needed > 1) {
                assertThat(curve.at(needed - 2))
                        .as("%s with one bar fewer", series)
                        .isNaN();
            }
        }
    }

    @Test
    void anIndicatorOfAnIndicatorWaitsForBothWindows() {
        Series smoothed = new Series.Indicated(Indicator.SMA, List.of(of(Indicator.RSI, 14)), List.of(5.0));
        var evaluation = new Evaluation(Samples.goog());
        Curve rsi = evaluation.curve(of(Indicator.RSI, 14));

        assertThat(Evaluation.warmUp(smoothed)).isEqualTo(19);
        assertThat(evaluation.curve(smoothed).at(17)).isNaN();
        assertThat(evaluation.curve(smoothed).at(18))
                .isCloseTo((rsi.at(14) + rsi.at(15) + rsi.at(16) + rsi.at(17) + rsi.at(18)) / 5, within(1e-9));
    }

    @Test
    void aWindowLongerThanTheBarsIsNeverDefined() {
        for (Indicator one : List.of(Indicator.SMA, Indicator.EMA, Indicator.WMA, Indicator.RSI, Indicator.ADX)) {
            assertThat(defined(new Evaluation(Samples.walk(9, 1)).curve(of(one, 10))))
                    .isZero();
        }
        assertThat(defined(new Evaluation(Samples.walk(9, 1)).curve(of(Indicator.PREVIOUS, 10))))
                .isZero();
        assertThat(defined(new Evaluation(Samples.walk(9, 1)).curve(of(Indicator.ROC, 9))))
                .isZero();
    }

    /** 0.1 + 0.1 + 0.1 is not three times 0.1, but the average of equal prices is that price. */
    @Test
    void aFlatMarketIsFlatExactly() {
        double[] flat = new double[40];
        Arrays.fill(flat, 0, 12, 7.3);
        Arrays.fill(flat, 12, 40, 0.1);
        var evaluation = new Evaluation(Samples.closes(flat));

        for (Indicator one : List.of(Indicator.SMA, Indicator.WMA)) {
            assertThat(evaluation.curve(of(one, 3)).at(39)).isEqualTo(0.1);
            assertThat(evaluation.curve(of(one, 3)).at(11)).isEqualTo(7.3);
        }
        assertThat(evaluation.curve(of(Indicator.STDDEV, 7)).at(39)).isZero();
        assertThat(evaluation.curve(of(Indicator.BOLLINGER_UPPER, 7, 2)).at(39)).isEqualTo(0.1);
        assertThat(evaluation.curve(of(Indicator.RSI, 5)).at(9)).isEqualTo(50);
        assertThat(evaluation.curve(of(Indicator.STOCHASTIC_K, 5, 1, 1)).at(39)).isEqualTo(50);
    }

    /** Running sums drift; a deviation from far away is lost in them. */
    @Test
    void aSmallDeviationOfALargePriceIsNotLost() {
        double[] closes = new double[5000];
        Arrays.setAll(closes, i -> (i < 100 ? 1e9 : 1e6) + i % 2 * 1e-3);
        double deviation = new Evaluation(Samples.closes(closes))
                .curve(of(Indicator.STDDEV, 10))
                .at(4999);

        assertThat(deviation).isCloseTo(5e-4, within(1e-9));
    }

    @Test
    void behindAGapWindowsFillAnew() {
        double[] in = {1, 2, 3, 4, Double.NaN, 6, 8, 10, 12, 14};

        assertThat(Windows.sma(in, 3)).containsExactly(nan(), nan(), 2.0, 3.0, nan(), nan(), nan(), 8.0, 10.0, 12.0);
        assertThat(Windows.ema(in, 3)[7]).isEqualTo(8);
        assertThat(Windows.highest(in, 2)).containsExactly(nan(), 2.0, 3.0, 4.0, nan(), nan(), 8.0, 10.0, 12.0, 14.0);
        assertThat(Wilder.rsi(in, 2)[6]).isNaN();
        assertThat(Wilder.rsi(in, 2)[7]).isEqualTo(100);
    }

    private static double nan() {
        return Double.NaN;
    }

    @Property(tries = 40)
    void longWindowsAreWhatALoopWouldSay(@ForAll long seed) {
        double[] close = Samples.walk(700, seed).column(Price.CLOSE);
        for (int length : new int[] {1, 2, 3, 64, 65, 300}) {
            double[] highest = Windows.highest(close, length);
            double[] lowest = Windows.lowest(close, length);
            double[] deviation = Windows.stddev(close, length);
            for (int bar = length - 1; bar < close.length; bar++) {
                double[] window = Arrays.copyOfRange(close, bar - length + 1, bar + 1);
                assertThat(highest[bar]).isEqualTo(Arrays.stream(window).max().getAsDouble());
                assertThat(lowest[bar]).isEqualTo(Arrays.stream(window).min().getAsDouble());
                double mean = Arrays.stream(window).average().getAsDouble();
                double variance = Arrays.stream(window)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .getAsDouble();
                double exact = Math.sqrt(variance);
                assertThat(deviation[bar]).isCloseTo(exact, within(1e-7 * exact + 1e-12));
            }
        }
    }
}
