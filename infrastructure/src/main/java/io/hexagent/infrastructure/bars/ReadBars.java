package io.hexagent.infrastructure.bars;

import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.MarketData.Answer;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Resampling;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bars as they were found, not looked at yet.
 *
 * @param bars at least one
 * @param timeframe empty when it cannot be told, as of a single bar
 */
record ReadBars(Bars bars, Optional<Timeframe> timeframe, MarketHours hours, List<String> notes) {
    ReadBars {
        notes = List.copyOf(notes);
    }

    /**
     * These bars as the answer to a question: checked, in the range, in the timeframe.
     *
     * @param source as {@code dataset goog.csv}
     */
    Answer answer(
            Symbol symbol,
            Timeframe asked,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            String source,
            BarCheck.Policy policy) {
        List<String> told = new ArrayList<>(notes);
        Bars good = bars;
        List<BarCheck.Fault> faults = BarCheck.check(bars);
        if (!faults.isEmpty()) {
            BarCheck.Repaired repaired = BarCheck.repair(bars);
            if (policy == BarCheck.Policy.REFUSE || repaired.bars().size() == 0) {
                return new Answer.BadBars(symbol, faults);
            }
            good = repaired.bars();
            told.addAll(repaired.notes());
        }
        Timeframe own = timeframe.orElse(asked);
        List<Timeframe> offered = Resampling.offered(own);
        if (!offered.contains(asked)) {
            return new Answer.NotOffered(symbol, asked, offered);
        }
        Bars ranged = range(good, from, to);
        if (ranged.size() == 0) {
            return new Answer.NoneInRange(symbol, BarTimes.day(good.time(0)), BarTimes.day(good.time(good.size() - 1)));
        }
        told.addAll(BarCheck.gaps(ranged, own, hours));
        if (asked != own) {
            told.add("Bars of " + own + " were joined to " + asked
                    + "; the first and the last may cover less than that.");
            ranged = Resampling.to(ranged, asked);
        }
        return new Answer.Found(ranged, hours, source, told);
    }

    private static Bars range(Bars bars, Optional<LocalDate> from, Optional<LocalDate> to) {
        int first = from.map(day -> place(bars, millis(day))).orElse(0);
        int end = to.map(day -> place(bars, millis(day.plusDays(1)))).orElse(bars.size());
        return bars.slice(Math.min(first, end), end);
    }

    static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** The first bar at or after a time. */
    private static int place(Bars bars, long time) {
        int low = 0;
        int high = bars.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (bars.time(middle).toEpochMilli() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
