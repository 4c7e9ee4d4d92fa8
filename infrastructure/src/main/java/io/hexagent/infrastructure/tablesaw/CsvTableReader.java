package io.hexagent.infrastructure.tablesaw;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.value.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file into a table, deciding each column's type over all its rows. The bytes are read once; columns whose
 * first thousand rows promised numbers and whose later rows broke the promise are read a second time as words. Safe for
 * use by many threads.
 */
final class CsvTableReader {
    private static final int HEAD = 1 << 16;
    private static final double MOST_LONG_ROWS = 0.5;
    private static final Pattern LINE = Pattern.compile("record starting at line (\\d+)");

    private final DatasetContents contents;
    private final TablesawCalculator.Options options;

    CsvTableReader(DatasetContents contents, TablesawCalculator.Options options) {
        this.contents = contents;
        this.options = options;
    }

    /** @throws UnusableDataset when the bytes are no usable table or not those of the hash */
    LoadedTable read(DatasetSource source, ContentHash content) {
        Optional<TextEncoding> encoding = Optional.empty();
        Parsed parsed;
        try {
            parsed = parse(source, content, encoding, ColumnTyping::firstChoice);
        } catch (NotInThisEncoding e) {
            encoding = Optional.of(TextEncoding.FALLBACK);
            parsed = parse(source, content, encoding, ColumnTyping::firstChoice);
        }
        mustHaveRows(parsed.rows());
        var typing = new ColumnTyping(parsed.rows(), parsed.format().separator());
        if (!typing.columnsToReadAgain().isEmpty()) {
            Optional<TextEncoding> same = encoding;
            typing.readAgain(parse(source, content, same, typing::secondChoice).rows());
        }
        return typing.table(parsed.format().notes(), encoding);
    }

    /**
     * Reads the file of a table again, line by line as the table's rows, each cell as it is written.
     *
     * @throws UnusableDataset when the bytes are gone or are not those of the hash
     */
    void read(DatasetSource source, ContentHash content, LoadedTable.Origin origin, RawRows.Taker taker) {
        try (InputStream bytes = contents.open(source, content)) {
            byte[] head = bytes.readNBytes(HEAD);
            Format format = format(head, origin.encoding());
            var all = new SequenceInputStream(new ByteArrayInputStream(head), bytes);
            try (var checked =
                    new CheckedBytes(all, options.maxBytes(), format.encoding().hasNulBytes())) {
                parse(checked, format, new RawRows(taker));
                checked.mustBe(content);
            }
        } catch (IOException | UncheckedIOException e) {
            throw notReadable(source);
        }
    }

    /**
     * @param announced whether the first line only names the separator, as Excel writes it
     * @param spaced whether spaces stand between separators and quotation marks, as in {@code "a", "b"}
     */
    private record Format(TextEncoding encoding, char separator, boolean announced, boolean spaced) {
        ReadingNotes notes() {
            var notes = new ReadingNotes();
            encoding.note().ifPresent(notes::add);
            if (separator != ',' && separator != Separator.NONE) {
                notes.add("cells are separated by " + Separator.words(separator));
            }
            return notes;
        }
    }

    private record Parsed(Format format, CsvRows rows) {}

    /** Chooses a column's sink; null: the column is not wanted. */
    private interface Choice {
        @Nullable
        CellSink choose(int column, List<String> firstCells, char separator);
    }

    private static final class NotInThisEncoding extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotInThisEncoding(Throwable cause) {
            super(cause);
        }
    }

    private Parsed parse(DatasetSource source, ContentHash content, Optional<TextEncoding> encoding, Choice choice) {
        try (InputStream bytes = contents.open(source, content)) {
            byte[] head = bytes.readNBytes(HEAD);
            Format format = format(head, encoding);
            var rows = new CsvRows(options, (column, cells) -> choice.choose(column, cells, format.separator()));
            var all = new SequenceInputStream(new ByteArrayInputStream(head), bytes);
            try (var checked =
                    new CheckedBytes(all, options.maxBytes(), format.encoding().hasNulBytes())) {
                parse(checked, format, rows);
                checked.mustBe(content);
            }
            return new Parsed(format, rows);
        } catch (IOException | UncheckedIOException e) {
            throw notReadable(source);
        }
    }

    private void parse(CheckedBytes bytes, Format format, CsvCallbackHandler<Object> rows) throws IOException {
        TextEncoding encoding = format.encoding();
        // Read, not skipped: the mark counts for the hash.
        int mark = bytes.readNBytes(encoding.mark()).length;
        if (mark < encoding.mark()) {
            throw new IOException("the byte order mark is cut");
        }
        var text = new InputStreamReader(
                bytes,
                encoding.charset()
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE));
        try (var csv = CsvReader.builder()
                .fieldSeparator(format.separator())
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(format.spaced())
                .maxBufferSize(Math.max(HEAD, 2 * options.maxCellChars()))
                .build(rows, text)) {
            if (format.announced()) {
                csv.skipLines(1);
            }
            // The handler never gives a record, so that this one call parses everything.
            if (csv.iterator().hasNext()) {
                throw new IllegalStateException("the handler gave a record");
            }
        } catch (CsvParseException e) {
            throw cause(e);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw new NotInThisEncoding(e);
            }
            throw e;
        }
    }

    private static Format format(byte[] head, Optional<TextEncoding> forced) {
        if (head.length == 0) {
            throw new UnusableDataset(Reason.EMPTY, "the file is empty; a CSV file with a header line is expected");
        }
        TextEncoding encoding = forced.orElseGet(() -> TextEncoding.of(head, head.length));
        String text = new String(head, encoding.mark(), head.length - encoding.mark(), encoding.charset());
        boolean announced = text.regionMatches(true, 0, "sep=", 0, 4)
                && text.length() > 5
                && (text.charAt(5) == '\r' || text.charAt(5) == '\n');
        char separator = announced ? text.charAt(4) : Separator.of(text, head.length < HEAD);
        String mark = Pattern.quote(String.valueOf(separator));
        boolean spaced =
                Pattern.compile(mark + " +\"|\" +" + mark).matcher(text).find();
        return new Format(encoding, separator, announced, spaced);
    }

    /** The parser wraps whatever its handler and its bytes throw. */
    private static RuntimeException cause(CsvParseException e) {
        if (e.getCause() instanceof UnusableDataset unusable) {
            return unusable;
        }
        if (e.getCause() instanceof CancellationException cancelled) {
            return cancelled;
        }
        if (e.getCause() instanceof RuntimeException defect) {
            return defect;
        }
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        String message = String.valueOf(e.getMessage());
        Matcher line = LINE.matcher(message);
        return new UnusableDataset(
                Reason.MALFORMED,
                "the row that begins in line " + (line.find() ? line.group(1) : "?")
                        + (message.contains("after closing quote")
                                ? " has text behind a closing quotation mark"
                                : " has a quotation mark that is never closed")
                        + "; quotation marks that are part of a text must be doubled");
    }

    private static void mustHaveRows(CsvRows rows) {
        if (rows.header().isEmpty()) {
            throw new UnusableDataset(
                    Reason.EMPTY, "the file has nothing but empty lines; a CSV file with a header line is expected");
        }
        if (rows.rows() == 0) {
            throw new UnusableDataset(
                    Reason.NO_ROWS,
                    "the file has a header of " + Sizes.count(rows.header().size(), "column") + " but no rows");
        }
        if (rows.longRows() > MOST_LONG_ROWS * rows.rows()) {
            throw new UnusableDataset(
                    Reason.MALFORMED,
                    rows.longRows() + " of " + rows.rows() + " rows have more cells than the header's "
                            + rows.header().size() + ", the first in line " + rows.firstLong()
                            + "; the first line must name all columns");
        }
    }

    private static UnusableDataset notReadable(DatasetSource source) {
        if (source instanceof DatasetSource.LocalFile file) {
            if (Files.isDirectory(file.path())) {
                return new UnusableDataset(Reason.NOT_A_FILE, "\"" + file.path() + "\" is a directory, no file");
            }
            if (Files.notExists(file.path())) {
                return new UnusableDataset(Reason.NOT_FOUND, "there is no file \"" + file.path() + "\"");
            }
            return new UnusableDataset(Reason.NOT_READABLE, "the file \"" + file.path() + "\" cannot be read");
        }
        return new UnusableDataset(Reason.NOT_READABLE, "the bytes of the data set cannot be read");
    }
}
