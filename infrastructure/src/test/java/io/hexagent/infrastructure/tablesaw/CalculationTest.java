package io.hexagent.infrastructure.tablesaw;

import static io.hexagent.infrastructure.tablesaw.Tables.number;
import static io.hexagent.infrastructure.tablesaw.Tables.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.CorrelationMethod;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculation.OutlierMethod;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Calculation.Sort;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalculationTest {
    private static final String SALES = """
        city,day,time,amount,units,ok,code
        Bern,2014-01-05,2014-01-05T10:30,10.5,1,true,a
        Bern,2014-02-01,2014-02-01T11:00,20.5,2,false,b
        Ulm,2014-02-28,2014-02-28T23:59,-5,3,true,A
        Ulm,2015-01-01,2015-01-01T00:00,,4,,c
        ,2015-12-31,2015-12-31T12:00,7,5,true,
        aachen,2016-02-29,2016-02-29T10:00,1,,false,b
        """;
    private final Tables tables = new Tables();

    @AfterEach
    void close() {
        tables.close();
    }

    private Calculated aggregate(List<Measure> measures, List<Grouping> groupBy, Filter... filters) {
        return tables.ask(
                SALES, new Calculation.Aggregate(measures, groupBy, List.of(filters), List.of(), OptionalInt.empty()));
    }

    private long count(Filter filter) {
        return (long) number(aggregate(List.of(Measure.count()), List.of(), filter), "count");
    }

    private static Filter filter(String column, String operator, Object... operands) {
        return new Filter(
                column,
                Operator.ofWire(operator),
                Arrays.stream(operands)
                        .map(operand -> switch (operand) {
                            case Integer n -> Value.of(n);
                            case Double d -> Value.of(d);
                            case Boolean b -> Value.of(b);
                            default -> Value.of(operand.toString());
                        })
                        .toList());
    }

    @Test
    void everyFunctionGivesItsFigure() {
        Calculated answer = aggregate(
                List.of(
                        Measure.count(),
                        Measure.of(Function.COUNT, "amount"),
                        Measure.of(Function.COUNT_DISTINCT, "city"),
                        Measure.of(Function.SUM, "amount"),
                        Measure.of(Function.SUM, "units"),
                        Measure.of(Function.MEAN, "amount"),
                        Measure.of(Function.MEDIAN, "amount"),
                        Measure.of(Function.MIN, "amount"),
                        Measure.of(Function.MAX, "day"),
                        Measure.of(Function.STD, "units"),
                        Measure.of(Function.VARIANCE, "units"),
                        new Measure(
                                Function.QUANTILE, Optional.of("units"), OptionalDouble.of(0.1), Optional.of("tenth")),
                        Measure.of(Function.FIRST, "city"),
                        Measure.of(Function.LAST, "city"),
                        Measure.of(Function.MEAN, "ok")),
                List.of());

        assertThat(rows(answer).getFirst())
                .containsExactly(
                        "6",
                        "5",
                        "3",
                        "34",
                        "15",
                        "6.8",
                        "7",
                        "-5",
                        "2016-02-29",
                        "1.5811388300841898",
                        "2.5",
                        "1.4",
                        "Bern",
                        "aachen",
                        "0.6");
        assertThat(answer.table().columns()).contains("count", "distinct city", "mean of amount", "tenth");
        assertThat(answer.method())
                .contains("sample standard deviation (n - 1)")
                .contains("type 7");
    }

    @Test
    void groupsStandInTheOrderOfTheirKeysAndMissingOnesAreLeftOutWithANote() {
        Calculated answer =
                aggregate(List.of(Measure.count(), Measure.of(Function.SHARE, "units")), List.of(Grouping.of("city")));

        assertThat(rows(answer))
                .containsExactly(List.of("Bern", "2", "0.3"), List.of("Ulm", "2", "0.7"), List.of("aachen", "1", ""));
        assertThat(answer.notes()).containsExactly("1 row left out: no value in \"city\"");
        assertThat(answer.facts().number("rows_used").orElseThrow()).isEqualByComparingTo("5");
    }

    @Test
    void numbersAndDatesGroupInTheirOwnOrder() {
        assertThat(rows(tables.ask(
                        "n\n10\n9\n10\n-1\n",
                        new Calculation.Aggregate(
                                List.of(Measure.count()),
                                List.of(Grouping.of("n")),
                                List.of(),
                                List.of(),
                                OptionalInt.empty()))))
                .containsExactly(List.of("-1", "1"), List.of("9", "1"), List.of("10", "2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "YEAR | 2014 2015 2016",
                "QUARTER | 2014-Q1 2015-Q1 2015-Q4 2016-Q1",
                "MONTH | 2014-01 2014-02 2015-01 2015-12 2016-02",
                "WEEK | 2014-W01 2014-W05 2014-W09 2015-W01 2015-W53 2016-W09",
                "DAY | 2014-01-05 2014-02-01 2014-02-28 2015-01-01 2015-12-31 2016-02-29",
                "MONTH_OF_YEAR | 01 02 12",
                "DAY_OF_WEEK | Monday Thursday Friday Saturday Sunday",
                "HOUR_OF_DAY | 00 10 11 12 23",
            })
    void timesGroupByCalendarPeriods(Period period, String names) {
        Calculated answer = aggregate(List.of(Measure.count()), List.of(new Grouping("time", Optional.of(period))));

        assertThat(rows(answer)).extracting(List::getFirst).containsExactly(names.split(" "));
    }

    @Test
    void aggregatesAreSortedAndCutToTheTop() {
        Calculated answer = tables.ask(
                SALES,
                new Calculation.Aggregate(
                        List.of(Measure.of(Function.SUM, "amount")),
                        List.of(Grouping.of("city")),
                        List.of(),
                        List.of(new Sort("amount", true)),
                        OptionalInt.of(2)));

        assertThat(rows(answer)).containsExactly(List.of("Bern", "31"), List.of("aachen", "1"));
        assertThat(answer.table().totalRows()).isEqualTo(2);
        assertThat(answer.notes()).anyMatch(note -> note.contains("the first 2 of 3 groups"));
    }

    @Test
    void filtersCompareAsTheirColumnsDo() {
        assertThat(count(filter("city", "=", "bern "))).isEqualTo(2);
        assertThat(count(filter("city", "!=", "Bern"))).isEqualTo(3);
        assertThat(count(filter("city", "in", "ULM", "Aachen"))).isEqualTo(3);
        assertThat(count(filter("city", "contains", "ER"))).isEqualTo(2);
        assertThat(count(filter("city", "starts_with", "a"))).isEqualTo(1);
        assertThat(count(filter("city", "is_missing"))).isEqualTo(1);
        assertThat(count(filter("city", "is_present"))).isEqualTo(5);
        assertThat(count(filter("city", "<", "c"))).isEqualTo(3);
        assertThat(count(filter("units", ">", 2))).isEqualTo(3);
        assertThat(count(filter("units", ">=", 2.5))).isEqualTo(3);
        assertThat(count(filter("units", "<", 2.5))).isEqualTo(2);
        assertThat(count(filter("units", "=", 2.5))).isZero();
        assertThat(count(filter("units", "!=", 2.5))).isEqualTo(5);
        assertThat(count(filter("units", "=", "3"))).isEqualTo(1);
        assertThat(count(filter("units", "between", 2, 4))).isEqualTo(3);
        assertThat(count(filter("units", "<", "1e30"))).isEqualTo(5);
        assertThat(count(filter("amount", "!=", 7))).isEqualTo(4);
        assertThat(count(filter("amount", "=", 10.5))).isEqualTo(1);
        assertThat(count(filter("ok", "=", true))).isEqualTo(3);
        assertThat(count(filter("ok", "=", "no"))).isEqualTo(2);
        assertThat(count(filter("ok", "!=", "true"))).isEqualTo(2);
    }

    @Test
    void datesAreFilteredByWholePeriods() {
        for (String column : List.of("day", "time")) {
            assertThat(count(filter(column, "=", 2014))).isEqualTo(3);
            assertThat(count(filter(column, "=", "2014"))).isEqualTo(3);
            assertThat(count(filter(column, "=", "2014-02"))).isEqualTo(2);
            assertThat(count(filter(column, "=", "2015-Q1"))).isEqualTo(1);
            assertThat(count(filter(column, "=", "2014-02-28"))).isEqualTo(1);
            assertThat(count(filter(column, "=", "February 2014"))).isEqualTo(2);
            assertThat(count(filter(column, "!=", "2014"))).isEqualTo(3);
            assertThat(count(filter(column, ">", "2014"))).isEqualTo(3);
            assertThat(count(filter(column, ">=", "2015"))).isEqualTo(3);
            assertThat(count(filter(column, "<=", "2014"))).isEqualTo(3);
            assertThat(count(filter(column, "<", "2014-02"))).isEqualTo(1);
            assertThat(count(filter(column, "between", "2014-02", "2015-01"))).isEqualTo(3);
            assertThat(count(filter(column, "in", "2014-01", "2016"))).isEqualTo(2);
        }
        assertThat(count(filter("time", "=", "2014-02-28T23:59"))).isEqualTo(1);
        assertThat(count(filter("time", "<", "2014-01-05 10:30"))).isZero();
    }

    @Test
    void filtersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> count(filter("units", "=", "many")))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("many");
        assertThatThrownBy(() -> count(filter("day", "=", "soon")))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("2014-03");
        assertThatThrownBy(() -> count(filter("ok", "<", true))).isInstanceOf(CalculationRefused.class);
        assertThatThrownBy(() -> count(filter("units", "contains", "1"))).isInstanceOf(CalculationRefused.class);
        assertThatThrownBy(() -> count(filter("town", "=", "x")))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("city");
        assertThatThrownBy(() -> aggregate(List.of(Measure.of(Function.MEAN, "city")), List.of()))
                .isInstanceOf(CalculationRefused.class)
                .hasMessage(
                        "function \"mean\" needs a column of numbers, \"city\" is text; columns of numbers: [amount,"
                                + " units]");
    }

    @Test
    void aFilterThatFindsNothingSuggestsAValue() {
        Calculated answer =
                aggregate(List.of(Measure.of(Function.SUM, "amount")), List.of(), filter("city", "=", "Benr"));

        assertThat(rows(answer)).containsExactly(List.of(""));
        assertThat(answer.notes()).anyMatch(note -> note.contains("did you mean \"Bern\"?"));
    }

    @Test
    void rowsAreSortedWithMissingOnesLastInBothDirections() {
        for (boolean descending : new boolean[] {true, false}) {
            Calculated answer = tables.ask(
                    SALES,
                    new Calculation.Rows(
                            List.of("amount", "city"),
                            List.of(),
                            List.of(new Sort("AMOUNT", descending)),
                            OptionalInt.empty()));

            assertThat(rows(answer))
                    .extracting(List::getFirst)
                    .containsExactly(
                            descending
                                    ? new String[] {"20.5", "10.5", "7", "1", "-5", ""}
                                    : new String[] {"-5", "1", "7", "10.5", "20.5", ""});
        }
    }

    @Test
    void statisticsAreThoseOfTheTextbook() {
        Calculated answer = tables.ask(
                "v,w\n2,a\n4,a\n4,a\n4,a\n5,a\n5,a\n7,a\n9,a\n,a\n",
                new Calculation.Statistics(List.of(), List.of(0.9, 0.5, 0.025), List.of()));

        assertThat(answer.table().columns())
                .containsExactly(
                        "column", "count", "missing", "mean", "std", "min", "25%", "50%", "75%", "max", "90%", "2.5%");
        assertThat(rows(answer).getFirst().subList(0, 4)).containsExactly("v", "8", "1", "5");
        assertThat(number(answer, "std")).isCloseTo(Math.sqrt(32.0 / 7), within(1e-12));
        assertThat(number(answer, "25%")).isEqualTo(4);
        assertThat(number(answer, "75%")).isEqualTo(5.5);
        assertThat(number(answer, "90%")).isCloseTo(7.6, within(1e-12));
    }

    @Test
    void oneValueHasNoStandardDeviation() {
        Calculated answer = tables.ask("v,w\n3,a\n", new Calculation.Statistics(List.of(), List.of(), List.of()));

        assertThat(rows(answer).getFirst()).containsExactly("v", "1", "0", "3", "", "3", "3", "3", "3", "3");
    }

    @Test
    void greatNumbersKeepTheirDigits() {
        Calculated answer = tables.ask(
                "v,w\n9223372036854775807,1000000000.1\n9223372036854775807,1000000000.2\n1,1000000000.3\n",
                new Calculation.Aggregate(
                        List.of(
                                Measure.of(Function.SUM, "v"),
                                Measure.of(Function.MAX, "v"),
                                Measure.of(Function.VARIANCE, "w")),
                        List.of(),
                        List.of(),
                        List.of(),
                        OptionalInt.empty()));

        assertThat(rows(answer).getFirst().subList(0, 2))
                .containsExactly("18446744073709551615", "9223372036854775807");
        assertThat(number(answer, "variance of w")).isCloseTo(0.01, within(1e-8));
    }

    @Test
    void correlationLeavesOutIncompletePairsAndHasAPValue() {
        // Anscombe (1973), the first quartet: r = 0.81642051634484, p = 0.00216962887307879.
        String anscombe = "x,y,t\n"
                + "10,8.04,a\n"
                + "8,6.95,a\n"
                + "13,7.58,a\n"
                + "9,8.81,a\n"
                + "11,8.33,a\n"
                + "14,9.96,a\n"
                + "6,7.24,a\n"
                + "4,4.26,a\n"
                + "12,10.84,a\n"
                + "7,4.82,a\n"
                + "5,5.68,a\n"
                + "5,,a\n"
                + ",3,a\n";
        Calculated answer =
                tables.ask(anscombe, new Calculation.Correlate(List.of(), CorrelationMethod.PEARSON, List.of()));

        assertThat(number(answer.facts().get("coefficient"))).isCloseTo(0.81642051634484, within(1e-12));
        assertThat(number(answer.facts().get("p_value"))).isCloseTo(0.00216962887307879, within(1e-12));
        assertThat(number(answer.facts().get("n"))).isEqualTo(11);
        Calculated ranks = tables.ask(
                anscombe, new Calculation.Correlate(List.of("x", "y"), CorrelationMethod.SPEARMAN, List.of()));
        assertThat(number(ranks, "coefficient")).isCloseTo(0.818181818181818, within(1e-12));
        assertThatThrownBy(() -> tables.ask(
                        anscombe, new Calculation.Correlate(List.of("x", "t"), CorrelationMethod.PEARSON, List.of())))
                .isInstanceOf(CalculationRefused.class);
    }

    @Test
    void aConstantColumnHasNoCorrelation() {
        Calculated answer = tables.ask(
                "x,y\n0.1,1\n0.1,2\n0.1,3\n",
                new Calculation.Correlate(List.of(), CorrelationMethod.PEARSON, List.of()));

        assertThat(rows(answer)).containsExactly(List.of("x", "y", "", "3"));
        assertThat(answer.notes()).anyMatch(note -> note.contains("constant"));
    }

    @Test
    void outliersLieBeyondTheFences() {
        String csv = "name,v\na,1\nb,2\nc,3\nd,4\ne,100\nf,\n";
        Calculated answer =
                tables.ask(csv, new Calculation.Outliers("v", OutlierMethod.IQR, OptionalDouble.empty(), List.of()));

        assertThat(answer.table().columns()).containsExactly("row", "v", "name");
        assertThat(rows(answer)).containsExactly(List.of("5", "100", "e"));
        assertThat(number(answer.facts().get("lower"))).isEqualTo(-1);
        assertThat(number(answer.facts().get("upper"))).isEqualTo(7);
        assertThat(number(answer.facts().get("share"))).isEqualTo(0.2);
        assertThat(rows(tables.ask(
                        csv, new Calculation.Outliers("v", OutlierMethod.ZSCORE, OptionalDouble.of(1.5), List.of()))))
                .hasSize(1);
    }

    @Test
    void binsHaveEqualWidthAndTheLastIncludesItsEdge() {
        Calculated answer = tables.ask(
                "v,w\n0,a\n1,a\n2,a\n3,a\n4,a\n", new Calculation.Distribution("v", OptionalInt.of(2), List.of()));

        assertThat(rows(answer)).containsExactly(List.of("0", "2", "2", "0.4"), List.of("2", "4", "3", "0.6"));
        assertThat(number(answer.facts().get("skewness"))).isZero();
    }

    @Test
    void textIsDistributedByItsValues() {
        Calculated answer = tables.ask(SALES, new Calculation.Distribution("city", OptionalInt.empty(), List.of()));

        assertThat(rows(answer))
                .containsExactly(
                        List.of("Bern", "2", "0.4"), List.of("Ulm", "2", "0.4"), List.of("aachen", "1", "0.2"));
        assertThat(answer.facts().text("most_frequent")).contains("Bern");
    }

    @Test
    void aTrendTellsItsChangeAndItsLine() {
        Calculated answer = tables.ask(
                "d,v\n2014-01-05,1\n2014-01-20,3\n2014-02-01,4\n2014-04-01,8\n",
                new Calculation.Trend(
                        Measure.of(Function.MEAN, "v"), "d", Optional.of(Period.MONTH), Optional.empty(), List.of()));

        assertThat(rows(answer))
                .containsExactly(List.of("2014-01", "2"), List.of("2014-02", "4"), List.of("2014-04", "8"));
        assertThat(number(answer.facts().get("slope"))).isCloseTo(2, within(1e-12));
        assertThat(number(answer.facts().get("r_squared"))).isCloseTo(1, within(1e-12));
        assertThat(number(answer.facts().get("change_percent"))).isEqualTo(300);
        assertThat(answer.facts().text("direction")).contains("rising");
        assertThat(answer.notes()).anyMatch(note -> note.contains("1 month in between"));
    }

    @Test
    void aTrendByGroupHasALineForEach() {
        Calculated answer = tables.ask(
                "year,k,v\n2000,a,1\n2005,a,2\n2000,b,5\n2005,b,3\n",
                new Calculation.Trend(
                        Measure.of(Function.SUM, "v"), "year", Optional.empty(), Optional.of("k"), List.of()));

        assertThat(answer.table().columns()).containsExactly("period", "k", "sum of v");
        assertThat(rows(answer).getFirst()).containsExactly("2000", "a", "1");
        assertThat(answer.facts().items("groups")).hasSize(2);
        assertThat(((Value.Fields) answer.facts().items("groups").get(1))
                        .number("slope")
                        .orElseThrow())
                .isEqualByComparingTo("-2");
    }

    @Test
    void twoGroupsAreComparedByWelch() {
        // Checked with scipy.stats.ttest_ind(equal_var=False).
        Calculated answer = tables.ask(
                "g,v\na,1\na,2\na,3\na,4\nb,2\nb,4\nb,6\nb,9\nb,\n",
                new Calculation.CompareGroups("v", "g", List.of(), List.of()));

        assertThat(answer.facts().text("test")).contains("Welch's t-test");
        assertThat(number(answer.facts().get("difference"))).isEqualTo(2.75);
        assertThat(number(answer.facts().get("statistic"))).isCloseTo(1.690641214609248, within(1e-9));
        assertThat(answer.facts().text("highest")).contains("b");
        assertThat(number(answer.facts().get("p_value"))).isCloseTo(0.1647020796280566, within(1e-12));
    }

    @Test
    void threeGroupsAreComparedByAnalysisOfVariance() {
        Calculated answer = tables.ask(
                "g,v\na,6\na,8\na,4\na,5\na,3\na,4\nb,8\nb,12\nb,9\nb,11\nb,6\nb,8\nc,13\nc,9\nc,11\nc,8\nc,7\nc,12\n",
                new Calculation.CompareGroups("v", "g", List.of(), List.of()));

        // The example of Wikipedia's article on the F-test; figures of scipy.stats.f_oneway.
        assertThat(answer.facts().text("test")).contains("one-way ANOVA");
        assertThat(number(answer.facts().get("statistic"))).isCloseTo(9.264705882352942, within(1e-9));
        assertThat(number(answer.facts().get("p_value"))).isCloseTo(0.0023987773293929083, within(1e-14));
        assertThatThrownBy(() -> tables.ask(
                        "g,v\nadelie,1\nbb,2\n", new Calculation.CompareGroups("v", "g", List.of("adely"), List.of())))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("did you mean");
    }

    @Test
    void missingCellsAreCountedByColumnAndByRow() {
        Calculated answer = tables.ask(SALES, new Calculation.MissingValues(List.of()));

        assertThat(rows(answer)).contains(List.of("amount", "1", "0.16666666666666666"), List.of("day", "0", "0"));
        assertThat(answer.facts().number("total_missing").orElseThrow()).isEqualByComparingTo("5");
        assertThat(answer.facts().number("complete_rows").orElseThrow()).isEqualByComparingTo("3");
    }

    @Test
    void aDescriptionNamesTypesAndExamples() {
        Calculated answer = tables.ask(SALES, new Calculation.Describe(List.of("CITY", "units")));

        assertThat(rows(answer))
                .containsExactly(
                        List.of("city", "text", "1", "3", "Bern", "aachen", "Bern, Ulm, aachen"),
                        List.of("units", "integer", "1", "5", "1", "5", "1, 2, 3, 4, 5"));
    }

    @Test
    void allMissingAndNoRowsLeftAreNoErrors() {
        String csv = "n,g,e\n1,a,\n2,b,\n";
        Filter none = filter("g", "=", "z");
        assertThat(rows(tables.ask(csv, new Calculation.Statistics(List.of(), List.of(), List.of(none)))))
                .containsExactly(List.of("n", "0", "0", "", "", "", "", "", "", ""));
        assertThat(rows(tables.ask(csv, new Calculation.Distribution("e", OptionalInt.empty(), List.of()))))
                .isEmpty();
        assertThat(rows(tables.ask(csv, new Calculation.Distribution("n", OptionalInt.empty(), List.of(none)))))
                .isEmpty();
        assertThat(rows(tables.ask(
                        csv, new Calculation.Outliers("n", OutlierMethod.IQR, OptionalDouble.empty(), List.of(none)))))
                .isEmpty();
        assertThat(tables.ask(csv, new Calculation.CompareGroups("n", "g", List.of(), List.of(none)))
                        .facts()
                        .fields())
                .isEmpty();
        assertThat(tables.ask(
                                csv,
                                new Calculation.Trend(
                                        Measure.count(), "n", Optional.empty(), Optional.empty(), List.of(none)))
                        .facts()
                        .number("periods")
                        .orElseThrow())
                .isZero();
    }
}
