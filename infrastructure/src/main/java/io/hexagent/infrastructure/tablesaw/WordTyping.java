package io.hexagent.infrastructure.tablesaw;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;

/**
 * Decides the type of one column from all its distinct texts, and fills the column. A form of numbers or days is taken
 * when every text fits it, but for words that stand for a missing value. Not safe for use by several threads.
 */
final class WordTyping {
    /** So many of the cells may be words such as "unknown" in a column that is otherwise of numbers. */
    private static final double MOST_WORDY = 0.05;
    /** From here on, a column of text that is mostly numbers gets a note. */
    private static final double MOSTLY = 0.5;

    private static final int EXAMPLES = 3;

    private final String name;
    private final List<String> words;
    private final int[] codes;
    private final int[] counts;
    private final boolean[] marker;
    private final boolean commaSplits;
    private final boolean decimalCommas;
    private final ReadingNotes notes;
    private long valued;

    /**
     * @param commaSplits whether the comma separates the cells of the file
     * @param decimalCommas whether another column of the file certainly has decimal commas
     */
    WordTyping(String name, WordSink sink, boolean commaSplits, boolean decimalCommas, ReadingNotes notes) {
        this.name = name;
        this.words = sink.words();
        this.codes = sink.codes();
        this.counts = sink.counts();
        this.marker = new boolean[words.size()];
        this.commaSplits = commaSplits;
        this.decimalCommas = decimalCommas;
        this.notes = notes;
        for (int code = 0; code < marker.length; code++) {
            marker[code] = Markers.isPlain(words.get(code));
            if (!marker[code]) {
                valued += counts[code];
            }
        }
    }

    StoredColumn type() {
        if (valued > 0) {
            Optional<StoredColumn> typed = flags().or(this::numbers).or(this::days);
            if (typed.isPresent()) {
                return typed.get();
            }
        }
        return text();
    }

    /** Whether a text fits; told again for each distinct text. */
    private interface Fit {
        boolean test(String word);
    }

    /**
     * The texts that do not fit, when all of them are words for a missing value and there are few; empty when the form
     * is not the column's.
     */
    private Optional<boolean[]> fitting(Fit fit) {
        var fits = new boolean[words.size()];
        long wordy = 0;
        long fitted = 0;
        for (int code = 0; code < fits.length; code++) {
            if (marker[code]) {
                continue;
            }
            String word = words.get(code);
            fits[code] = fit.test(word);
            if (fits[code]) {
                fitted += counts[code];
            } else if (Markers.isWordy(word)) {
                wordy += counts[code];
            } else {
                return Optional.empty();
            }
        }
        return fitted > 0 && wordy <= MOST_WORDY * valued ? Optional.of(fits) : Optional.empty();
    }

    private void noteMissing(boolean[] fits) {
        for (int code = 0; code < fits.length; code++) {
            if (!fits[code]) {
                notes.missing(name, words.get(code), counts[code]);
            }
        }
    }

    private Optional<StoredColumn> flags() {
        return fitting(word -> word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false"))
                .map(fits -> {
                    noteMissing(fits);
                    BooleanColumn column = BooleanColumn.create(name, 0);
                    for (int code : codes) {
                        if (code < 0 || !fits[code]) {
                            column.appendMissing();
                        } else {
                            column.append((byte) (words.get(code).equalsIgnoreCase("true") ? 1 : 0));
                        }
                    }
                    return StoredColumn.of(column);
                });
    }

    private Optional<StoredColumn> numbers() {
        var signs = new LinkedHashMap<String, Long>();
        long numbers = 0;
        long withLeadingZero = 0;
        for (int code = 0; code < words.size(); code++) {
            if (!marker[code]) {
                var signed = NumberForm.Signed.of(words.get(code));
                if (NumberForm.isCode(signed.number())) {
                    withLeadingZero += counts[code];
                } else if (NumberForm.POINT.fits(signed.number())) {
                    numbers += counts[code];
                    signs.merge(signed.sign().orElse(""), (long) counts[code], Long::sum);
                }
            }
        }
        if (withLeadingZero > 0) {
            if (numbers + withLeadingZero == valued) {
                notes.add("column \"" + name + "\" is text: its numbers have leading zeros");
            }
            return Optional.empty();
        }
        for (NumberForm form : forms()) {
            Optional<boolean[]> fits =
                    fitting(word -> form.fits(NumberForm.Signed.of(word).number()));
            if (fits.isPresent()) {
                Optional<StoredColumn> column = numbers(form, fits.get());
                if (column.isPresent()) {
                    return column;
                }
            }
        }
        if (numbers >= MOSTLY * valued && numbers < valued) {
            notes.add("column \"" + name + "\" is text: "
                    + String.format(Locale.ROOT, "%,d of %,d", valued - numbers, valued)
                    + " values are no numbers, such as " + examplesOfNoNumbers());
        } else if (signs.size() > 1) {
            notes.add("column \"" + name + "\" is text: its numbers have different signs ("
                    + String.join(
                            ", ",
                            signs.keySet().stream()
                                    .map(sign -> sign.isEmpty() ? "none" : sign)
                                    .toList()) + ")");
        }
        return Optional.empty();
    }

    private List<NumberForm> forms() {
        if (decimalCommas) {
            return List.of(
                    NumberForm.COMMA,
                    NumberForm.COMMA_BY_POINTS,
                    NumberForm.POINT,
                    NumberForm.POINT_BY_COMMAS,
                    NumberForm.COMMA_BY_SPACES,
                    NumberForm.POINT_BY_SPACES);
        }
        return commaSplits
                ? List.of(
                        NumberForm.POINT,
                        NumberForm.POINT_BY_COMMAS,
                        NumberForm.COMMA,
                        NumberForm.COMMA_BY_POINTS,
                        NumberForm.POINT_BY_SPACES,
                        NumberForm.COMMA_BY_SPACES)
                : List.of(
                        NumberForm.POINT,
                        NumberForm.COMMA,
                        NumberForm.POINT_BY_COMMAS,
                        NumberForm.COMMA_BY_POINTS,
                        NumberForm.POINT_BY_SPACES,
                        NumberForm.COMMA_BY_SPACES);
    }

    private Optional<StoredColumn> numbers(NumberForm form, boolean[] fits) {
        var plain = new String[words.size()];
        Optional<Optional<String>> sign = Optional.empty();
        boolean whole = true;
        boolean marked = false;
        for (int code = 0; code < plain.length; code++) {
            if (!fits[code]) {
                continue;
            }
            var signed = NumberForm.Signed.of(words.get(code));
            if (sign.isPresent() && !sign.get().equals(signed.sign())) {
                return Optional.empty();
            }
            sign = Optional.of(signed.sign());
            plain[code] = form.plain(signed.number());
            marked |= plain[code].length() < signed.number().length()
                    || (form == NumberForm.COMMA && signed.number().indexOf(',') >= 0);
            whole &= plain[code].chars().allMatch(c -> c != '.' && c != 'e' && c != 'E');
        }
        Optional<StoredColumn> column = whole ? wholeNumbers(plain, fits) : decimals(plain, fits);
        if (column.isPresent()) {
            noteMissing(fits);
            noteForm(form, marked, fits);
            sign.flatMap(present -> present)
                    .ifPresent(present -> notes.add("column \"" + name + "\": "
                            + (present.equals("%")
                                    ? "percent signs were taken off; 5 means 5 %"
                                    : "the sign " + present + " was taken off the amounts")));
        }
        return column;
    }

    private void noteForm(NumberForm form, boolean marked, boolean[] fits) {
        if (!marked || form == NumberForm.POINT) {
            return;
        }
        NumberForm other = form == NumberForm.COMMA ? NumberForm.POINT_BY_COMMAS : NumberForm.COMMA;
        boolean ambiguous = form == NumberForm.POINT_BY_COMMAS || (form == NumberForm.COMMA && !decimalCommas);
        for (int code = 0; code < fits.length && ambiguous; code++) {
            ambiguous = !fits[code]
                    || other.fits(NumberForm.Signed.of(words.get(code)).number());
        }
        String assumption = ambiguous
                ? "; this is an assumption, since they could also be "
                        + (form == NumberForm.COMMA ? "thousands" : "decimal commas")
                : "";
        notes.add("column \"" + name + "\": numbers are written with " + form.words() + assumption);
    }

    private Optional<StoredColumn> wholeNumbers(String[] plain, boolean[] fits) {
        var values = new long[plain.length];
        for (int code = 0; code < plain.length; code++) {
            try {
                values[code] = fits[code] ? Long.parseLong(plain[code]) : StoredColumn.MISSING;
            } catch (NumberFormatException tooLong) {
                notes.add("column \"" + name + "\" is text: " + plain[code] + " has more digits than a 64-bit integer");
                return Optional.empty();
            }
        }
        var cells = new long[codes.length];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = codes[row] < 0 ? StoredColumn.MISSING : values[codes[row]];
        }
        return Optional.of(StoredColumn.of(LongColumn.create(name, cells)));
    }

    private Optional<StoredColumn> decimals(String[] plain, boolean[] fits) {
        var values = new double[plain.length];
        for (int code = 0; code < plain.length; code++) {
            double value = fits[code] ? Double.parseDouble(plain[code]) : Double.NaN;
            values[code] = Double.isInfinite(value) ? Double.NaN : value;
        }
        var cells = new double[codes.length];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = codes[row] < 0 ? Double.NaN : values[codes[row]];
        }
        return Optional.of(StoredColumn.of(DoubleColumn.create(name, cells)));
    }

    private String examplesOfNoNumbers() {
        var examples = new LinkedHashMap<String, Boolean>();
        for (int code = 0; code < words.size() && examples.size() < EXAMPLES; code++) {
            if (!marker[code]
                    && !NumberForm.POINT.fits(
                            NumberForm.Signed.of(words.get(code)).number())) {
                examples.put("\"" + ReadingNotes.cut(words.get(code)) + "\"", true);
            }
        }
        return String.join(", ", examples.keySet());
    }

    /** A form of days with the texts that are days in it. */
    private record FittingDays(DayForm form, boolean[] fits) {}

    private Optional<StoredColumn> days() {
        var reader = new DayReader();
        var fitting = new ArrayList<FittingDays>();
        for (DayForm form : DayForm.values()) {
            fitting(word -> reader.read(word, form)).ifPresent(fits -> fitting.add(new FittingDays(form, fits)));
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
        return Optional.of(days(form, fits, reader));
    }

    private String firstFitting(boolean[] fits) {
        for (int code = 0; code < fits.length; code++) {
            if (fits[code]) {
                return words.get(code);
            }
        }
        return "";
    }

    private StoredColumn days(DayForm form, boolean[] fits, DayReader reader) {
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
        noteMissing(fits);
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

    private StoredColumn text() {
        var missing = new boolean[words.size()];
        boolean codesOfTwoLetters = areCodesOfTwoLetters();
        for (int code = 0; code < missing.length; code++) {
            String word = words.get(code);
            missing[code] = valued == 0 ? marker[code] : Markers.isInText(word);
            if (missing[code] && word.equals("NA") && codesOfTwoLetters) {
                missing[code] = false;
                notes.add("column \"" + name
                        + "\": \"NA\" is kept as a value, since the others are codes of two letters too");
            }
            if (missing[code]) {
                notes.missing(name, word, counts[code]);
            }
        }
        Integer[] order = new Integer[words.size()];
        Arrays.setAll(order, code -> code);
        Arrays.sort(order, Comparator.comparing(words::get, CodePointOrder.COMPARATOR));
        var places = new int[words.size()];
        var sorted = new String[words.size()];
        int size = 0;
        for (int code : order) {
            if (missing[code]) {
                places[code] = Integer.MIN_VALUE;
            } else {
                sorted[size] = words.get(code);
                places[code] = size++;
            }
        }
        var cells = new int[codes.length];
        for (int row = 0; row < cells.length; row++) {
            cells[row] = codes[row] < 0 ? Integer.MIN_VALUE : places[codes[row]];
        }
        return StoredColumn.of(IntColumn.create(name, cells), Arrays.copyOf(sorted, size));
    }

    private boolean areCodesOfTwoLetters() {
        boolean any = false;
        for (int code = 0; code < words.size(); code++) {
            String word = words.get(code);
            if (!marker[code]) {
                if (word.length() != 2 || !word.chars().allMatch(c -> c >= 'A' && c <= 'Z')) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }
}
