package io.hexagent.infrastructure.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PicturePartsTest {

    @Test
    void numbersBesideAnAxisHaveNoExponentsAndOneUnit() {
        assertThat(NumberLabels.between(0, 6000, false).of(3500)).isEqualTo("3,500");
        assertThat(NumberLabels.between(0, 1.4e9, false).of(2e8)).isEqualTo("0.2B");
        assertThat(NumberLabels.between(0, 2.5e7, false).of(1e7)).isEqualTo("10M");
        assertThat(NumberLabels.between(0, 1, false).of(0.30000000000000004)).isEqualTo("0.3");
        assertThat(NumberLabels.between(-4, 4, false).of(-2)).isEqualTo("\u22122");
        assertThat(NumberLabels.between(1955, 2005, true).of(1980)).isEqualTo("1980");
        assertThat(NumberLabels.between(1955, 2005, true).of(1980.5)).isEmpty();
    }

    @Property
    void labelsAreNeverLongerThanXChartBears(
            @ForAll @DoubleRange(min = -1e90, max = 1e90) double one,
            @ForAll @DoubleRange(min = -1e6, max = 1e6) double other) {
        double least = Math.min(one, other);
        double most = Math.max(one, other);

        assertThat(NumberLabels.between(least, most, false).of(one)).hasSizeLessThanOrEqualTo(20);
        assertThat(NumberLabels.between(least, most, false).of(least + (most - least) / 3))
                .hasSizeLessThanOrEqualTo(20);
    }

    @Property
    void anAxisHoldsAllItsValues(
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double one,
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double other) {
        AxisRange range = AxisRange.of(DoubleStream.of(one, other), true);

        assertThat(range.least()).isLessThanOrEqualTo(Math.min(0, Math.min(one, other)));
        assertThat(range.most()).isGreaterThanOrEqualTo(Math.max(0, Math.max(one, other)));
    }

    @Test
    void periodsStandWhereTheyBegin() {
        assertThat(time("2014")).isEqualTo("2014-01-01T00:00");
        assertThat(time("2014-Q3")).isEqualTo("2014-07-01T00:00");
        assertThat(time("2014-03")).isEqualTo("2014-03-01T00:00");
        // 2014-W01 began on 30 December 2013 (ISO 8601).
        assertThat(time("2014-W01")).isEqualTo("2013-12-30T00:00");
        assertThat(time("2014-03-05")).isEqualTo("2014-03-05T00:00");
        assertThat(time("2014-03-05T07:30:00")).isEqualTo("2014-03-05T07:30");
        assertThat(Position.of(Value.of("next Tuesday"), Chart.Scale.TIME)).isEmpty();
        assertThat(Position.of(Value.of("2014-13"), Chart.Scale.TIME)).isEmpty();
    }

    @Test
    void cutNamesStayDifferent() {
        assertThat(CategoryPictures.distinct(
                        List.of("a very long name, the first", "a very long name, the second", "short"), 12))
                .containsExactly("a very long\u2026", "a very lo\u2026 2", "short")
                .allMatch(label -> label.length() <= 12);
    }

    @Test
    void manyOrLongNamesLieAndPeriodsDoNot() {
        assertThat(BarLayout.lying(List.of("Adelie", "Gentoo"))).isFalse();
        assertThat(BarLayout.lying(List.of("a name of more letters", "b"))).isTrue();
        assertThat(BarLayout.lying(List.of("a1", "b1", "c1", "d1", "e1", "f1", "g1", "h1", "Iowa")))
                .isTrue();
        assertThat(BarLayout.lying(List.of(
                        "2014-01", "2014-02", "2014-03", "2014-04", "2014-05", "2014-06", "2014-07", "2014-08",
                        "2014-09", "2014-10")))
                .isFalse();
    }

    @Test
    void theColorsOfAllSeriesDiffer() {
        assertThat(Palette.hex()).doesNotHaveDuplicates().hasSize(Palette.MOST_SERIES);
    }

    private static String time(String text) {
        return Position.of(Value.of(text), Chart.Scale.TIME)
                .map(position -> ((Position.OfTime) position).time())
                .map(LocalDateTime::toString)
                .orElseThrow();
    }
}
