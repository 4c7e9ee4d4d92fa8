package io.hexagent.infrastructure.chart;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A table written down in a test, and a calculator that knows no other. It does only what charts ask for. */
final class LiteralTable implements Calculator {
    private final List<String> columns;
    private final List<List<Value>> rows;
    private final Dataset dataset;

    private LiteralTable(String name, List<String> columns, List<List<Value>> rows) {
        this.columns = columns;
        this.rows = rows;
        List<Column> described =
                columns.stream().map(column -> describe(column, cells(column))).toList();
        this.dataset = new Dataset(
                new DatasetId(name),
                new OwnerId("tester"),
                name,
                new DatasetSource.Kept(),
                new ContentHash("0".repeat(64)),
                1,
                new Profile(rows.size(), described, List.of()),
                Instant.EPOCH);
    }

    /** Lines of comma-separated cells, the header first. An empty cell and NA are missing. */
    static LiteralTable of(String name, String... lines) {
        List<List<Value>> rows = Stream.of(lines)
                .skip(1)
                .map(line -> Stream.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                        .map(LiteralTable::cell)
                        .toList())
                .toList();
        return new LiteralTable(name, List.of(lines[0].split(",", -1)), rows);
    }

    static LiteralTable example(String file) throws IOException {
        return of(
                file,
                Files.readString(Path.of("..", "presentation", "examples", file))
                        .lines()
                        .toArray(String[]::new));
    }

    Dataset dataset() {
        return dataset;
    }

    private static Value cell(String text) {
        if (text.isEmpty() || text.equals("NA")) {
            return Value.Absent.ABSENT;
        }
        String plain = text.replace("\"", "");
        return plain.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?") ? Value.of(new BigDecimal(plain)) : Value.of(plain);
    }

    private List<Value> cells(String column) {
        int index = columns.indexOf(column);
        return rows.stream().map(row -> row.get(index)).toList();
    }

    private static Column describe(String name, List<Value> cells) {
        List<Value> present =
                cells.stream().filter(cell -> !(cell instanceof Value.Absent)).toList();
        ColumnType type;
        if (present.stream().allMatch(Value.Number.class::isInstance)) {
            type = present.stream().anyMatch(cell -> cell.toString().contains("."))
                    ? ColumnType.DECIMAL
                    : ColumnType.INTEGER;
        } else {
            type = present.stream().allMatch(cell -> cell.toString().matches("\\d{4}-\\d\\d-\\d\\d"))
                    ? ColumnType.DATE
                    : ColumnType.TEXT;
        }
        Value min = present.stream().min(LiteralTable::compare).orElse(Value.Absent.ABSENT);
        Value max = present.stream().max(LiteralTable::compare).orElse(Value.Absent.ABSENT);
        return new Column(
                name,
                type,
                cells.size() - present.size(),
                present.stream().distinct().count(),
                min,
                max,
                List.of());
    }

    private static int compare(Value one, Value other) {
        if (one instanceof Value.Number a && other instanceof Value.Number b) {
            return a.number().compareTo(b.number());
        }
        return one.toString().compareTo(other.toString());
    }

    @Override
    public Profile profile(DatasetSource source, ContentHash content) {
        return dataset.profile();
    }

    @Override
    public Calculated calculate(Dataset asked, Calculation calculation) {
        List<List<Value>> kept = rows.stream()
                .filter(row -> calculation.filters().stream().allMatch(filter -> keeps(filter, row)))
                .toList();
        Table table =
                switch (calculation) {
                    case Calculation.Aggregate aggregate -> aggregate(aggregate, kept);
                    case Calculation.Rows select -> select(select, kept);
                    case Calculation.Distribution distribution -> distribution(distribution, kept);
                    default -> throw new UnsupportedOperationException(calculation.toString());
                };
        return new Calculated("literal", table, Value.Fields.EMPTY, List.of());
    }

    private boolean keeps(Filter filter, List<Value> row) {
        Value cell = row.get(columns.indexOf(filter.column()));
        List<Value> operands = filter.operands();
        boolean present = !(cell instanceof Value.Absent);
        return switch (filter.operator()) {
            case IS_MISSING -> !present;
            case IS_PRESENT -> present;
            case EQ ->
                present && cell.toString().equalsIgnoreCase(operands.getFirst().toString());
            case IN -> present && operands.stream().anyMatch(operand -> compare(cell, operand) == 0);
            case BETWEEN -> present && compare(cell, operands.get(0)) >= 0 && compare(cell, operands.get(1)) <= 0;
            case LT -> present && compare(cell, operands.getFirst()) < 0;
            case GT -> present && compare(cell, operands.getFirst()) > 0;
            default -> throw new UnsupportedOperationException(filter.toString());
        };
    }

    private Table aggregate(Calculation.Aggregate aggregate, List<List<Value>> kept) {
        Comparator<List<Value>> byKey = (one, other) -> {
            for (int i = 0; i < one.size(); i++) {
                int compared = compare(one.get(i), other.get(i));
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        };
        Map<List<Value>, List<List<Value>>> groups = new TreeMap<>(byKey);
        if (aggregate.groupBy().isEmpty()) {
            groups.put(List.of(), kept);
        }
        for (List<Value> row : kept) {
            if (!aggregate.groupBy().isEmpty()) {
                List<Value> key = aggregate.groupBy().stream()
                        .map(grouping -> key(row.get(columns.indexOf(grouping.column())), grouping.period()))
                        .toList();
                groups.computeIfAbsent(key, ignored -> new ArrayList<>()).add(row);
            }
        }
        var names = new ArrayList<String>();
        aggregate.groupBy().forEach(grouping -> names.add(grouping.column()));
        aggregate.measures().forEach(measure -> names.add(measure.label()));
        List<List<Value>> result = new ArrayList<>();
        groups.forEach((key, members) -> {
            var row = new ArrayList<>(key);
            aggregate.measures().forEach(measure -> row.add(measure(measure, members)));
            result.add(row);
        });
        return cut(names, sorted(names, result, aggregate.sort()), aggregate.limit());
    }

    private static Value key(Value cell, Optional<Calculation.Period> period) {
        if (period.isEmpty() || cell instanceof Value.Absent) {
            return cell;
        }
        LocalDate date = LocalDate.parse(cell.toString());
        return Value.of(
                switch (period.get()) {
                    case YEAR -> cell.toString().substring(0, 4);
                    case QUARTER -> date.getYear() + "-Q" + (date.getMonthValue() + 2) / 3;
                    case MONTH -> cell.toString().substring(0, 7);
                    case DAY -> cell.toString();
                    case MONTH_OF_YEAR -> cell.toString().substring(5, 7);
                    case DAY_OF_WEEK -> date.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                    case WEEK ->
                        String.format(
                                Locale.ROOT,
                                "%d-W%02d",
                                date.get(IsoFields.WEEK_BASED_YEAR),
                                date.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                    case HOUR_OF_DAY -> throw new UnsupportedOperationException();
                });
    }

    private Value measure(Calculation.Measure measure, List<List<Value>> members) {
        if (measure.column().isEmpty()) {
            return Value.of(members.size());
        }
        int index = columns.indexOf(measure.column().get());
        List<Value> present = members.stream()
                .map(row -> row.get(index))
                .filter(cell -> !(cell instanceof Value.Absent))
                .toList();
        if (measure.function() == Calculation.Function.COUNT) {
            return Value.of(present.size());
        }
        double[] numbers = present.stream()
                .mapToDouble(cell -> ((Value.Number) cell).number().doubleValue())
                .sorted()
                .toArray();
        if (numbers.length == 0) {
            return Value.Absent.ABSENT;
        }
        double sum = Arrays.stream(numbers).sum();
        return Value.of(
                switch (measure.function()) {
                    case SUM -> sum;
                    case MEAN -> sum / numbers.length;
                    case MIN -> numbers[0];
                    case MAX -> numbers[numbers.length - 1];
                    case MEDIAN -> quantile(numbers, 0.5);
                    case QUANTILE -> quantile(numbers, measure.q().orElseThrow());
                    default -> throw new UnsupportedOperationException(measure.toString());
                });
    }

    private static double quantile(double[] sorted, double q) {
        double at = (sorted.length - 1) * q;
        int below = (int) Math.floor(at);
        int above = (int) Math.ceil(at);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private Table select(Calculation.Rows select, List<List<Value>> kept) {
        List<List<Value>> chosen = kept.stream()
                .map(row -> select.columns().stream()
                        .map(column -> row.get(columns.indexOf(column)))
                        .toList())
                .toList();
        return cut(select.columns(), chosen, select.limit());
    }

    private Table distribution(Calculation.Distribution distribution, List<List<Value>> kept) {
        int index = columns.indexOf(distribution.column());
        double[] numbers = kept.stream()
                .map(row -> row.get(index))
                .filter(Value.Number.class::isInstance)
                .mapToDouble(cell -> ((Value.Number) cell).number().doubleValue())
                .sorted()
                .toArray();
        List<String> names = List.of("from", "to", "count", "share");
        if (numbers.length == 0) {
            return Table.of(names, List.of());
        }
        int bins = numbers[0] == numbers[numbers.length - 1]
                ? 1
                : distribution.bins().orElse(15);
        double width = (numbers[numbers.length - 1] - numbers[0]) / bins;
        Map<Integer, Integer> counts = new LinkedHashMap<>();
        for (double number : numbers) {
            counts.merge(width == 0 ? 0 : (int) Math.min((number - numbers[0]) / width, bins - 1), 1, Integer::sum);
        }
        List<List<Value>> result = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            int count = counts.getOrDefault(i, 0);
            result.add(List.of(
                    Value.of(numbers[0] + i * width),
                    Value.of(numbers[0] + (i + 1) * width),
                    Value.of(count),
                    Value.of(count / (double) numbers.length)));
        }
        return Table.of(names, result);
    }

    private static List<List<Value>> sorted(List<String> names, List<List<Value>> rows, List<Calculation.Sort> sorts) {
        var sorted = new ArrayList<>(rows);
        for (Calculation.Sort sort : sorts.reversed()) {
            int index = names.indexOf(sort.by());
            Comparator<List<Value>> by = (one, other) -> compare(one.get(index), other.get(index));
            sorted.sort(sort.descending() ? by.reversed() : by);
        }
        return sorted;
    }

    private static Table cut(List<String> names, List<List<Value>> rows, OptionalInt limit) {
        List<List<Value>> kept = rows.subList(0, Math.min(rows.size(), limit.orElse(rows.size())));
        return new Table(names, kept, rows.size());
    }
}
