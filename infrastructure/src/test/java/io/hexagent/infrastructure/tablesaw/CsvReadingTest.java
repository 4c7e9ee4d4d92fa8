package io.hexagent.infrastructure.tablesaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.value.Value;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvReadingTest {
    private final Tables tables = new Tables();

    @AfterEach
    void close() {
        tables.close();
    }

    private static List<ColumnType> types(Profile profile) {
        return profile.columns().stream().map(Column::type).toList();
    }

    private static List<String> names(Profile profile) {
        return profile.columns().stream().map(Column::name).toList();
    }

    /** The cells of one column of a file as text, missing ones as "". */
    private List<String> cells(String csv, String column) {
        return Tables.rows(tables.ask(
                        csv, new Calculation.Rows(List.of(column), List.of(), List.of(), OptionalInt.empty())))
                .stream()
                .map(List::getFirst)
                .toList();
    }

    private static String columnOf(String... cells) {
        return "v,other\n"
                + Arrays.stream(cells).map(cell -> "\"" + cell + "\",x\n").collect(Collectors.joining());
    }

    @Test
    void typesAreThoseOfTheCells() {
        Profile profile = tables.profile("""
            i,d,b,day,time,t
            1,1.5,true,2014-03-05,2014-03-05T10:30:00,abc
            -2,2,FALSE,2014-03-06,2014-03-05 23:59:59.5,def
            """);

        assertThat(types(profile))
                .containsExactly(
                        ColumnType.INTEGER,
                        ColumnType.DECIMAL,
                        ColumnType.BOOLEAN,
                        ColumnType.DATE,
                        ColumnType.DATETIME,
                        ColumnType.TEXT);
        assertThat(profile.notes()).isEmpty();
        assertThat(profile.columns().get(0).min()).isEqualTo(Value.of(-2));
        assertThat(profile.columns().get(3).max()).isEqualTo(Value.of("2014-03-06"));
        assertThat(profile.columns().get(4).max()).isEqualTo(Value.of("2014-03-05T23:59:59.500"));
        assertThat(profile.columns().get(5).values()).containsExactly("abc", "def");
    }

    @ParameterizedTest
    @ValueSource(chars = {',', ';', '\t', '|'})
    void theSeparatorIsFound(char separator) {
        String csv = "name,place,n\n\"a,b;c\td|e\",x,1\nb,\"new\nline\",2\nc,\"say \"\"hi\"\"\",3\n";
        String other = csv.replace("name,place,n", "name" + separator + "place" + separator + "n")
                .replace("\",x,1", "\"" + separator + "x" + separator + "1")
                .replace("b,\"new\nline\",2", "b" + separator + "\"new\nline\"" + separator + "2")
                .replace("c,\"say \"\"hi\"\"\",3", "c" + separator + "\"say \"\"hi\"\"\"" + separator + "3");

        assertThat(names(tables.profile(other))).containsExactly("name", "place", "n");
        assertThat(cells(other, "name")).containsExactly("a,b;c\td|e", "b", "c");
        assertThat(cells(other, "place")).containsExactly("x", "new\nline", "say \"hi\"");
        assertThat(cells(other, "n")).containsExactly("1", "2", "3");
    }

    @Test
    void aSemicolonFileHasDecimalCommas() {
        String csv = "name;price;big\na;1,5;1.234,50\nb;2,25;12.000\nc;3;7,1\n";
        Profile profile = tables.profile(csv);

        assertThat(types(profile)).containsExactly(ColumnType.TEXT, ColumnType.DECIMAL, ColumnType.DECIMAL);
        assertThat(cells(csv, "price")).containsExactly("1.5", "2.25", "3");
        assertThat(cells(csv, "big")).containsExactly("1234.5", "12000", "7.1");
        assertThat(profile.notes())
                .anyMatch(note -> note.contains("semicolons"))
                .anyMatch(note -> note.contains("decimal commas"));
    }

    @Test
    void pointsAreThousandsWhereAnotherColumnHasDecimalCommas() {
        String csv = "price;people\n1,5;1.234\n2,25;12.000\n";

        assertThat(cells(csv, "people")).containsExactly("1234", "12000");
    }

    @Test
    void aDecimalCommaInTheOnlyColumnIsNoSeparator() {
        assertThat(cells("value\n1,5\n2,75\n", "value")).containsExactly("1.5", "2.75");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234 / 56 / 1,000,000 | INTEGER | 1234 / 56 / 1000000",
                "1,234.5 / 0.25 | DECIMAL | 1234.5 / 0.25",
                "1 234 / 12 345 678 | INTEGER | 1234 / 12345678",
                "5% / 12.5% | DECIMAL | 5 / 12.5",
                "$1,200.50 / -$3 | DECIMAL | 1200.5 / -3",
                "12 € / 3 € | INTEGER | 12 / 3",
                "1e3 / 2.5E-2 | DECIMAL | 1000 / 0.025",
                ".5 / 1. / +2 | DECIMAL | 0.5 / 1 / 2",
                "5% / 5 | TEXT | 5% / 5",
                "01234 / 98765 | TEXT | 01234 / 98765",
                "123456789012345678901 / 1 | TEXT | 123456789012345678901 / 1",
                "9223372036854775807 / 1 | INTEGER | 9223372036854775807 / 1",
                "3,5 / 12,25 | DECIMAL | 3.5 / 12.25",
                "1.2.3 / 1.2.4 | TEXT | 1.2.3 / 1.2.4",
                "True / false | BOOLEAN | true / false",
                "yes / no | TEXT | yes / no",
                "2014/03/05 / 2014/12/31 | DATE | 2014-03-05 / 2014-12-31",
                "05.03.2014 / 31.12.2014 | DATE | 2014-03-05 / 2014-12-31",
                "Mar 5 2014 / December 31, 2014 | DATE | 2014-03-05 / 2014-12-31",
                "5 Mar 2014 / 31-Dec-14 | DATE | 2014-03-05 / 2014-12-31",
                "13/02/2024 / 01/02/2024 | DATE | 2024-02-13 / 2024-02-01",
                "02/13/2024 / 02/01/2024 | DATE | 2024-02-13 / 2024-02-01",
                "01/02/2024 / 03/04/2024 | TEXT | 01/02/2024 / 03/04/2024",
                "2014-02-29 / 2014-03-01 | TEXT | 2014-02-29 / 2014-03-01",
                "2014-01 / 2014-02 | DATE | 2014-01-01 / 2014-02-01",
                "Mar 2014 / Apr 2014 | DATE | 2014-03-01 / 2014-04-01",
                "2014-03-05 00:00:00 / 2014-03-06 00:00:00 | DATE | 2014-03-05 / 2014-03-06",
                "2014-03-05T10:00:00Z / 2014-03-05T11:30:00Z | DATETIME | 2014-03-05T10:00:00 / 2014-03-05T11:30:00",
                "2014-03-05T10:00:00+02:00 / 2014-03-05T10:00:00Z | DATETIME | 2014-03-05T08:00:00 /"
                        + " 2014-03-05T10:00:00",
                "3/25/2014 3:05 PM / 3/5/2014 12:00 AM | DATETIME | 2014-03-25T15:05:00 / 2014-03-05T00:00:00",
                "1899-12-31 / 0001-01-01 | DATE | 1899-12-31 / 0001-01-01",
            })
    void aColumnIsTypedByAllItsCells(String cells, ColumnType type, String values) {
        String csv = columnOf(cells.split(" / "));

        assertThat(tables.column(csv, "v").type()).isEqualTo(type);
        assertThat(cells(csv, "v")).containsExactly(values.split(" / "));
    }

    @Test
    void whatWasAssumedIsNoted() {
        assertThat(tables.profile(columnOf("01/02/2024", "03/04/2024")).notes())
                .anyMatch(note -> note.contains("cannot be told"));
        assertThat(tables.profile(columnOf("5%", "6%")).notes()).anyMatch(note -> note.contains("percent signs"));
        assertThat(tables.profile(columnOf("01234", "22")).notes()).anyMatch(note -> note.contains("leading zeros"));
        assertThat(tables.profile(columnOf("1,234", "5,678")).notes()).anyMatch(note -> note.contains("assumption"));
        assertThat(tables.profile(columnOf("1,234", "1,234,567")).notes())
                .noneMatch(note -> note.contains("assumption"));
        assertThat(tables.profile(columnOf("13/02/2024")).notes()).anyMatch(note -> note.contains("day, month, year"));
    }

    @Test
    void markersOfMissingValuesAreMissing() {
        String csv = columnOf("1", "", "NA", "n/a", "null", "NaN", "-", "2");
        Column column = tables.column(csv, "v");

        assertThat(column.type()).isEqualTo(ColumnType.INTEGER);
        assertThat(column.missing()).isEqualTo(6);
        assertThat(tables.profile(csv).notes()).anyMatch(note -> note.contains("\"NA\" (1)"));
    }

    @Test
    void naIsACountryAmongCodesAndMissingAmongWords() {
        assertThat(cells(columnOf("NA", "US", "DE"), "v")).containsExactly("NA", "US", "DE");
        assertThat(cells(columnOf("NA", "male", "female"), "v")).containsExactly("", "male", "female");
        assertThat(cells(columnOf("-", "none", "some"), "v")).containsExactly("-", "none", "some");
    }

    @Test
    void aFewWordsForMissingDoNotMakeNumbersText() {
        String many = IntStream.range(0, 97).mapToObj(i -> i + ",x\n").collect(Collectors.joining());
        Profile profile = tables.profile("v,o\n" + many + "unknown,x\nunknown,x\nerror,x\n");

        assertThat(profile.columns().getFirst().type()).isEqualTo(ColumnType.INTEGER);
        assertThat(profile.columns().getFirst().missing()).isEqualTo(3);
        assertThat(profile.notes()).anyMatch(note -> note.contains("\"unknown\" (2)"));
    }

    @Test
    void otherWordsMakeTheColumnTextAndSaySo() {
        String many = IntStream.range(0, 97).mapToObj(i -> i + ",x\n").collect(Collectors.joining());
        Profile profile = tables.profile("v,o\n" + many + "broken sensor,x\n");

        assertThat(profile.columns().getFirst().type()).isEqualTo(ColumnType.TEXT);
        assertThat(profile.notes()).anyMatch(note -> note.contains("1 of 98") && note.contains("broken sensor"));
    }

    @Test
    void aLateSurpriseIsReadAgainAndNothingIsLost() {
        String numbers = IntStream.range(0, 5000)
                .mapToObj(i -> i + "," + i + "," + i + ".5," + i + "\n")
                .collect(Collectors.joining());
        String csv = "text,code,decimal,whole\n" + numbers + "abc,007,1.25,2\n";
        Profile profile = tables.profile(csv);

        assertThat(types(profile))
                .containsExactly(ColumnType.TEXT, ColumnType.TEXT, ColumnType.DECIMAL, ColumnType.INTEGER);
        assertThat(cells(csv, "code")).hasSize(5001).startsWith("0", "1").endsWith("4999", "007");
        assertThat(cells(csv, "text")).endsWith("4999", "abc");
        assertThat(tables.opened()).isEqualTo(2);
    }

    @Test
    void wholeNumbersBecomeDecimalsLateWithoutASecondReading() {
        String csv =
                "v,o\n" + IntStream.range(0, 3000).mapToObj(i -> i + ",x\n").collect(Collectors.joining()) + "0.5,x\n";

        assertThat(tables.column(csv, "v").type()).isEqualTo(ColumnType.DECIMAL);
        assertThat(cells(csv, "v")).startsWith("0", "1").endsWith("2999", "0.5");
        assertThat(tables.opened()).isEqualTo(1);
    }

    @Test
    void duplicateAndBlankHeadersAreNamed() {
        Profile profile = tables.profile("a,a,,a_2, b  c \n1,2,3,4,5\n");

        assertThat(names(profile)).containsExactly("a", "a_3", "column_3", "a_2", "b c");
        assertThat(profile.notes())
                .anyMatch(note -> note.contains("more than once"))
                .anyMatch(note -> note.contains("column_3"));
    }

    @Test
    void aTrailingSeparatorMakesNoColumn() {
        Profile profile = tables.profile("a,b,\n1,2,\n3,4,\n");

        assertThat(names(profile)).containsExactly("a", "b");
        assertThat(profile.notes()).anyMatch(note -> note.contains("left out"));
    }

    @Test
    void raggedRowsAreFilledOrCutAndCounted() {
        String csv = "a,b,c\n1,2,3\n4,5\n6,7,8,9\n1,2,3\n1\n1,2,3\n";
        Profile profile = tables.profile(csv);

        assertThat(profile.rows()).isEqualTo(6);
        assertThat(cells(csv, "c")).containsExactly("3", "", "8", "3", "", "3");
        assertThat(profile.notes())
                .anyMatch(note -> note.contains("2 rows too short, the first in line 3"))
                .anyMatch(note -> note.contains("1 row too long, the first in line 4"));
    }

    @Test
    void emptyLinesAreNoRows() {
        assertThat(tables.profile("\n\na,b\n\n1,2\n\r\n\n3,4\n\n\n").rows()).isEqualTo(2);
        assertThat(tables.profile("a,b\r\n1,2\r\n3,4").rows()).isEqualTo(2);
        assertThat(tables.profile("a,b\r1,2\r3,4\r").rows()).isEqualTo(2);
    }

    @Test
    void spacesAroundQuotationMarksDoNotCount() {
        String csv = "name, \"place, more\" ,n\na, \"x, y\" ,1\n\"b\" ,z, 2\n";

        assertThat(names(tables.profile(csv))).containsExactly("name", "place, more", "n");
        assertThat(cells(csv, "place, more")).containsExactly("x, y", "z");
        assertThat(cells(csv, "n")).containsExactly("1", "2");
    }

    @Test
    void aNoteOfExcelNamesTheSeparator() {
        assertThat(names(tables.profile("sep=;\na;b\n1;2\n"))).containsExactly("a", "b");
    }

    @Test
    void byteOrderMarksAndEncodingsAreUnderstood() {
        String csv = "größe,stadt\n1,Köln\n2,Zürich\n";
        byte[] utf8 = ("\ufeff" + csv).getBytes(StandardCharsets.UTF_8);
        byte[] little = ("\ufeff" + csv).getBytes(StandardCharsets.UTF_16LE);
        byte[] big = ("\ufeff" + csv).getBytes(StandardCharsets.UTF_16BE);
        byte[] bare = "name,n\nabc,1\n".getBytes(StandardCharsets.UTF_16LE);
        byte[] latin = csv.getBytes(Charset.forName("windows-1252"));

        for (byte[] bytes : List.of(utf8, little, big, latin)) {
            Profile profile = tables.profile(bytes);
            assertThat(names(profile)).containsExactly("größe", "stadt");
            assertThat(profile.columns().get(1).values()).containsExactly("Köln", "Zürich");
        }
        assertThat(names(tables.profile(bare))).containsExactly("name", "n");
        assertThat(tables.profile(latin).notes()).anyMatch(note -> note.contains("Windows-1252"));
        assertThat(tables.profile(utf8).notes()).isEmpty();
    }

    @Test
    void aByteThatIsNoUtf8FarDownIsReadAsWindows1252() {
        String csv = "name,n\n" + "abc,1\n".repeat(50_000) + "Köln,2\n";

        assertThat(tables.profile(csv.getBytes(StandardCharsets.ISO_8859_1))
                        .columns()
                        .getFirst()
                        .values())
                .containsExactly("abc", "Köln");
    }

    @Test
    void textIsTrimmedAndDistinctValuesAreCounted() {
        Column column = tables.column("v,o\n b ,1\nb,2\n\"a \",3\n,4\n", "v");

        assertThat(column.distinct()).isEqualTo(2);
        assertThat(column.missing()).isEqualTo(1);
        assertThat(column.values()).containsExactly("b", "a");
        assertThat(column.min()).isEqualTo(Value.of("a"));
    }

    @Test
    void aColumnWithoutAnyValueIsText() {
        Column column = tables.column("v,o\n,1\nNA,2\n", "v");

        assertThat(column.type()).isEqualTo(ColumnType.TEXT);
        assertThat(column.missing()).isEqualTo(2);
        assertThat(column.min()).isEqualTo(Value.Absent.ABSENT);
    }

    @Test
    void distinctValuesOfEveryTypeAreCounted() {
        Profile profile =
                tables.profile("i,d,t\n1,0.5,2014-01-01T10:00\n1,0.5,2014-01-01T10:00\n9000000000,-0.5,2014-01-02\n");

        assertThat(profile.columns()).extracting(Column::distinct).containsExactly(2L, 2L, 2L);
    }

    @Test
    void noteTextNeverLetsAnUnknownColumnThrough() {
        assertThatThrownBy(() -> cells("close,open\n1,2\n", "clse"))
                .hasMessage("column \"clse\" not in [close, open]; did you mean \"close\"?");
    }
}
