package io.hexagent.infrastructure.tablesaw;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Dataset;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** How long a table of a million rows and ten columns takes, beside Tablesaw's own reader. */
@Tag("bench")
class TableBenchmark {
    private static final int ROWS = 1_000_000;
    private static final int ROUNDS = 3;

    @Test
    void readingAndAggregatingIsAtLeastThreeTimesAsFastAsTablesawItself() {
        byte[] csv = csv();
        var ours = new double[ROUNDS];
        var theirs = new double[ROUNDS];
        var second = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            theirs(csv);
            theirs[round] = (System.nanoTime() - start) / 1e9;
            try (var tables = new Tables()) {
                Dataset dataset = tables.unread("big.csv", csv);
                start = System.nanoTime();
                tables.calculator().calculate(dataset, means());
                ours[round] = (System.nanoTime() - start) / 1e9;
                start = System.nanoTime();
                tables.calculator().calculate(dataset, means());
                second[round] = (System.nanoTime() - start) / 1e9;
                start = System.nanoTime();
                tables.calculator().profile(dataset.source(), dataset.content());
                print("profile %.2f s".formatted((System.nanoTime() - start) / 1e9));
            }
            print("Tablesaw %.2f s, ours %.2f s, second question %.2f s"
                    .formatted(theirs[round], ours[round], second[round]));
        }
        Arrays.sort(ours);
        Arrays.sort(theirs);
        double ratio = theirs[ROUNDS / 2] / ours[ROUNDS / 2];
        print(String.format(
                Locale.ROOT,
                "read + aggregate, 1 M x 10 (%d MB): %.1f x faster than Tablesaw",
                csv.length >> 20,
                ratio));

        assertThat(ratio).isGreaterThanOrEqualTo(3);
    }

    private static Calculation means() {
        return new Calculation.Aggregate(
                List.of(Measure.of(Function.MEAN, "price"), Measure.of(Function.SUM, "quantity")),
                List.of(Grouping.of("city")),
                List.of(),
                List.of(),
                OptionalInt.empty());
    }

    private static void theirs(byte[] csv) {
        Table table = Table.read()
                .usingOptions(
                        CsvReadOptions.builder(new ByteArrayInputStream(csv)).build());
        table.summarize("price", AggregateFunctions.mean).by("city");
        table.summarize("quantity", AggregateFunctions.sum).by("city");
    }

    private static byte[] csv() {
        var random = new Random(1);
        var csv = new StringBuilder(80 * ROWS);
        csv.append("id,date,city,category,quantity,price,discount,weight,active,note\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(i)
                    .append(",20")
                    .append(10 + i % 10)
                    .append("-0")
                    .append(1 + i % 9)
                    .append('-')
                    .append(10 + i % 18)
                    .append(",city")
                    .append(random.nextInt(200))
                    .append(",c")
                    .append(random.nextInt(12))
                    .append(',')
                    .append(random.nextInt(1000))
                    .append(',')
                    .append(random.nextInt(100_000) / 100.0)
                    .append(',')
                    .append((float) random.nextDouble())
                    .append(',')
                    .append(random.nextGaussian())
                    .append(i % 3 == 0 ? ",true," : ",false,")
                    .append("note ")
                    .append(random.nextInt(5000))
                    .append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
