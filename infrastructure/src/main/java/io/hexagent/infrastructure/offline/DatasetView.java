package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** A data set with the indexes that linking words to it needs. Immutable. */
final class DatasetView {
    private static final Set<String> YEAR_WORDS = Set.of("year", "yr");
    private static final Set<String> ADDITIVE = Set.of(
            "revenue",
            "sale",
            "quantity",
            "qty",
            "amount",
            "profit",
            "unit",
            "volume",
            "precipitation",
            "rain",
            "rainfall",
            "population",
            "pop",
            "order",
            "visit",
            "byte",
            "spend",
            "spending",
            "turnover",
            "gdp",
            "count",
            "total",
            "download",
            "click",
            "impression",
            "death",
            "case",
            "passenger",
            "trip",
            "production",
            "emission",
            "cost",
            "expense",
            "budget",
            "goal",
            "births",
            "birth",
            "snow",
            "snowfall",
            "traffic",
            "view",
            "pageview");

    private final Dataset dataset;
    private final ColumnLinker columns;
    private final ValueLinker values;
    private final RowNouns nouns;

    DatasetView(Dataset dataset) {
        this.dataset = dataset;
        this.columns = new ColumnLinker(dataset);
        this.values = new ValueLinker(dataset);
        this.nouns = new RowNouns(dataset);
    }

    Dataset dataset() {
        return dataset;
    }

    ColumnLinker columns() {
        return columns;
    }

    ValueLinker values() {
        return values;
    }

    RowNouns nouns() {
        return nouns;
    }

    /** Columns of days or times, and integer columns of years. */
    List<Column> timeColumns() {
        return dataset.columns().stream().filter(DatasetView::isTime).toList();
    }

    List<Column> numberColumns() {
        return dataset.columns().stream()
                .filter(column -> column.type().isNumber())
                .toList();
    }

    /** Number columns that measure something: neither years nor identifiers. */
    List<Column> measureColumns() {
        return numberColumns().stream()
                .filter(column -> !isYear(column) && !isIdentifier(column))
                .toList();
    }

    List<Column> categoryColumns() {
        return dataset.columns().stream()
                .filter(column -> column.type() == ColumnType.TEXT || column.type() == ColumnType.BOOLEAN)
                .toList();
    }

    static boolean isIdentifier(Column column) {
        List<String> words = Words.split(column.name());
        return !words.isEmpty()
                && (words.getLast().equals("id") || words.getLast().equals("index"))
                && column.type() != ColumnType.DECIMAL;
    }

    static boolean isTime(Column column) {
        return column.type().isTime() || isYear(column);
    }

    static boolean isYear(Column column) {
        return column.type() == ColumnType.INTEGER
                && Words.split(column.name()).stream().anyMatch(YEAR_WORDS::contains)
                && within(column.min(), 1000, 3000)
                && within(column.max(), 1000, 3000);
    }

    private static boolean within(Value value, int low, int high) {
        return value instanceof Value.Number number
                && number.number().compareTo(BigDecimal.valueOf(low)) >= 0
                && number.number().compareTo(BigDecimal.valueOf(high)) <= 0;
    }

    /** Whether the values of the column add up to something, so that a group's size is their sum. */
    static boolean isAdditive(Column column) {
        List<String> words = Words.split(ColumnLinker.withoutUnit(column.name())).stream()
                .map(Words::lemma)
                .toList();
        if (words.isEmpty()) {
            return false;
        }
        boolean energy = words.size() > 1 && Set.of("kwh", "mwh", "wh").contains(words.getLast());
        if (energy || words.getFirst().equals("total")) {
            return true;
        }
        return words.stream().anyMatch(ADDITIVE::contains)
                && words.stream()
                        .noneMatch(
                                Set.of("rate", "per", "price", "average", "avg", "mean", "unit_price", "percent")
                                        ::contains);
    }

    /** Whether the number lies between the column's least and greatest value. */
    static boolean spans(Column column, BigDecimal number) {
        return column.min() instanceof Value.Number min
                && column.max() instanceof Value.Number max
                && min.number().compareTo(number) <= 0
                && max.number().compareTo(number) >= 0;
    }
}
