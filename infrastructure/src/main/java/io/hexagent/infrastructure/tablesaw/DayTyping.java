package io.hexagent.infrastructure.tablesaw;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;

/** Decides whether the texts of a column are days or times, and in which order they are written. */
final class DayTyping {
    private final ColumnWords column;
    private final String name;
    private final List<String> words;
    private final int[] codes;
    private final ReadingNotes notes;

    DayTyping(ColumnWords column) {
        this.column = column;
        this.name = column.name;
        this.words = column.words;
        this.codes = column.codes;
        this.notes = column.notes;
    }

    /** A form of days with the texts that are days in it. */
    private record FittingDays(DayForm form, boolean[] fits) {}

    /** The column when all its texts are days or times written in one order that is certain. */
    Optional<StoredColumn> typed() {
        var reader = new DayReader();
        var fitting = new ArrayList<FittingDays>();
        for (DayForm form : DayForm.values()) {
            column.fitting(word -> reader.read(word, form)).ifPresent(fits -> fitting.add(new FittingDays(form, fits)));
        }
        if (fitting.isEmpty()) {
            return Optional.empty();
        }
        DayForm form = fitting.getFirst().form();
        boolean[] fits = fitting.getFirst().fits();
        if (form == DayForm.DAY_MONTH_YEAR
                && fitting.stream().anyMatch(other -> other.form() == DayForm.MONTH_DAY_YEAR)) {
            notes.add("column \"" + name + "\" is text: it cannot be told whether \"" + firstFitting(fits)
                    + "\" has the day or the month first, in no row the day is above 12");
            return Optional.empty();
        }
        return Optional.of(typed(form, fits, reader));
    }

    private String firstFitting(boolean[] fits) {
        for (int code = 0; code < fits.length; code++) {
            if (fits[code]) {
                return words.get(code);
            }
        }
        return "";
    }

    private StoredColumn typed(DayForm form, boolean[] fits, DayReader reader) {
        var days = new long[fits.length];
        var millis = new int[fits.length];
        var offsets = new int[fits.length];
        boolean timed = false;
        boolean allMidnight = true;
        boolean shortYears = false;
        for (int code = 0; code < fits.length; code++) {
            if (fits[code] && reader.read(words.get(code), form)) {
                days[code] = reader.day();
                millis[code] = reader.millisOfDay();
                offsets[code] = reader.offset();
                timed |= reader.hasTime();
                allMidnight &= reader.millisOfDay() == 0;
                shortYears |= reader.hasShortYear();
            }
        }
        column.noteMissing(fits);
        if (form != DayForm.YEAR_MONTH_DAY) {
            notes.add("column \"" + name + "\": dates are read as " + form.words()
                    + (form.isMonth() ? "; each stands for the first of its month" : "")
                    + (shortYears ? "; years of two digits are 1969 to 2068" : ""));
        }
        if (timed) {
            moveToOneZone(fits, days, millis, offsets);
        }
        if (!timed || allMidnight) {
            var cells = new int[codes.length];
            var packed = new int[fits.length];
            for (int code = 0; code < fits.length; code++) {
                packed[code] = fits[code] ? StoredColumn.packed(days[code]) : Integer.MIN_VALUE;
            }
            for (int row = 0; row < cells.length; row++) {
                cells[row] = codes[row] < 0 ? Integer.MIN_VALUE : packed[codes[row]];
            }
            return StoredColumn.of(DateColumn.createInternal(name, cells));
        }
        var cells = new long[codes.length];
        for (int row = 0; row < cells.length; row++) {
            int code = codes[row];
            cells[row] = code < 0 || !fits[code] ? Long.MIN_VALUE : StoredColumn.packed(days[code], millis[code]);
        }
        return StoredColumn.of(DateTimeColumn.createInternal(name, cells));
    }

    /** Times with the same offset keep their clock; times with different offsets are moved to UTC. */
    private void moveToOneZone(boolean[] fits, long[] days, int[] millis, int[] offsets) {
        int[] distinct = IntStream.range(0, fits.length)
                .filter(code -> fits[code])
                .map(code -> offsets[code])
                .distinct()
                .toArray();
        if (distinct.length == 1) {
            if (distinct[0] != DayReader.NO_OFFSET) {
                notes.add("column \"" + name + "\": all times have the offset " + ZoneOffset.ofTotalSeconds(distinct[0])
                        + ", which was taken off");
            }
            return;
        }
        for (int code = 0; code < fits.length; code++) {
            if (fits[code] && offsets[code] != DayReader.NO_OFFSET) {
                long moved = days[code] * StoredColumn.MILLIS_OF_A_DAY + millis[code] - 1000L * offsets[code];
                days[code] = Math.floorDiv(moved, StoredColumn.MILLIS_OF_A_DAY);
                millis[code] = (int) Math.floorMod(moved, StoredColumn.MILLIS_OF_A_DAY);
            }
        }
        notes.add("column \"" + name + "\": times with different offsets were moved to UTC");
    }
}
