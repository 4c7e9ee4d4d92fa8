package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.BarCheck.Fault;
import io.hexagent.domain.strategy.BarCheck.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BarCheckTest {
    private static final Instant MONDAY = Instant.parse("2024-01-01T00:00:00Z");

    /** Bars row by row. */
    static final class Rows {
        private final List<double[]> rows = new ArrayList<>();
        private final List<Long> times = new ArrayList<>();

        Rows day(int day, double open, double high, double low, double close) {
            return at(MONDAY.plus(Duration.ofDays(day)), open, high, low, close);
        }

        Rows at(Instant time, double open, double high, double low, double close) {
            times.add(time.toEpochMilli());
            rows.add(new double[] {open, high, low, close, 10});
            return this;
        }

        Bars bars() {
            return new Bars(
                    times.stream().mapToLong(Long::longValue).toArray(),
                    column(0),
                    column(1),
                    column(2),
                    column(3),
                    column(4));
        }

        private double[] column(int place) {
            return rows.stream().mapToDouble(row -> row[place]).toArray();
        }
    }

    private static List<Kind> kinds(Bars bars) {
        return BarCheck.check(bars).stream().map(Fault::kind).toList();
    }

    @Test
    void goodBarsHaveNoFaults() {
        Bars bars = new Rows().day(0, 10, 12, 9, 11).day(1, 11, 11, 11, 11).bars();

        assertThat(BarCheck.check(bars)).isEmpty();
        assertThat(BarCheck.repair(bars).notes()).isEmpty();
    }

    @Test
    void eachKindOfFaultIsNamedWithItsRowAndDay() {
        Bars bars = new Rows()
                .day(0, 10, 12, 9, 11)
                .day(2, 10, 12, 9, 11)
                .day(1, 10, 12, 9, 11)
                .day(2, 10, 12, 9, 11)
                .day(3, 10, 8, 9, 9)
                .day(4, 10, 12, 9, 13)
                .day(5, Double.NaN, 12, 9, 11)
                .day(6, 10, 12, 0, 11)
                .bars();

        assertThat(kinds(bars))
                .containsExactly(
                        Kind.OUT_OF_ORDER,
                        Kind.DUPLICATE,
                        Kind.HIGH_BELOW_LOW,
                        Kind.OUTSIDE_RANGE,
                        Kind.MISSING_PRICE,
                        Kind.NOT_POSITIVE);
        assertThat(BarCheck.check(bars).stream().map(Fault::message))
                .containsExactly(
                        "2024-01-02 stands behind a later bar",
                        "2024-01-03 has the time of row 2",
                        "2024-01-04 has high 8 below low 9",
                        "2024-01-05 has close 13, not from low 9 to high 12",
                        "2024-01-06 has no open",
                        "2024-01-07 has low 0, not above 0");
    }

    @Test
    void aDuplicateIsFoundWhereverItStands() {
        Bars bars = new Rows()
                .day(0, 10, 12, 9, 11)
                .day(1, 10, 12, 9, 11)
                .day(0, 10, 12, 9, 11)
                .bars();

        assertThat(kinds(bars)).containsExactlyInAnyOrder(Kind.OUT_OF_ORDER, Kind.DUPLICATE);
    }

    @Test
    void repairedBarsHaveNoFaultsAndEachRepairIsTold() {
        Bars bars = new Rows()
                .day(0, 10, 12, 9, 11)
                .day(2, 20, 22, 19, 21)
                .day(1, 10, 8, 9, 13)
                .day(2, 99, 99, 99, 99)
                .day(3, 10, Double.NaN, 9, 11)
                .day(4, 10, 12, -1, 11)
                .bars();

        BarCheck.Repaired repaired = BarCheck.repair(bars);

        assertThat(BarCheck.check(repaired.bars())).isEmpty();
        assertThat(repaired.bars().size()).isEqualTo(3);
        assertThat(repaired.bars().high(1)).isEqualTo(13);
        assertThat(repaired.bars().low(1)).isEqualTo(8);
        assertThat(repaired.bars().close(2)).isEqualTo(21);
        assertThat(repaired.notes())
                .containsExactlyInAnyOrder(
                        "Bad bars were repaired: row 3 was sorted into place.",
                        "Bad bars were repaired: row 4 was left out, since an earlier row has the same time.",
                        "Bad bars were repaired: row 3 was given a high and a low that hold open and close.",
                        "Bad bars were repaired: row 5 was left out, since a price is missing.",
                        "Bad bars were repaired: row 6 was left out, since a price is not above 0.");
    }

    @Test
    void onlySoManyFaultsAreTold() {
        var rows = new Rows();
        LongStream.range(0, 500).forEach(day -> rows.day((int) day, 10, 8, 9, 9));

        assertThat(BarCheck.check(rows.bars())).hasSize(BarCheck.MOST_FAULTS);
    }

    @Test
    void aMarketThatNeverClosesHasGapsAndOneWithSessionsHasWeekends() {
        Bars bars = new Rows()
                .day(0, 10, 12, 9, 11)
                .day(1, 10, 12, 9, 11)
                .day(5, 10, 12, 9, 11)
                .day(6, 10, 12, 9, 11)
                .bars();

        assertThat(BarCheck.gaps(bars, Timeframe.ONE_DAY, MarketHours.ALWAYS))
                .containsExactly("The series has a gap: 3 bars are missing, the most from 2024-01-02 to 2024-01-06.");
        assertThat(BarCheck.gaps(bars, Timeframe.ONE_DAY, MarketHours.SESSIONS)).isEmpty();
        assertThat(BarCheck.gaps(
                        new Rows().day(0, 1, 1, 1, 1).day(30, 1, 1, 1, 1).bars(),
                        Timeframe.ONE_DAY,
                        MarketHours.SESSIONS))
                .containsExactly("The series has a pause of more than five days, the longest from 2024-01-01 to"
                        + " 2024-01-31.");
    }

    @Test
    void noBarsAndOneBarAreFine() {
        assertThat(BarCheck.check(new Rows().bars())).isEmpty();
        assertThat(BarCheck.check(new Rows().day(0, 1, 1, 1, 1).bars())).isEmpty();
        assertThat(BarCheck.gaps(new Rows().bars(), Timeframe.ONE_DAY, MarketHours.ALWAYS))
                .isEmpty();
    }
}
