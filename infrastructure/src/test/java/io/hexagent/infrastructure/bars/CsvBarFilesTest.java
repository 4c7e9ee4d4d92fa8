package io.hexagent.infrastructure.bars;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.MarketData.Answer;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvBarFilesTest {
    private static final Symbol ANY = new Symbol("ANY");
    private static final String THREE_DAYS = """
        Date,Open,High,Low,Close,Volume
        2024-01-02,10,12,9,11,100
        2024-01-03,11,13,10,12,200
        2024-01-04,12,14,11,13,300
        """;

    private static MarketData market(String csv) {
        return market(csv, BarCheck.Policy.REFUSE);
    }

    private static MarketData market(String csv, BarCheck.Policy policy) {
        return new CsvBarFiles(policy, 1000)
                .market("prices.csv", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)));
    }

    private static Answer ask(MarketData market, Timeframe timeframe) {
        return market.bars(OwnerId.LOCAL, ANY, timeframe, Optional.empty(), Optional.empty());
    }

    private static Answer.Found found(String csv, Timeframe timeframe) {
        assertThat(ask(market(csv), timeframe)).isInstanceOf(Answer.Found.class);
        return (Answer.Found) ask(market(csv), timeframe);
    }

    private static void isRefused(String csv, String why) {
        assertThatExceptionOfType(UnusableDataset.class)
                .isThrownBy(() -> market(csv))
                .withMessageContaining(why)
                .withMessageStartingWith("\"prices.csv\": ");
    }

    @Test
    void aFileAnswersForEverySymbolInItsOwnTimeframe() {
        Answer.Found found = found(THREE_DAYS, Timeframe.ONE_DAY);

        Bars bars = found.bars();
        assertThat(bars.size()).isEqualTo(3);
        assertThat(bars.time(0)).isEqualTo(Instant.parse("2024-01-02T00:00:00Z"));
        assertThat(bars.open(1)).isEqualTo(11);
        assertThat(bars.high(1)).isEqualTo(13);
        assertThat(bars.low(1)).isEqualTo(10);
        assertThat(bars.close(1)).isEqualTo(12);
        assertThat(bars.volume(1)).isEqualTo(200);
        assertThat(found.source()).isEqualTo("file prices.csv");
        assertThat(found.hours()).isEqualTo(MarketHours.SESSIONS);
        assertThat(found.notes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date,open,high,low,close,volume",
                "Date,Open,High,Low,Close,Adj Close,Volume",
                "timestamp,1. open,2. high,3. low,4. close,5. volume",
                "<DATE>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>",
                "Open time,O,H,L,C,V",
                ",GOOG.Open,GOOG.High,GOOG.Low,GOOG.Close,GOOG.Volume",
                "Day,open_price,high_price,low_price,close_price,Volume BTC",
                "Date,Close/Last,Volume,Open,High,Low",
                "unix,date,symbol,open,high,low,close,Volume USD"
            })
    void headersAreReadInAnyUsualSpelling(String header) {
        String rows = IntStream.rangeClosed(1, 3)
                .mapToObj(day -> java.util.Arrays.stream(header.split(",", -1))
                        .map(name -> cell(name, day))
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining("\n"));

        Bars bars = found(header + "\n" + rows + "\n", Timeframe.ONE_DAY).bars();

        assertThat(bars.time(2)).isEqualTo(Instant.parse("2024-01-03T00:00:00Z"));
        assertThat(bars.open(2)).isEqualTo(13);
        assertThat(bars.high(2)).isEqualTo(23);
        assertThat(bars.low(2)).isEqualTo(3);
        assertThat(bars.close(2)).isEqualTo(15);
        assertThat(bars.volume(2)).isEqualTo(7);
    }

    private static String cell(String name, int day) {
        String plain = name.toLowerCase(java.util.Locale.ROOT);
        if (plain.contains("unix")) {
            return Long.toString(1_704_067_200L + 86_400L * (day - 1));
        }
        if (plain.contains("date") || plain.contains("time") || plain.contains("day") || plain.isEmpty()) {
            return "2024-01-0" + day;
        }
        if (plain.contains("adj")) {
            return "99";
        }
        if (plain.contains("vol") || plain.equals("v")) {
            return "7";
        }
        if (plain.contains("symbol")) {
            return "X";
        }
        return plain.contains("open") || plain.equals("o")
                ? "1" + day
                : plain.contains("high") || plain.equals("h")
                        ? "2" + day
                        : plain.contains("low") || plain.equals("l") ? "" + day : "1" + (day + 2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2024-01-31|2024-02-01|2024-01-31T00:00:00Z|1d",
                "2024/1/31|2024/2/1|2024-01-31T00:00:00Z|1d",
                "20240131|20240201|2024-01-31T00:00:00Z|1d",
                "1/31/2024|2/1/2024|2024-01-31T00:00:00Z|1d",
                "31/01/2024|01/02/2024|2024-01-31T00:00:00Z|1d",
                "31.01.2024|01.02.2024|2024-01-31T00:00:00Z|1d",
                "31-Jan-2024|1-Feb-2024|2024-01-31T00:00:00Z|1d",
                "1706659200|1706745600|2024-01-31T00:00:00Z|1d",
                "1706659200.0|1706745600.0|2024-01-31T00:00:00Z|1d",
                "1706659200000|1706745600000|2024-01-31T00:00:00Z|1d",
                "1706659200000000|1706745600000000|2024-01-31T00:00:00Z|1d",
                "2024-01-31 10:30|2024-01-31 10:35|2024-01-31T10:30:00Z|5m",
                "2024-01-31T10:30:00Z|2024-01-31T11:30:00Z|2024-01-31T10:30:00Z|1h",
                "2024-01-31T10:30:00.000+02:00|2024-01-31T10:45:00.000+02:00|2024-01-31T08:30:00Z|15m",
                "2024-01-31 10:30:00 UTC|2024-01-31 10:31:00 UTC|2024-01-31T10:30:00Z|1m",
                "202401311030|202401311430|2024-01-31T10:30:00Z|4h",
            })
    void timesAreReadInAnyUsualForm(String first, String second, Instant time, String timeframe) {
        String csv = "date,open,high,low,close\n" + first + ",1,1,1,1\n" + second + ",1,1,1,1\n";

        Answer.Found found = found(csv, Timeframe.of(timeframe).orElseThrow());

        assertThat(found.bars().time(0)).isEqualTo(time);
    }

    @Test
    void dayAndTimeMayStandApartAndCellsMayHaveOtherSeparators() {
        Bars bars = found("""
            Date;Time;Open;High;Low;Close;Volume
            31.01.2024;09:30;1,5;2,5;0,5;2;1.2K
            31.01.2024;09:31;1,5;2,5;0,5;2;
            """, Timeframe.ONE_MINUTE).bars();

        assertThat(bars.time(1)).isEqualTo(Instant.parse("2024-01-31T09:31:00Z"));
        assertThat(bars.open(0)).isEqualTo(1.5);
        assertThat(bars.volume(0)).isEqualTo(1200);
        assertThat(bars.volume(1)).isZero();
    }

    @Test
    void aFileWithoutAHeaderIsTakenInBinancesOrderAndSaysSo() {
        Answer.Found found = found("""
            1704067200000,"42283.58","42554.57","42261.02","42475.23","1271.68",1704070799999,"1",2,"3","4","0"
            1704070800000,"42475.23","42775.00","42431.65","42613.56","1196.37",1704074399999,"1",2,"3","4","0"
            """, Timeframe.ONE_HOUR);

        assertThat(found.bars().close(1)).isEqualTo(42613.56);
        assertThat(found.notes()).anyMatch(note -> note.startsWith("The file has no header"));
    }

    @Test
    void whatCannotBeReadIsToldWithItsRow() {
        isRefused("", "the file is empty");
        isRefused("date,open,high,low,close\n", "a header and no bars");
        isRefused("a,b,c,d,e,f\n1,2,3,4,5,6\n", "there is no column for");
        isRefused("date,open,high,low\n2024-01-02,1,1,1\n", "there is no column for close");
        isRefused("date,open,high,low,close\n2024-01-02,1,1,1,1\nsoon,1,1,1,1\n", "row 2: \"soon\" is no time");
        isRefused(
                "date,open,high,low,close\n2024-01-02,1,1,1,1\n2024-02-31,1,1,x,1\n",
                "row 2: \"2024-02-31\" is no time");
        isRefused("date,open,high,low,close\n2024-01-02,1,1,1,dear\n", "row 1: close \"dear\" is no number");
        isRefused(
                "date,open,high,low,close\n01/02/2024,1,1,1,1\n02/02/2024,1,1,1,1\n",
                "whether days or months come first");
        isRefused("date,open,high,low,close\n2024-01-31,1,1,1,1\n2024-03-01,1,1,1,1\n", "30 days apart");
        isRefused(THREE_DAYS.replace("Date", "Da\0te"), "the file is no text");
        String many = "date,open,high,low,close\n"
                + IntStream.range(0, 1001)
                        .mapToObj(i -> LocalDate.of(2020, 1, 1).plusDays(i) + ",1,1,1,1\n")
                        .collect(Collectors.joining());
        isRefused(many, "more than 1000 bars (setting market.max-bars)");
    }

    @Test
    void badBarsAreRefusedWithTheirRowsOrRepairedWithNotes() {
        String csv = """
            date,open,high,low,close
            2024-01-03,10,12,9,11
            2024-01-02,10,12,9,11
            2024-01-04,10,8,9,11
            2024-01-05,10,12,9,
            2024-01-04,10,12,9,11
            """;

        Answer.BadBars refused = (Answer.BadBars) ask(market(csv), Timeframe.ONE_DAY);
        assertThat(refused.faults().stream()
                        .map(fault -> fault.row() + " " + fault.kind().wire()))
                .containsExactly(
                        "2 out-of-order", "3 high-below-low", "4 missing-price", "5 out-of-order", "5 duplicate");

        Answer.Found repaired = (Answer.Found) ask(market(csv, BarCheck.Policy.REPAIR), Timeframe.ONE_DAY);
        assertThat(repaired.bars().size()).isEqualTo(3);
        assertThat(BarCheck.check(repaired.bars())).isEmpty();
        assertThat(repaired.notes()).hasSize(4).allMatch(note -> note.startsWith("Bad bars were repaired: "));
    }

    @Test
    void aRangeWithNothingInItAndATimeframeThatIsNotThereAreTold() {
        MarketData market = market(THREE_DAYS);

        assertThat(market.bars(
                        OwnerId.LOCAL, ANY, Timeframe.ONE_DAY, Optional.of(LocalDate.of(2025, 1, 1)), Optional.empty()))
                .isEqualTo(new Answer.NoneInRange(ANY, LocalDate.of(2024, 1, 2), LocalDate.of(2024, 1, 4)));
        assertThat(ask(market, Timeframe.ONE_HOUR))
                .isEqualTo(new Answer.NotOffered(
                        ANY, Timeframe.ONE_HOUR, java.util.List.of(Timeframe.ONE_DAY, Timeframe.ONE_WEEK)));
    }

    @Test
    void theRangeHoldsBothItsDays() {
        var found = (Answer.Found) market(THREE_DAYS)
                .bars(
                        OwnerId.LOCAL,
                        ANY,
                        Timeframe.ONE_DAY,
                        Optional.of(LocalDate.of(2024, 1, 3)),
                        Optional.of(LocalDate.of(2024, 1, 3)));

        assertThat(found.bars().size()).isEqualTo(1);
        assertThat(found.bars().close(0)).isEqualTo(12);
    }

    @Test
    void longerBarsAreMadeOfShorterOnesAndToldSo() {
        Answer.Found weeks = found(THREE_DAYS, Timeframe.ONE_WEEK);

        assertThat(weeks.bars().size()).isEqualTo(1);
        assertThat(weeks.bars().high(0)).isEqualTo(14);
        assertThat(weeks.notes()).anyMatch(note -> note.startsWith("Bars of 1d were joined to 1w"));
    }

    @Test
    void aSingleBarIsTakenInAnyTimeframe() {
        assertThat(found("date,open,high,low,close\n2024-01-02,1,1,1,1\n", Timeframe.ONE_HOUR)
                        .bars()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void aMarketWithBarsOnWeekendsNeverClosesAndItsGapsAreNoted() {
        String csv = "date,open,high,low,close\n"
                + IntStream.rangeClosed(1, 31)
                        .filter(day -> day != 10 && day != 11)
                        .mapToObj(day -> String.format("2024-01-%02d,1,1,1,1\n", day))
                        .collect(Collectors.joining());

        Answer.Found found = found(csv, Timeframe.ONE_DAY);

        assertThat(found.hours()).isEqualTo(MarketHours.ALWAYS);
        assertThat(found.notes())
                .containsExactly("The series has a gap: 2 bars are missing, the most from 2024-01-09 to 2024-01-12.");
    }
}
