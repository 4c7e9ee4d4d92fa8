package io.hexagent.infrastructure.tablesaw;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;

/** Decides whether the texts of a column are numbers, and how they are written. Not safe for use by several threads. */
final class NumberTyping {
    /** From here on, a column of text that is mostly numbers gets a note. */
    private static final double MOSTLY = 0.5;

    private static final int EXAMPLES = 3;

    private final ColumnWords column;
    private final String name;
    private final List<String> words;
    private final int[] codes;
    private final int[] counts;
    private final boolean[] marker;
    private final ReadingNotes notes;
    private final long valued;
    private final boolean commaSplits;
    private final boolean decimalCommas;

    /**
     * @param commaSplits whether the comma separates the cells of the file
     * @param decimalCommas whether another column of the file certainly has decimal commas
     */
    NumberTyping(ColumnWords column, boolean commaSplits, boolean decimalCommas) {
        this.column = column;
        this.name = column.name;
        this.words = column.words;
        this.codes = column.codes;
        this.counts = column.counts;
        this.marker = column.marker;
        this.notes = column.notes;
        this.valued = column.valued;
        this.commaSplits = commaSplits;
        this.decimalCommas = decimalCommas;
    }

    /** The column when all its texts are numbers of one form; otherwise a note tells why not where that is of use. */
    Optional<StoredColumn> typed() {
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
                    column.fitting(word -> form.fits(NumberForm.Signed.of(word).number()));
            if (fits.isPresent()) {
                Optional<StoredColumn> typed = typed(form, fits.get());
                if (typed.isPresent()) {
                    return typed;
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

    private Optional<StoredColumn> typed(NumberForm form, boolean[] fits) {
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
        Optional<StoredColumn> typed = whole ? wholeNumbers(plain, fits) : decimals(plain, fits);
        if (typed.isPresent()) {
            column.noteMissing(fits);
            noteForm(form, marked, fits);
            sign.flatMap(present -> present)
                    .ifPresent(present -> notes.add("column \"" + name + "\": "
                            + (present.equals("%")
                                    ? "percent signs were taken off; 5 means 5 %"
                                    : "the sign " + present + " was taken off the amounts")));
        }
        return typed;
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
}
