package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.BarCheckTest.Rows;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    @Test
    void aWeekBeginsOnMondayAndJoinsItsDays() {
        Bars days = new Rows()
                .day(0, 10, 12, 9, 11)
                .day(4, 11, 15, 8, 14)
                .day(7, 14, 14, 13, 13)
                .bars();

        Bars weeks = Resampling.to(days, Timeframe.ONE_WEEK);

        assertThat(weeks.size()).isEqualTo(2);
        assertThat(weeks.time(0)).isEqualTo(Instant.parse("2024-01-01T00:00:00Z"));
        assertThat(weeks.time(1)).isEqualTo(Instant.parse("2024-01-08T00:00:00Z"));
        assertThat(weeks.open(0)).isEqualTo(10);
        assertThat(weeks.high(0)).isEqualTo(15);
        assertThat(weeks.low(0)).isEqualTo(8);
        assertThat(weeks.close(0)).isEqualTo(14);
        assertThat(weeks.volume(0)).isEqualTo(20);
    }

    @Test
    void theSameTimeframeChangesNothing() {
        Bars days = new Rows().day(0, 10, 12, 9, 11).day(1, 11, 15, 8, 14).bars();

        Bars same = Resampling.to(days, Timeframe.ONE_DAY);

        assertThat(same.times()).isEqualTo(days.times());
        assertThat(same.column(Series.Price.CLOSE)).isEqualTo(days.column(Series.Price.CLOSE));
    }

    @Test
    void onlyWholeMultiplesAreOffered() {
        assertThat(Resampling.offered(Timeframe.ONE_HOUR))
                .containsExactly(Timeframe.ONE_HOUR, Timeframe.FOUR_HOURS, Timeframe.ONE_DAY, Timeframe.ONE_WEEK);
        assertThat(Resampling.offered(Timeframe.ONE_WEEK)).containsExactly(Timeframe.ONE_WEEK);
    }
}
