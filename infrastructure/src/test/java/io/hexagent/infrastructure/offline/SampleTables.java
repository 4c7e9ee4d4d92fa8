package io.hexagent.infrastructure.offline;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Data sets for the planner's tests: profiles of simple CSV text. */
final class SampleTables {
    private static final Predicate<String> INTEGER =
            Pattern.compile("-?\\d{1,18}").asMatchPredicate();
    private static final Predicate<String> DECIMAL =
            Pattern.compile("-?\\d*\\.?\\d+(e-?\\d+)?").asMatchPredicate();
    private static final Predicate<String> DATE =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d").asMatchPredicate();
    private static final Predicate<String> DATETIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d)?").asMatchPredicate();
    private static final Predicate<String> BOOLEAN =
            Pattern.compile("true|false").asMatchPredicate();

    private SampleTables() {}

    /** One of the examples that ship with the product. */
    static Dataset example(String file) {
        Path path = Path.of("..", "presentation", "examples", file);
        return read(path);
    }

    static Dataset read(Path path) {
        try {
            return csv(String.valueOf(path.getFileName()), Files.readString(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A data set of CSV text. */
    static Dataset csv(String name, String text) {
        List<String> lines = text.strip().lines().toList();
        List<String> header = cells(lines.getFirst());
        var columns = new ArrayList<Column>();
        for (int i = 0; i < header.size(); i++) {
            int at = i;
            columns.add(column(
                    header.get(i).strip(),
                    lines.stream()
                            .skip(1)
                            .map(SampleTables::cells)
                            .map(cells -> at < cells.size() ? cells.get(at).strip() : "")
                            .toList()));
        }
        return dataset(name, lines.size() - 1, columns);
    }

    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (char c : line.toCharArray()) {
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        cells.add(cell.toString());
        return cells;
    }

    private static Dataset dataset(String name, long rows, List<Column> columns) {
        String hash =
                HexFormat.of().toHexDigits(name.hashCode() & 0xffffffffL, 8).repeat(8);
        return new Dataset(
                new DatasetId("d-" + name),
                OwnerId.LOCAL,
                name,
                new DatasetSource.Kept(),
                new ContentHash(hash),
                1000,
                new Profile(rows, columns, List.of()),
                Instant.EPOCH);
    }

    private static Column column(String name, List<String> cells) {
        List<String> present = cells.stream()
                .filter(cell -> !cell.isEmpty() && !cell.equals("NA"))
                .toList();
        ColumnType type = type(present);
        Map<String, Integer> counts = new LinkedHashMap<>();
        present.forEach(cell -> counts.merge(cell, 1, Integer::sum));
        boolean listed = (type == ColumnType.TEXT || type == ColumnType.BOOLEAN) && counts.size() <= Column.MOST_VALUES;
        List<String> values = listed
                ? counts.entrySet().stream()
                        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                        .map(Map.Entry::getKey)
                        .toList()
                : List.of();
        Comparator<String> order = type.isNumber() ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder();
        return new Column(
                name,
                type,
                cells.size() - present.size(),
                counts.size(),
                present.stream().min(order).map(cell -> value(type, cell)).orElse(Value.Absent.ABSENT),
                present.stream().max(order).map(cell -> value(type, cell)).orElse(Value.Absent.ABSENT),
                values);
    }

    private static Value value(ColumnType type, String cell) {
        return switch (type) {
            case INTEGER, DECIMAL -> Value.of(new BigDecimal(cell));
            case BOOLEAN -> Value.of(Boolean.parseBoolean(cell));
            case DATE, DATETIME, TEXT -> Value.of(cell);
        };
    }

    private static ColumnType type(List<String> present) {
        if (present.isEmpty()) {
            return ColumnType.TEXT;
        }
        if (present.stream().allMatch(INTEGER)) {
            return ColumnType.INTEGER;
        }
        if (present.stream().allMatch(DECIMAL)) {
            return ColumnType.DECIMAL;
        }
        if (present.stream().allMatch(DATE)) {
            return ColumnType.DATE;
        }
        if (present.stream().allMatch(DATETIME)) {
            return ColumnType.DATETIME;
        }
        return present.stream().allMatch(BOOLEAN) ? ColumnType.BOOLEAN : ColumnType.TEXT;
    }
}
