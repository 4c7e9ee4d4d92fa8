package io.hexagent.domain.strategy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds bars that cannot have happened, and repairs what can be repaired. */
public final class BarCheck {
    /** So many faults are told one by one. */
    public static final int MOST_FAULTS = 100;

    private static final int MOST_NAMED = 5;
    private static final Series.Price[] PRICES = {
        Series.Price.OPEN, Series.Price.HIGH, Series.Price.LOW, Series.Price.CLOSE
    };

    /** Prices are often rounded once more on their way; a difference of this part of the price is none. */
    private static final double ROUNDING = 1e-9;

    /** Exchanges with sessions have holidays, at most so many days in a row. */
    private static final Duration LONGEST_HOLIDAY = Duration.ofDays(5);

    private BarCheck() {}

    public enum Kind {
        OUT_OF_ORDER,
        DUPLICATE,
        HIGH_BELOW_LOW,
        OUTSIDE_RANGE,
        MISSING_PRICE,
        NOT_POSITIVE;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is done with bars that have faults. */
    public enum Policy {
        /** They are not traded on. */
        REFUSE,
        /** They are repaired, and each repair is told. */
        REPAIR
    }

    /**
     * @param row from 1, as the source gave them
     * @param message what is wrong, without the row
     */
    public record Fault(Kind kind, long row, Instant time, String message) {}

    /** @param notes what was done, a sentence for each kind of fault */
    public record Repaired(Bars bars, List<String> notes) {
        public Repaired {
            notes = List.copyOf(notes);
        }
    }

    /** What is wrong with bars, in the order of their rows, at most {@link #MOST_FAULTS}. */
    public static List<Fault> check(Bars bars) {
        List<Fault> faults = new ArrayList<>();
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < bars.size() && faults.size() < MOST_FAULTS; i++) {
            long time = bars.times()[i];
            if (time < latest) {
                faults.add(fault(Kind.OUT_OF_ORDER, bars, i, "stands behind a later bar"));
            }
            latest = Math.max(latest, time);
            priceFault(bars, i, faults);
        }
        int[] order = order(bars);
        for (int i = 1; i < order.length && faults.size() < 2 * MOST_FAULTS; i++) {
            if (bars.times()[order[i]] == bars.times()[order[i - 1]]) {
                faults.add(fault(Kind.DUPLICATE, bars, order[i], "has the time of row " + (order[i - 1] + 1)));
            }
        }
        faults.sort(Comparator.comparingLong(Fault::row));
        return List.copyOf(faults.subList(0, Math.min(faults.size(), MOST_FAULTS)));
    }

    private static void priceFault(Bars bars, int bar, List<Fault> faults) {
        for (Series.Price price : PRICES) {
            double value = bars.column(price)[bar];
            if (!Double.isFinite(value)) {
                faults.add(fault(Kind.MISSING_PRICE, bars, bar, "has no " + word(price)));
                return;
            }
            if (value <= 0) {
                faults.add(fault(
                        Kind.NOT_POSITIVE, bars, bar, "has " + word(price) + " " + plain(value) + ", not above 0"));
                return;
            }
        }
        double high = bars.high(bar);
        double low = bars.low(bar);
        if (high < low - ROUNDING * low) {
            faults.add(fault(Kind.HIGH_BELOW_LOW, bars, bar, "has high " + plain(high) + " below low " + plain(low)));
            return;
        }
        for (Series.Price price : new Series.Price[] {Series.Price.OPEN, Series.Price.CLOSE}) {
            double value = bars.column(price)[bar];
            if (isOutside(value, low, high)) {
                faults.add(fault(
                        Kind.OUTSIDE_RANGE,
                        bars,
                        bar,
                        "has " + word(price) + " " + plain(value) + ", not from low " + plain(low) + " to high "
                                + plain(high)));
                return;
            }
        }
        if (!(bars.volume(bar) >= 0)) {
            faults.add(fault(Kind.NOT_POSITIVE, bars, bar, "has volume " + plain(bars.volume(bar)) + " below 0"));
        }
    }

    private static boolean isOutside(double value, double low, double high) {
        return value < low - ROUNDING * low || value > high + ROUNDING * high;
    }

    private static Fault fault(Kind kind, Bars bars, int bar, String what) {
        Instant time = bars.time(bar);
        return new Fault(kind, bar + 1L, time, words(time) + " " + what);
    }

    /**
     * The bars sorted by time; of rows with the same time the first, rows without a price or with one that is not above
     * 0 left out, and high and low widened to hold open and close. May be left with no bar at all.
     */
    public static Repaired repair(Bars bars) {
        Map<Kind, List<Integer>> touched = new EnumMap<>(Kind.class);
        int[] order = order(bars);
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < order.length; i++) {
            if (bars.times()[i] < latest) {
                touch(touched, Kind.OUT_OF_ORDER, i);
            }
            latest = Math.max(latest, bars.times()[i]);
        }
        var kept = new GrowingBars(bars.size());
        for (int at : order) {
            double open = bars.open(at);
            double high = bars.high(at);
            double low = bars.low(at);
            double close = bars.close(at);
            double least = Math.min(Math.min(open, high), Math.min(low, close));
            if (!Double.isFinite(open + high + low + close)) {
                touch(touched, Kind.MISSING_PRICE, at);
                continue;
            }
            if (least <= 0) {
                touch(touched, Kind.NOT_POSITIVE, at);
                continue;
            }
            if (kept.size > 0 && kept.times[kept.size - 1] == bars.times()[at]) {
                touch(touched, Kind.DUPLICATE, at);
                continue;
            }
            double most = Math.max(Math.max(open, high), Math.max(low, close));
            if (high < low || isOutside(open, low, high) || isOutside(close, low, high)) {
                touch(touched, Kind.OUTSIDE_RANGE, at);
            }
            double volume = bars.volume(at);
            kept.add(bars.times()[at], open, most, least, close, volume >= 0 ? volume : 0);
        }
        List<String> notes = new ArrayList<>();
        touched.forEach((kind, rows) -> notes.add(note(kind, rows)));
        return new Repaired(kept.bars(), notes);
    }

    private static void touch(Map<Kind, List<Integer>> touched, Kind kind, int bar) {
        touched.computeIfAbsent(kind, none -> new ArrayList<>()).add(bar + 1);
    }

    private static String note(Kind kind, List<Integer> rows) {
        String which = (rows.size() == 1 ? "row " : "rows ")
                + rows.stream().sorted().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "))
                + (rows.size() > MOST_NAMED ? " and " + (rows.size() - MOST_NAMED) + " more" : "");
        String done =
                switch (kind) {
                    case OUT_OF_ORDER -> "sorted into place";
                    case DUPLICATE -> "left out, since an earlier row has the same time";
                    case HIGH_BELOW_LOW, OUTSIDE_RANGE -> "given a high and a low that hold open and close";
                    case MISSING_PRICE -> "left out, since a price is missing";
                    case NOT_POSITIVE -> "left out, since a price is not above 0";
                };
        return "Bad bars were repaired: " + which + (rows.size() == 1 ? " was " : " were ") + done + ".";
    }

    /**
     * Where bars are missing, in words: in a market that never closes each bar is expected, in one with sessions a
     * pause of more than five days is told. The bars are in order.
     */
    public static List<String> gaps(Bars bars, Timeframe timeframe, MarketHours hours) {
        long step = timeframe.length().toMillis();
        long allowed =
                switch (hours) {
                    case ALWAYS -> step;
                    case SESSIONS -> Math.max(step, LONGEST_HOLIDAY.toMillis());
                };
        int gaps = 0;
        long missing = 0;
        int longest = -1;
        long longestPause = 0;
        for (int i = 1; i < bars.size(); i++) {
            long pause = bars.times()[i] - bars.times()[i - 1];
            // Half a step more is allowed: summer time moves daily bars by an hour.
            if (pause > allowed + step / 2) {
                gaps++;
                missing += Math.round(pause / (double) step) - 1;
                if (pause > longestPause) {
                    longest = i;
                    longestPause = pause;
                }
            }
        }
        if (gaps == 0) {
            return List.of();
        }
        String where = "from " + words(bars.time(longest - 1)) + " to " + words(bars.time(longest));
        return List.of(
                switch (hours) {
                    case ALWAYS ->
                        "The series has " + (gaps == 1 ? "a gap" : gaps + " gaps") + ": " + missing
                                + (missing == 1 ? " bar is" : " bars are") + " missing, the most " + where + ".";
                    case SESSIONS ->
                        "The series has " + (gaps == 1 ? "a pause" : gaps + " pauses")
                                + " of more than five days, the longest " + where + ".";
                });
    }

    /** The places of the bars by rising time, those of the same time as they stand. */
    private static int[] order(Bars bars) {
        long[] times = bars.times();
        boolean rising = IntStream.range(1, times.length).allMatch(i -> times[i] >= times[i - 1]);
        IntStream places = IntStream.range(0, times.length);
        return rising
                ? places.toArray()
                : places.boxed()
                        .sorted(Comparator.comparingLong(place -> times[place]))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    private static String word(Series.Price price) {
        return price.name().toLowerCase(Locale.ROOT);
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** A day where the time is midnight, else day and time; in UTC. */
    private static String words(Instant time) {
        var at = time.atOffset(ZoneOffset.UTC).toLocalDateTime();
        return at.toLocalTime().toNanoOfDay() == 0
                ? at.toLocalDate().toString()
                : at.toString().replace('T', ' ');
    }
}
