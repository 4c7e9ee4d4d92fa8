package io.hexagent.infrastructure.tablesaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusableFilesTest {
    private static final TablesawCalculator.Options SMALL =
            new TablesawCalculator.Options(10_000, 100, 20, 1000, 1 << 20, 1 << 20, 1000, 2);
    private final Tables tables = new Tables(SMALL);

    @AfterEach
    void close() {
        tables.close();
    }

    private void refused(byte[] bytes, Reason reason, String... words) {
        assertThatThrownBy(() -> tables.profile(bytes)).isInstanceOfSatisfying(UnusableDataset.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e.getMessage()).isNotBlank();
            for (String word : words) {
                assertThat(e.getMessage()).contains(word);
            }
        });
    }

    private void refused(String text, Reason reason, String... words) {
        refused(text.getBytes(StandardCharsets.UTF_8), reason, words);
    }

    @Test
    void anEmptyFileIsRefused() {
        refused("", Reason.EMPTY);
        refused("\n\n\r\n", Reason.EMPTY);
        refused("\ufeff", Reason.EMPTY);
    }

    @Test
    void aHeaderWithoutRowsIsRefused() {
        refused("a,b,c\n", Reason.NO_ROWS, "3 columns");
        refused("a,b,c", Reason.NO_ROWS);
    }

    @Test
    void binaryFilesAreRefusedByName() {
        refused(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}, Reason.BINARY, "PNG");
        refused(new byte[] {'P', 'K', 3, 4, 20, 0}, Reason.BINARY, "zip", "CSV");
        refused(new byte[] {0x1f, (byte) 0x8b, 8, 0}, Reason.BINARY, "gzip");
        refused("a,b\n1,\0\n", Reason.BINARY, "NUL");
    }

    @Test
    void whatIsTooLargeIsRefusedWithTheLimit() {
        refused("a,b\n" + ("1" + " ".repeat(900) + ",2\n").repeat(50), Reason.TOO_LARGE, "10,000 bytes");
        refused("a,b\n" + "1,2\n".repeat(101), Reason.TOO_LARGE, "100 rows");
        refused("a,".repeat(20) + "a\n1\n", Reason.TOO_LARGE, "20 columns");
        refused("a,b\n1," + "x".repeat(1001) + "\n", Reason.TOO_LARGE, "line 2", "1001 characters");
    }

    @Test
    void anOpenQuotationMarkIsNamedWithItsLine() {
        refused("a,b\n1,2\n3,\"abc\n4,5\n", Reason.MALFORMED, "line 3", "never closed");
        refused("a,b\n1,2\n3,\"abc\"d\n4,5\n", Reason.MALFORMED, "line 3", "behind a closing quotation mark");
    }

    @Test
    void rowsThatAreMostlyLongerThanTheHeaderAreRefused() {
        refused("title of it all\na,b,c\n1,2,3\n4,5,6\n", Reason.MALFORMED, "header");
    }

    @Test
    void changedBytesAreRefused(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("a.csv"), "a,b\n1,2\n");
        var hash = Tables.hash(Files.readAllBytes(file));
        Files.writeString(file, "a,b\n1,3\n");

        assertThatThrownBy(() -> tables.calculator().profile(new DatasetSource.LocalFile(file), hash))
                .isInstanceOfSatisfying(
                        UnusableDataset.class, e -> assertThat(e.reason()).isEqualTo(Reason.CHANGED));
    }

    @Test
    void aDirectoryAndAMissingFileAreNamed(@TempDir Path dir) {
        var hash = Tables.hash(new byte[0]);

        assertThatThrownBy(() -> tables.calculator().profile(new DatasetSource.LocalFile(dir), hash))
                .isInstanceOfSatisfying(
                        UnusableDataset.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_FILE));
        assertThatThrownBy(() -> tables.calculator().profile(new DatasetSource.LocalFile(dir.resolve("no.csv")), hash))
                .isInstanceOfSatisfying(
                        UnusableDataset.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_FOUND))
                .hasMessageContaining("no.csv");
    }

    @Property(tries = 500)
    void anyTextIsReadOrRefusedInWords(@ForAll String text) {
        try (var some = new Tables(SMALL)) {
            try {
                assertThat(some.profile(text).rows()).isPositive();
            } catch (UnusableDataset e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @Property(tries = 500)
    void anyBytesAreReadOrRefusedInWords(@ForAll byte[] bytes) {
        try (var some = new Tables(SMALL)) {
            try {
                assertThat(some.profile(bytes).rows()).isPositive();
            } catch (UnusableDataset e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }
}
