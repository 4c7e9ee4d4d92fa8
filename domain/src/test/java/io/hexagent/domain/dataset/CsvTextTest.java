package io.hexagent.domain.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.value.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {
    @Test
    void textThatWouldStartAFormulaIsNeutralisedAndNumbersAreNot() {
        var table = Table.of(
                List.of("a", "=b"),
                List.of(
                        List.of(Value.of("=1+1"), Value.of(-2.5)),
                        List.of(Value.of("@x, \"y\""), Value.Absent.ABSENT),
                        List.of(Value.of("two\nlines"), Value.of(true))));
        assertThat(CsvText.of(table))
                .isEqualTo("a,'=b\r\n'=1+1,-2.5\r\n\"'@x, \"\"y\"\"\",\r\n\"two\nlines\",true\r\n");
    }
}
