package io.hexagent.infrastructure.tablesaw;

import static io.hexagent.infrastructure.tablesaw.Tables.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.CorrelationMethod;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

class CalculationPropertiesTest {
    private static final Tables TABLES = new Tables();

    @AfterContainer
    static void close() {
        TABLES.close();
    }

    private static final Calculation BY_GROUP = new Calculation.Aggregate(
            List.of(
                    Measure.count(),
                    Measure.of(Function.SUM, "v"),
                    Measure.of(Function.MEAN, "v"),
                    Measure.of(Function.MEDIAN, "v"),
                    Measure.of(Function.MIN, "v"),
                    Measure.of(Function.MAX, "v"),
                    Measure.of(Function.COUNT_DISTINCT, "v")),
            List.of(Grouping.of("g")),
            List.of(),
            List.of(),
            OptionalInt.empty());

    private static String csv(List<String> rows) {
        return "g,v\n" + String.join("\n", rows) + "\n";
    }

    private static List<String> rowsOf(List<Integer> values) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> "g" + Math.floorMod(values.get(i), 3) + "," + values.get(i))
                .toList();
    }

    @Property(tries = 50)
    void theOrderOfRowsDoesNotMatter(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1000, max = 1000) Integer> values,
            @ForAll long seed) {
        var rows = new ArrayList<>(rowsOf(values));
        Calculated before = TABLES.ask(csv(rows), BY_GROUP);
        Collections.shuffle(rows, new Random(seed));

        assertThat(Tables.rows(TABLES.ask(csv(rows), BY_GROUP))).isEqualTo(Tables.rows(before));
    }

    @Property(tries = 50)
    void groupsAddUpToTheWhole(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = -1000, max = 1000) Integer> values) {
        Calculated answer = TABLES.ask(csv(rowsOf(values)), BY_GROUP);

        assertThat(answer.table().rows().stream()
                        .mapToDouble(row -> number(row.get(1)))
                        .sum())
                .isEqualTo(values.size());
        assertThat(answer.table().rows().stream()
                        .mapToDouble(row -> number(row.get(2)))
                        .sum())
                .isEqualTo(values.stream().mapToInt(Integer::intValue).sum());
    }

    @Property(tries = 50)
    void scalingTheCellsScalesTheFigures(
            @ForAll @Size(min = 2, max = 40) List<@IntRange(min = -1000, max = 1000) Integer> values,
            @ForAll @IntRange(min = 1, max = 50) int scale) {
        var statistics = new Calculation.Statistics(List.of("v"), List.of(0.1), List.of());
        List<String> scaled =
                values.stream().map(value -> "x," + (value * scale + 7)).toList();
        Calculated before =
                TABLES.ask(csv(values.stream().map(value -> "x," + value).toList()), statistics);
        Calculated after = TABLES.ask(csv(scaled), statistics);

        for (String column : List.of("mean", "min", "25%", "50%", "75%", "max", "10%")) {
            assertThat(number(after, column)).isCloseTo(number(before, column) * scale + 7, within(1e-6));
        }
        assertThat(number(after, "std")).isCloseTo(number(before, "std") * scale, within(1e-6));
    }

    @Property(tries = 50)
    void correlationIsNotMovedByShiftAndScaleAndStaysInItsRange(
            @ForAll @Size(min = 3, max = 30) List<@IntRange(min = -100, max = 100) Integer> values, @ForAll long seed) {
        var random = new Random(seed);
        String csv =
                values.stream().map(value -> value + "," + random.nextInt(50)).collect(Collectors.joining("\n"));
        String moved = csv.lines()
                .map(line -> line.split(",", -1))
                .map(cells -> (Integer.parseInt(cells[0]) * 3 + 1000) + "," + cells[1])
                .collect(Collectors.joining("\n"));
        for (CorrelationMethod method : CorrelationMethod.values()) {
            var correlate = new Calculation.Correlate(List.of(), method, List.of());
            double before = number(TABLES.ask("a,b\n" + csv, correlate), "coefficient");
            double after = number(TABLES.ask("a,b\n" + moved, correlate), "coefficient");

            if (Double.isNaN(before)) {
                assertThat(after).isNaN();
            } else {
                assertThat(after).isCloseTo(before, within(1e-9)).isBetween(-1.0, 1.0);
            }
        }
    }

    @Property(tries = 30)
    void binsHoldEveryValueOnce(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -50, max = 50) Integer> values,
            @ForAll @IntRange(min = 1, max = 20) int bins) {
        Calculated answer = TABLES.ask(
                csv(values.stream().map(value -> "x," + value / 8.0).toList()),
                new Calculation.Distribution("v", OptionalInt.of(bins), List.of()));

        assertThat(answer.table().rows().stream()
                        .mapToDouble(row -> number(row.get(2)))
                        .sum())
                .isEqualTo(values.size());
    }

    @Property(tries = 200)
    void everyDoubleIsReadAsItWasWritten(@ForAll @Size(min = 1, max = 20) List<Double> values) {
        String csv = "v,g\n" + values.stream().map(value -> value + ",x").collect(Collectors.joining("\n"));
        var listing = new Calculation.Rows(List.of("v"), List.of(), List.of(), OptionalInt.empty());
        Calculated answer = TABLES.ask(csv, listing);

        for (int i = 0; i < values.size(); i++) {
            assertThat(number(answer.table().rows().get(i).getFirst())).isEqualTo(values.get(i) + 0.0);
        }
    }

    @Property(tries = 1)
    void twoHundredThousandRowsAreSummedExactly() {
        String csv = "g,v\n"
                + IntStream.range(0, 200_000)
                        .mapToObj(i -> "g" + i % 7 + "," + i)
                        .collect(Collectors.joining("\n"));
        Calculated answer = TABLES.ask(csv, BY_GROUP);

        assertThat(answer.table().rows()).hasSize(7);
        assertThat(answer.table().rows().stream()
                        .mapToLong(row -> (long) number(row.get(2)))
                        .sum())
                .isEqualTo(199_999L * 100_000L);
    }
}
