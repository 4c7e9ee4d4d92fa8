package io.hexagent.infrastructure.tablesaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.CorrelationMethod;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same questions asked of pandas, in a process of its own: all figures agree to 1e-9. Skipped without pandas. */
@Tag("pandas")
class PandasTest {
    private static final String SCRIPT = """
        import json, sys
        import pandas as pd

        def plain(value):
            if value is None or value != value:
                return None
            return value.item() if hasattr(value, "item") else value

        d = pd.read_csv(sys.argv[1], parse_dates=["day"], keep_default_na=True)
        numbers = ["whole", "decimal", "small"]
        out = {}
        stats = {}
        for c in numbers:
            s = d[c]
            stats[c] = [s.count(), s.isna().sum(), s.mean(), s.std(), s.min(), s.quantile(.25), s.quantile(.5),
                        s.quantile(.75), s.max(), s.quantile(.9), s.skew()]
        out["statistics"] = stats
        g = d.groupby("group")["decimal"]
        groups = pd.DataFrame({"count": g.count(), "sum": g.sum(min_count=1), "mean": g.mean(), "median": g.median(),
                               "min": g.min(), "max": g.max(), "std": g.std(), "var": g.var(),
                               "q": g.quantile(.33), "nunique": g.nunique(), "first": g.first(), "last": g.last()})
        out["groups"] = {str(k): list(row) for k, row in groups.iterrows()}
        out["pearson"] = [d[a].corr(d[b]) for i, a in enumerate(numbers) for b in numbers[i + 1:]]
        out["spearman"] = [d[a].corr(d[b], method="spearman") for i, a in enumerate(numbers) for b in numbers[i + 1:]]
        months = d.groupby(d["day"].dt.to_period("M"))["decimal"].mean()
        out["months"] = {str(k): v for k, v in months.items()}

        def walk(x):
            if isinstance(x, dict):
                return {k: walk(v) for k, v in x.items()}
            if isinstance(x, list):
                return [walk(v) for v in x]
            return plain(x)

        print(json.dumps(walk(out)))
        """;

    @TempDir
    private Path dir = Path.of("");

    @Test
    void allFiguresAgreeWithPandas() throws Exception {
        String csv = csv();
        JsonNode expected = askPandas(csv);
        try (var tables = new Tables()) {
            var data = tables.dataset("data.csv", csv.getBytes(StandardCharsets.UTF_8));
            var calculator = tables.calculator();

            Calculated statistics = calculator.calculate(
                    data, new Calculation.Statistics(List.of("whole", "decimal", "small"), List.of(0.9), List.of()));
            for (List<Value> row : statistics.table().rows()) {
                JsonNode theirs =
                        expected.path("statistics").path(row.getFirst().toString());
                for (int i = 1; i < row.size(); i++) {
                    agree(row.get(i), theirs.get(i - 1), row.getFirst() + " " + i);
                }
                Calculated spread = calculator.calculate(
                        data, new Calculation.Distribution(row.getFirst().toString(), OptionalInt.empty(), List.of()));
                agree(spread.facts().get("skewness"), theirs.get(10), "skewness");
            }

            Calculated groups = calculator.calculate(data, byGroup());
            assertThat(groups.table().rows()).hasSize(expected.path("groups").size());
            for (List<Value> row : groups.table().rows()) {
                JsonNode theirs = expected.path("groups").path(row.getFirst().toString());
                for (int i = 1; i < row.size(); i++) {
                    agree(
                            row.get(i),
                            theirs.get(i - 1),
                            row.getFirst() + " " + groups.table().columns().get(i));
                }
            }

            for (CorrelationMethod method : CorrelationMethod.values()) {
                Calculated pairs = calculator.calculate(
                        data, new Calculation.Correlate(List.of("whole", "decimal", "small"), method, List.of()));
                for (int i = 0; i < pairs.table().rows().size(); i++) {
                    agree(
                            pairs.table().rows().get(i).get(2),
                            expected.path(method.wire()).get(i),
                            method.wire());
                }
            }

            Calculated months = calculator.calculate(
                    data,
                    new Calculation.Trend(
                            Measure.of(Function.MEAN, "decimal"),
                            "day",
                            Optional.of(Period.MONTH),
                            Optional.empty(),
                            List.of()));
            assertThat(months.table().rows()).hasSize(expected.path("months").size());
            for (List<Value> row : months.table().rows()) {
                agree(
                        row.get(1),
                        expected.path("months").path(row.getFirst().toString()),
                        row.getFirst().toString());
            }
        }
    }

    private static Calculation byGroup() {
        return new Calculation.Aggregate(
                List.of(
                        Measure.of(Function.COUNT, "decimal"),
                        Measure.of(Function.SUM, "decimal"),
                        Measure.of(Function.MEAN, "decimal"),
                        Measure.of(Function.MEDIAN, "decimal"),
                        Measure.of(Function.MIN, "decimal"),
                        Measure.of(Function.MAX, "decimal"),
                        Measure.of(Function.STD, "decimal"),
                        Measure.of(Function.VARIANCE, "decimal"),
                        new Measure(
                                Function.QUANTILE, Optional.of("decimal"), OptionalDouble.of(0.33), Optional.empty()),
                        Measure.of(Function.COUNT_DISTINCT, "decimal"),
                        Measure.of(Function.FIRST, "decimal"),
                        Measure.of(Function.LAST, "decimal")),
                List.of(Grouping.of("group")),
                List.of(),
                List.of(),
                OptionalInt.empty());
    }

    private static void agree(Value ours, JsonNode theirs, String what) {
        double expected = theirs == null || theirs.isNull() ? Double.NaN : theirs.asDouble();
        double actual = Tables.number(ours);
        boolean same = Double.isNaN(expected)
                ? Double.isNaN(actual)
                : Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
        assertThat(same).as("%s: ours %s, pandas %s", what, ours, theirs).isTrue();
    }

    private static String csv() {
        var random = new Random(42);
        var csv = new StringBuilder("group,day,whole,decimal,small\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append(random.nextInt(50) == 0 ? "" : "group " + random.nextInt(12))
                    .append(',')
                    .append(
                            random.nextInt(40) == 0
                                    ? ""
                                    : LocalDate.of(2010, 1, 1).plusDays(random.nextInt(2000)))
                    .append(',')
                    .append(random.nextInt(30) == 0 ? "NA" : random.nextInt(2_000_000) - 1_000_000)
                    .append(',')
                    .append(random.nextInt(20) == 0 ? "" : 1e6 + random.nextGaussian() * 123.456)
                    .append(',')
                    .append(random.nextInt(10) / 10.0)
                    .append('\n');
        }
        return csv.append("lonely,2014-01-01,1,2.5,0.1\n").toString();
    }

    private JsonNode askPandas(String csv) throws IOException, InterruptedException {
        Path data = Files.writeString(dir.resolve("data.csv"), csv);
        Path script = Files.writeString(dir.resolve("ask.py"), SCRIPT);
        Path errors = dir.resolve("errors.txt");
        Path answer = dir.resolve("answer.json");
        Process process;
        try {
            process = new ProcessBuilder(python(), script.toString(), data.toString())
                    .redirectOutput(answer.toFile())
                    .redirectError(errors.toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "skipped: there is no python3 (" + e.getMessage() + ")");
            throw e;
        }
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String error = Files.readString(errors);
        assumeTrue(
                !error.contains("No module named 'pandas'"), "skipped: python3 has no pandas (Debian: python3-pandas)");
        assertThat(process.exitValue()).as(error).isZero();
        return new ObjectMapper().readTree(Files.readString(answer));
    }

    /** Debian's own python3 before another one on the path: python3-pandas belongs to it. */
    private static String python() {
        return Files.isExecutable(Path.of("/usr/bin/python3")) ? "/usr/bin/python3" : "python3";
    }
}
