package io.hexagent.presentation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTextTest {
    private static final Style PLAIN = new Style(false);

    @Test
    void numbersStandToTheRightRoundedForReading() {
        var table = Table.of(
                List.of("Species", "mean", "n"),
                List.of(
                        List.of(Value.of("Adelie"), Value.of(3700.6622516556292), Value.of(151)),
                        List.of(Value.of("Gentoo"), Value.of(5076.016260162602), Value.of(9))));
        assertThat(TableText.lines(table, PLAIN, 80))
                .containsExactly(
                        "Species     mean    n",
                        "───────  ───────  ───",
                        "Adelie   3700.66  151",
                        "Gentoo   5076.02    9");
    }

    @Test
    void aShareKeepsFourDigitsAndATinyNumberItsSize() {
        assertThat(column(Value.of(0.44186046), Value.of(0.5))).containsExactly("0.4419", "0.5000");
        assertThat(column(Value.of(1.2e-20), Value.of(250.5))).containsExactly("1.2E-20", " 250.50");
        assertThat(column(Value.of(0.00123), Value.of(17))).containsExactly("0.00123", "  17.00");
        assertThat(column(Value.of(3), Value.Absent.ABSENT)).containsExactly("3", "–");
    }

    @Test
    void manyRowsAreCutAndCounted() {
        var table = new Table(List.of("x"), Collections.nCopies(100, List.of(Value.of(1))), 250);
        assertThat(TableText.lines(table, PLAIN, 80)).hasSize(43).endsWith("… 210 more rows");
    }

    @Test
    void aCellCannotSteerTheTerminalNorBreakTheTable() {
        var table =
                Table.of(List.of("a"), List.of(List.of(Value.of("x\u001b[31m\ny")), List.of(Value.of("w".repeat(90)))));
        assertThat(TableText.lines(table, PLAIN, 80))
                .contains("x [31m y", "w".repeat(39) + "…")
                .allSatisfy(line -> assertThat(line).doesNotContain("\u001b"));
    }

    @Test
    void whatIsTooWideForThePageGivesWay() {
        var row = List.of(Value.of("a".repeat(30)), Value.of("b".repeat(30)), Value.of("c"));
        var lines = TableText.lines(Table.of(List.of("one", "two", "three"), List.of(row)), PLAIN, 40);
        assertThat(lines).allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(40));
    }

    @Test
    void aFigureKeepsItsDigitsAndColumnsWithoutRoomAreNamed() {
        var row = List.of(Value.of("a".repeat(20)), Value.of(12345678.25), Value.of(5), Value.of(87654321.5));
        var lines = TableText.lines(
                Table.of(List.of("place", "a long name of a figure", "n", "other"), List.of(row)), PLAIN, 24);
        assertThat(lines)
                .containsExactly(
                        "place     a long nam…  n",
                        "────────  ───────────  ─",
                        "aaaaaaa…  12345678.25  5",
                        "… no room for other");
    }

    private static List<String> column(Value... cells) {
        List<List<Value>> rows = java.util.Arrays.stream(cells).map(List::of).toList();
        return TableText.lines(Table.of(List.of("x"), rows), PLAIN, 80).stream()
                .skip(2)
                .toList();
    }
}
