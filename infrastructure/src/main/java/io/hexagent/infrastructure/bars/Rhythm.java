package io.hexagent.infrastructure.bars;

import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Timeframe;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How often bars come, and whether on weekends too. */
final class Rhythm {
    private static final long DAY = Duration.ofDays(1).toMillis();
    /** The epoch was a Thursday: the third and fourth day of a week that begins with it are a weekend. */
    private static final int SATURDAY = 2;

    private static final int SUNDAY = 3;
    /** Currency markets open on Sunday evenings; that is no weekend of trading. */
    private static final double SHARE_OF_WEEKENDS = 0.05;

    private static final double MOST_OF_A_DAY = 20.0 / 24;
    private static final double NEARLY = 0.05;

    private Rhythm() {}

    /** The bars come in no timeframe that there is. The message may be shown. */
    static final class NoTimeframe extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoTimeframe(long pause) {
            super("the bars are most often " + words(pause) + " apart; timeframes are "
                    + Arrays.toString(Timeframe.values()));
        }

        private static String words(long millis) {
            Duration pause = Duration.ofMillis(millis);
            if (pause.toDays() >= 1 && pause.toHoursPart() == 0) {
                return pause.toDays() + " days";
            }
            return pause.toMinutes() >= 1 ? pause.toMinutes() + " minutes" : pause.toMillis() / 1000.0 + " seconds";
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /** The timeframe of the pause that is most frequent; empty when there are not two bars at different times. */
    static Optional<Timeframe> timeframe(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        Map<Long, Integer> pauses = new HashMap<>();
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] > sorted[i - 1]) {
                pauses.merge(sorted[i] - sorted[i - 1], 1, Integer::sum);
            }
        }
        // Of two that are as frequent the shorter: a pause can be long for many reasons, and short for one.
        Optional<Long> usual = pauses.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey);
        return usual.map(pause -> Arrays.stream(Timeframe.values())
                .filter(one -> Math.abs(one.length().toMillis() - pause)
                        <= NEARLY * one.length().toMillis())
                .findFirst()
                .orElseThrow(() -> new NoTimeframe(pause)));
    }

    /** Whether bars stand on weekends, or in a short series through most of a day. */
    static MarketHours hours(long[] times, Timeframe timeframe) {
        if (times.length == 0 || timeframe == Timeframe.ONE_WEEK) {
            return MarketHours.SESSIONS;
        }
        long weekend = Arrays.stream(times).filter(Rhythm::isOnWeekend).count();
        if (weekend >= Math.max(1, SHARE_OF_WEEKENDS * times.length)) {
            return MarketHours.ALWAYS;
        }
        boolean brief = Arrays.stream(times).max().getAsLong()
                        - Arrays.stream(times).min().getAsLong()
                < 7 * DAY;
        if (brief && timeframe.length().toMillis() < DAY) {
            Map<Long, Integer> days = new HashMap<>();
            for (long time : times) {
                days.merge(Math.floorDiv(time, DAY), 1, Integer::sum);
            }
            double full = DAY / (double) timeframe.length().toMillis();
            boolean whole = days.values().stream().anyMatch(bars -> bars >= MOST_OF_A_DAY * full);
            return whole ? MarketHours.ALWAYS : MarketHours.SESSIONS;
        }
        return MarketHours.SESSIONS;
    }

    private static boolean isOnWeekend(long time) {
        long day = Math.floorMod(Math.floorDiv(time, DAY), 7L);
        return day == SATURDAY || day == SUNDAY;
    }
}
