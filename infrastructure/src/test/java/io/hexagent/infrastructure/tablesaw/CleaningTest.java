package io.hexagent.infrastructure.tablesaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.hexagent.domain.dataset.Calculation.OutlierMethod;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Cleaned;
import io.hexagent.domain.dataset.Cleaned.Change;
import io.hexagent.domain.dataset.Cleaned.Kind;
import io.hexagent.domain.dataset.Cleaning;
import io.hexagent.domain.dataset.Cleaning.Missing;
import io.hexagent.domain.dataset.Cleaning.MissingAction;
import io.hexagent.domain.dataset.Cleaning.OutlierAction;
import io.hexagent.domain.dataset.Cleaning.Outliers;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CleaningTest {
    private static final Cleaning USUAL = new Cleaning(Optional.of(List.of()), Outliers.KEPT, Missing.KEPT);

    private final Tables tables = new Tables();

    @AfterEach
    void close() {
        tables.close();
    }

    private record Washed(String csv, Cleaned cleaned) {
        List<Change> of(Kind kind) {
            return cleaned.changes().stream()
                    .filter(change -> change.kind() == kind)
                    .toList();
        }
    }

    private Washed wash(byte[] csv, Cleaning cleaning) {
        var out = new ByteArrayOutputStream();
        Cleaned cleaned = tables.calculator().clean(tables.dataset("data.csv", csv), cleaning, 1000, out);
        return new Washed(out.toString(StandardCharsets.UTF_8), cleaned);
    }

    private Washed wash(String csv, Cleaning cleaning) {
        return wash(csv.getBytes(StandardCharsets.UTF_8), cleaning);
    }

    private static Cleaning missing(MissingAction action, String... columns) {
        return new Cleaning(Optional.empty(), Outliers.KEPT, new Missing(action, List.of(columns)));
    }

    private static Cleaning outliers(OutlierAction action, MissingAction gaps, String... columns) {
        return new Cleaning(
                Optional.empty(),
                new Outliers(action, List.of(columns), OutlierMethod.IQR, OptionalDouble.empty()),
                new Missing(gaps, List.of()));
    }

    @Test
    void cellsAreTrimmedAndWrittenInOneFormAndEachChangeIsTold() {
        Washed washed = wash("""
            name;price;sold;flag
             Ann ;1.234,50;31.12.2023;TRUE
            Bob;2,5;01.02.2024;false
            Cleo;NA;15.03.2024;True
            """, USUAL);
        assertThat(washed.csv()).isEqualTo("""
            name,price,sold,flag
            Ann,1234.5,2023-12-31,true
            Bob,2.5,2024-02-01,false
            Cleo,,2024-03-15,true
            """);
        assertThat(washed.of(Kind.TRIMMED)).containsExactly(new Change(1, "name", Kind.TRIMMED, " Ann ", "Ann"));
        assertThat(washed.of(Kind.EMPTIED)).containsExactly(new Change(3, "price", Kind.EMPTIED, "NA", ""));
        assertThat(washed.of(Kind.CONVERTED))
                .hasSize(7)
                .contains(
                        new Change(1, "price", Kind.CONVERTED, "1.234,50", "1234.5"),
                        new Change(1, "sold", Kind.CONVERTED, "31.12.2023", "2023-12-31"));
        assertThat(washed.cleaned().totalChanges()).isEqualTo(9);
        assertThat(washed.cleaned().tallies())
                .anySatisfy(tally -> assertThat(tally)
                        .isEqualTo(new Cleaned.Tally(
                                "price",
                                Kind.CONVERTED,
                                2,
                                new Change(1, "price", Kind.CONVERTED, "1.234,50", "1234.5"))));
        assertThat(tables.profile(washed.csv()).columns())
                .extracting(Column::type)
                .containsExactly(ColumnType.TEXT, ColumnType.DECIMAL, ColumnType.DATE, ColumnType.BOOLEAN);
    }

    @Test
    void aCleanFileStaysAsItIs() {
        String csv = "id,weight,day,word\n1,3.50,2024-01-31,a\n2,-0.25,2024-02-01,\"b, c\"\n007x,10,2024-02-02,d\n";
        Washed washed = wash(csv, USUAL);
        assertThat(washed.csv()).isEqualTo(csv);
        assertThat(washed.cleaned().totalChanges()).isZero();
        assertThat(washed.cleaned().rowsAfter()).isEqualTo(3);
    }

    @Test
    void rowsThatRepeatAnEarlierOneGo() {
        Washed washed = wash("a,b\n1,x\n1.0, x\n2,x\n1,x\n", USUAL);
        assertThat(washed.csv()).isEqualTo("a,b\n1,x\n2,x\n");
        assertThat(washed.of(Kind.DUPLICATE))
                .extracting(Change::row, Change::before)
                .containsExactly(tuple(2L, "the same as row 1"), tuple(4L, "the same as row 1"));
        var byB = new Cleaning(Optional.of(List.of("B")), Outliers.KEPT, Missing.KEPT);
        assertThat(wash("a,b\n1,x\n2,x\n3,y\n", byB).csv()).isEqualTo("a,b\n1,x\n3,y\n");
    }

    @Test
    void gapsAreFilledOrTheirRowsGo() {
        String csv = "n,w\n1,a\n,b\n3,\n8,b\n";
        assertThat(wash(csv, missing(MissingAction.DROP_ROWS)).csv()).isEqualTo("n,w\n1,a\n8,b\n");
        assertThat(wash(csv, missing(MissingAction.DROP_ROWS, "w")).csv()).isEqualTo("n,w\n1,a\n,b\n8,b\n");
        assertThat(wash(csv, missing(MissingAction.MEAN)).csv()).isEqualTo("n,w\n1,a\n4,b\n3,\n8,b\n");
        assertThat(wash(csv, missing(MissingAction.MEAN)).cleaned().notes())
                .containsExactly("\"w\" holds no numbers: its missing values were left alone");
        assertThat(wash(csv, missing(MissingAction.MEDIAN, "n")).csv()).isEqualTo("n,w\n1,a\n3,b\n3,\n8,b\n");
        assertThat(wash(csv, missing(MissingAction.MOST_FREQUENT, "w")).csv()).isEqualTo("n,w\n1,a\n,b\n3,b\n8,b\n");
        Washed filled = wash(csv, missing(MissingAction.PREVIOUS));
        assertThat(filled.csv()).isEqualTo("n,w\n1,a\n1,b\n3,b\n8,b\n");
        assertThat(filled.of(Kind.FILLED))
                .containsExactly(new Change(2, "n", Kind.FILLED, "", "1"), new Change(3, "w", Kind.FILLED, "", "b"));
    }

    @Test
    void outliersAreCutEmptiedOrTheirRowsGo() {
        // Quartiles (type 7) of 1..8 and 100: 3 and 7; bounds -3 and 13.
        String csv = "n\n1\n2\n3\n4\n5\n6\n7\n8\n100\n";
        assertThat(wash(csv, outliers(OutlierAction.CLIP, MissingAction.KEEP)).csv())
                .isEqualTo("n\n1\n2\n3\n4\n5\n6\n7\n8\n13\n");
        assertThat(wash(csv, outliers(OutlierAction.DROP_ROWS, MissingAction.KEEP))
                        .csv())
                .isEqualTo("n\n1\n2\n3\n4\n5\n6\n7\n8\n");
        Washed blanked = wash(csv, outliers(OutlierAction.BLANK, MissingAction.MEDIAN, "n"));
        assertThat(blanked.csv()).isEqualTo("n\n1\n2\n3\n4\n5\n6\n7\n8\n4.5\n");
        assertThat(blanked.cleaned().changes())
                .containsExactly(
                        new Change(9, "n", Kind.OUTLIER, "100", ""), new Change(9, "n", Kind.FILLED, "", "4.5"));
        assertThat(blanked.cleaned().notes().getFirst()).contains("below -3 or above 13");
    }

    @Test
    void whatIsLeftOutOfATableIsLeftOutHere() {
        Washed washed = wash("\"sep\",,c\n1,,x\n\n2,,\" y \"\n3\n4,,z,extra\n", USUAL);
        assertThat(washed.csv()).isEqualTo("sep,c\n1,x\n2,y\n3,\n4,z\n");
    }

    @Test
    void aGapInATableOfOneColumnIsNoEmptyLine() {
        Washed washed = wash("n\n1\nNA\n3\n", USUAL);
        assertThat(washed.csv()).isEqualTo("n\n1\n\"\"\n3\n");
        assertThat(tables.profile(washed.csv()).rows()).isEqualTo(3);
    }

    @Test
    void anEncodingThatIsFoundLateIsUsedInTheSecondReadingToo() {
        String many = "w\n" + "plain\n".repeat(20_000) + "caf\u00e9 \n";
        Washed washed = wash(many.getBytes(StandardCharsets.ISO_8859_1), missing(MissingAction.KEEP));
        assertThat(washed.csv()).endsWith("plain\ncaf\u00e9\n");
        assertThat(washed.of(Kind.TRIMMED)).hasSize(1);
    }

    @Test
    void moreChangesThanAreToldAreCounted() {
        var out = new ByteArrayOutputStream();
        Cleaned cleaned = tables.calculator().clean(tables.dataset("a,b\n x,1\n y,2\n z,3\n"), USUAL, 2, out);
        assertThat(cleaned.changes()).hasSize(2);
        assertThat(cleaned.totalChanges()).isEqualTo(3);
        assertThat(cleaned.tallies()).extracting(Cleaned.Tally::times).containsExactly(3L);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatThrownBy(() -> wash("a,b\n1,x\n2,y\n", missing(MissingAction.MEAN, "b")))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("filling with the mean needs a column of numbers");
        assertThatThrownBy(() -> wash("a,b\n1,x\n", outliers(OutlierAction.CLIP, MissingAction.KEEP, "c")))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("\"c\"");
        assertThatThrownBy(() -> wash("a,b\n1,\n,y\n", missing(MissingAction.DROP_ROWS)))
                .isInstanceOf(CalculationRefused.class)
                .hasMessageContaining("no row would be left");
    }

    @Property(tries = 200)
    void cleaningTwiceChangesNothing(@ForAll @Size(min = 1, max = 8) List<@StringLength(max = 6) String> cells) {
        var csv = new StringBuilder("k,word\n");
        for (int i = 0; i < cells.size(); i++) {
            csv.append(i)
                    .append(",\"")
                    .append(cells.get(i).replace("\0", "").replace("\"", "\"\""))
                    .append("\"\n");
        }
        byte[] bytes = csv.toString().getBytes(StandardCharsets.UTF_8);
        Washed once = wash(bytes, USUAL);
        Washed twice = wash(once.csv(), USUAL);
        assertThat(twice.csv()).isEqualTo(once.csv());
        assertThat(twice.cleaned().totalChanges()).isZero();
    }
}
