package io.hexagent.domain.strategy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Longer bars from shorter ones: the first open, the highest high, the lowest low, the last close, all the volume. */
public final class Resampling {
    /** The epoch was a Thursday; weeks begin on Mondays. */
    private static final long MONDAY = Duration.ofDays(3).toMillis();

    private Resampling() {}

    /** The timeframes that bars of one can be made into, their own first. */
    public static List<Timeframe> offered(Timeframe from) {
        return Arrays.stream(Timeframe.values())
                .filter(to -> to.length().toMillis() % from.length().toMillis() == 0)
                .toList();
    }

    /**
     * The bars in a longer timeframe, each at the beginning of its span in UTC. The first and the last may cover less
     * than that span.
     *
     * @param bars in order
     */
    public static Bars to(Bars bars, Timeframe timeframe) {
        long length = timeframe.length().toMillis();
        long shift = timeframe == Timeframe.ONE_WEEK ? MONDAY : 0;
        var joined = new GrowingBars(bars.size());
        for (int i = 0; i < bars.size(); i++) {
            long start = Math.floorDiv(bars.times()[i] + shift, length) * length - shift;
            if (joined.size > 0 && joined.times[joined.size - 1] == start) {
                joined.join(bars.high(i), bars.low(i), bars.close(i), bars.volume(i));
            } else {
                joined.add(start, bars.open(i), bars.high(i), bars.low(i), bars.close(i), bars.volume(i));
            }
        }
        return joined.bars();
    }
}
