package io.hexagent.infrastructure.bars;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.Timeframe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;

/** Reads a CSV file of bars in one go. Whether the bars make sense is looked at later. */
final class CsvBars {
    private static final int HEAD = 1 << 16;
    private static final int MOST_CELL = 1 << 14;
    private static final int MOST_TITLES = 3;
    private static final int MOST_ERRORS = 5;
    private static final int CHECK_EVERY = 4096;
    private static final int LEAST_CELLS = 5;
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:\\d{1,300}(?:\\.\\d{0,300})?|\\.\\d{1,300})(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern NONE =
            Pattern.compile("|-|--|na|n/a|nan|null|none|nil|missing", Pattern.CASE_INSENSITIVE);
    private static final int[] POWERS = {'k', 1_000, 'm', 1_000_000, 'b', 1_000_000_000};

    private final int mostBars;
    private final BarTimes times = new BarTimes();
    private final double[][] columns = new double[5][1024];
    private final List<String> errors = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private long wrong;
    private char separator = ',';
    private Optional<BarHeader> header = Optional.empty();

    private CsvBars(int mostBars) {
        this.mostBars = mostBars;
    }

    /**
     * @param name for messages
     * @throws UnusableDataset when the file holds no bars
     */
    static ReadBars read(String name, InputStream csv, int mostBars) {
        try {
            return new CsvBars(mostBars).read(csv);
        } catch (UnusableDataset problem) {
            throw new UnusableDataset(problem.reason(), "\"" + name + "\": " + problem.getMessage());
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private ReadBars read(InputStream csv) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8), HEAD);
        reader.mark(HEAD);
        char[] head = new char[HEAD / 2];
        int length = reader.read(head);
        reader.reset();
        if (length <= 0) {
            throw new UnusableDataset(Reason.EMPTY, "the file is empty; a header and rows of bars are expected");
        }
        String start = new String(head, 0, length);
        if (start.indexOf('\0') >= 0) {
            throw new UnusableDataset(Reason.BINARY, "the file is no text; a CSV file is expected");
        }
        separator = separator(start);
        try (CsvReader<CsvRecord> rows = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .detectBomHeader(false)
                .maxBufferSize(Math.max(HEAD, 2 * MOST_CELL))
                .ofCsvRecord(reader)) {
            int titles = 0;
            for (CsvRecord row : rows) {
                if (header.isEmpty()) {
                    titles = begin(row, titles);
                } else {
                    add(row);
                }
            }
        } catch (CsvParseException | UncheckedIOException broken) {
            throw new UnusableDataset(
                    Reason.MALFORMED, "row " + (times.size() + 1) + " cannot be read as CSV; look at its quotes");
        }
        return read();
    }

    private static char separator(String head) {
        String line = head.lines()
                .filter(one -> one.chars()
                                .filter(c -> c == ',' || c == ';' || c == '\t' || c == '|')
                                .count()
                        >= LEAST_CELLS - 1)
                .findFirst()
                .orElse("");
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t', '|'}) {
            long cells = line.chars().filter(c -> c == candidate).count();
            if (cells > most) {
                best = candidate;
                most = cells;
            }
        }
        return best;
    }

    /** Takes the header, or a first row where there is none, or a line of words above it. */
    private int begin(CsvRecord row, int titles) {
        List<String> cells = row.getFields();
        List<String> bare =
                cells.stream().map(cell -> cell.replace("\ufeff", "")).toList();
        switch (BarHeader.of(bare)) {
            case BarHeader.Found.Columns found -> header = Optional.of(found.header());
            case BarHeader.Found.Missing missing -> {
                if (cells.size() >= LEAST_CELLS && BarTimes.isTime(bare.getFirst()) && isNumber(cells.get(1))) {
                    header = Optional.of(BarHeader.USUAL);
                    notes.add(
                            "The file has no header: its columns were taken as time, open, high, low, close, volume.");
                    add(row);
                } else if (missing.names().size() == LEAST_CELLS
                        && cells.size() < LEAST_CELLS
                        && titles < MOST_TITLES) {
                    return titles + 1;
                } else {
                    throw noHeader(bare, missing.names());
                }
            }
        }
        return titles;
    }

    private static UnusableDataset noHeader(List<String> cells, List<String> missing) {
        return new UnusableDataset(
                Reason.MALFORMED,
                "a bar needs date, open, high, low and close; there is no column for " + String.join(", ", missing)
                        + " among " + cells.stream().limit(20).toList());
    }

    private void add(CsvRecord row) {
        BarHeader at = header.orElseThrow();
        List<String> cells = row.getFields();
        if (cells.stream().allMatch(String::isBlank)) {
            return;
        }
        int place = times.size();
        if (place >= mostBars) {
            throw new UnusableDataset(
                    Reason.TOO_LARGE, "the file has more than " + mostBars + " bars (setting market.max-bars)");
        }
        if (place % CHECK_EVERY == 0 && Thread.currentThread().isInterrupted()) {
            throw new CancellationException("reading bars was interrupted");
        }
        try {
            times.add(cell(cells, at.time()), cell(cells, at.clock()));
        } catch (BarTimes.NoTime none) {
            wrong(place, none.getMessage());
            // Rows are counted by their times.
            skip();
        }
        if (place == columns[0].length) {
            for (int i = 0; i < columns.length; i++) {
                columns[i] = Arrays.copyOf(columns[i], place * 2);
            }
        }
        columns[0][place] = price(cells, at.open(), "open", place);
        columns[1][place] = price(cells, at.high(), "high", place);
        columns[2][place] = price(cells, at.low(), "low", place);
        columns[3][place] = price(cells, at.close(), "close", place);
        columns[4][place] = volume(cells, at.volume(), place);
    }

    private void skip() {
        try {
            times.add("1970-01-01", "");
        } catch (BarTimes.NoTime never) {
            throw new IllegalStateException("the epoch is a time", never);
        }
    }

    private void wrong(int place, String what) {
        if (wrong++ < MOST_ERRORS) {
            errors.add("row " + (place + 1) + ": " + what);
        }
    }

    private static String cell(List<String> cells, int column) {
        return column < 0 || column >= cells.size() ? "" : cells.get(column);
    }

    /** NaN where there is none. */
    private double price(List<String> cells, int column, String name, int place) {
        String cell = cell(cells, column).strip();
        if (NONE.matcher(cell).matches()) {
            return Double.NaN;
        }
        String number = plain(cell);
        if (!NUMBER.matcher(number).matches()) {
            wrong(place, name + " \"" + cell + "\" is no number");
            return Double.NaN;
        }
        return Double.parseDouble(number);
    }

    private boolean isNumber(String cell) {
        return NUMBER.matcher(plain(cell.strip())).matches();
    }

    /** Without a currency's sign and thousands separators, with a point for the decimals. */
    private String plain(String cell) {
        String bare = !cell.isEmpty() && "$€£¥".indexOf(cell.charAt(0)) >= 0 ? cell.substring(1) : cell;
        if (bare.indexOf(',') < 0) {
            return bare;
        }
        return separator != ',' && bare.indexOf('.') < 0 ? bare.replace(',', '.') : bare.replace(",", "");
    }

    /** 0 where there is none. */
    private double volume(List<String> cells, int column, int place) {
        String cell = cell(cells, column).strip();
        if (NONE.matcher(cell).matches()) {
            return 0;
        }
        String number = plain(cell).toLowerCase(Locale.ROOT);
        double unit = 1;
        for (int i = 0; i < POWERS.length; i += 2) {
            if (!number.isEmpty() && number.charAt(number.length() - 1) == POWERS[i]) {
                unit = POWERS[i + 1];
                number = number.substring(0, number.length() - 1);
            }
        }
        if (!NUMBER.matcher(number).matches()) {
            wrong(place, "volume \"" + cell + "\" is no number");
            return 0;
        }
        return Double.parseDouble(number) * unit;
    }

    private ReadBars read() {
        if (header.isEmpty()) {
            throw new UnusableDataset(
                    Reason.MALFORMED, "there is no header with date, open, high, low and close in the first lines");
        }
        if (wrong > 0) {
            throw new UnusableDataset(
                    Reason.MALFORMED,
                    String.join("; ", errors)
                            + (wrong > errors.size() ? "; and " + (wrong - errors.size()) + " more" : ""));
        }
        if (times.size() == 0) {
            throw new UnusableDataset(Reason.NO_ROWS, "the file has a header and no bars");
        }
        try {
            long[] read = times.toArray();
            int size = read.length;
            var bars = new Bars(
                    read,
                    Arrays.copyOf(columns[0], size),
                    Arrays.copyOf(columns[1], size),
                    Arrays.copyOf(columns[2], size),
                    Arrays.copyOf(columns[3], size),
                    Arrays.copyOf(columns[4], size));
            Optional<Timeframe> timeframe = Rhythm.timeframe(read);
            return new ReadBars(bars, timeframe, Rhythm.hours(read, timeframe.orElse(Timeframe.ONE_DAY)), notes);
        } catch (IllegalArgumentException | Rhythm.NoTimeframe unclear) {
            throw new UnusableDataset(Reason.MALFORMED, String.valueOf(unclear.getMessage()));
        }
    }
}
