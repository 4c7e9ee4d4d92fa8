package io.hexagent.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class ValueTest {
    @Test
    void nulAndLoneSurrogatesBecomeTheReplacementCharacter() {
        assertThat(Value.of("a\0b")).hasToString("a\uFFFDb");
        assertThat(Value.of("a\uD800b")).hasToString("a\uFFFDb");
        assertThat(Value.of("\uDC00")).hasToString("\uFFFD");
        assertThat(Value.of("penguin \uD83D\uDC27")).hasToString("penguin \uD83D\uDC27");
    }

    @Property
    void cleanTextSurvivesUtf8(
            @ForAll @StringLength(max = 20) @Chars({'a', '\0', '\uD83D', '\uDC27', '\uD800', 'ß'}) String text) {
        String clean = Clean.text(text);
        String back = new String(clean.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(back).isEqualTo(clean).doesNotContain("\0");
        assertThat(Clean.text(clean)).isSameAs(clean);
        assertThat(clean).hasSameSizeAs(text);
    }

    @Test
    void numbersAreEqualWhenTheyCompareEqual() {
        assertThat(Value.of(1)).isEqualTo(Value.of(new BigDecimal("1.00"))).hasSameHashCodeAs(Value.of(1.0));
        assertThat(Value.of(Double.NaN)).isEqualTo(Value.Absent.ABSENT);
        assertThat(Value.of(Double.NEGATIVE_INFINITY)).isEqualTo(Value.Absent.ABSENT);
    }

    @Test
    void fieldsKeepTheirOrderAndAnswerOnlyForTheirKind() {
        Value.Fields fields = Value.fields()
                .put("b", 1)
                .put("a", "x")
                .put("list", Value.texts(List.of("p", "q")))
                .build();
        assertThat(fields.fields().keySet()).containsExactly("b", "a", "list");
        assertThat(fields.text("b")).isEmpty();
        assertThat(fields.number("a")).isEmpty();
        assertThat(fields.texts("list")).containsExactly("p", "q");
        assertThat(fields.get("none")).isEqualTo(Value.Absent.ABSENT);
        assertThat(fields.with("b", Value.of(2)).number("b")).contains(BigDecimal.TWO);
    }

    @Test
    void aContentHashIsSixtyFourHexadecimalDigits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContentHash("abc"))
                .withMessageContaining("64");
        assertThat(new ContentHash("0f".repeat(32))).hasToString("0f".repeat(32));
    }
}
