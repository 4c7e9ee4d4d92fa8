package io.hexagent.domain.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
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

    @Property(tries = 200)
    void fieldsAreTheMapThatWasPut(@ForAll List<@IntRange(max = 30) Integer> puts) {
        var map = new LinkedHashMap<String, Value>();
        var builder = Value.fields();
        for (int i = 0; i < puts.size(); i++) {
            String name = "n" + puts.get(i);
            map.put(name, Value.of(i));
            builder.put(name, i);
        }
        Value.Fields fields = builder.build();
        assertThat(fields).isEqualTo(new Value.Fields(map)).hasSameHashCodeAs(new Value.Fields(map));
        assertThat(fields.fields()).isEqualTo(map).hasSameHashCodeAs(map).hasToString(map.toString());
        assertThat(new ArrayList<>(fields.fields().entrySet())).isEqualTo(new ArrayList<>(map.entrySet()));
        assertThat(fields.fields()).doesNotContainKey("n31");
        map.forEach((name, value) -> assertThat(fields.get(name)).isEqualTo(value));
        assertThatThrownBy(() -> fields.fields().put("n1", Value.of(1)))
                .isInstanceOf(UnsupportedOperationException.class);
        builder.put("later", 1);
        assertThat(fields.has("later")).isFalse();
    }

    @Test
    void aContentHashIsSixtyFourHexadecimalDigits() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContentHash("abc"))
                .withMessageContaining("64");
        assertThat(new ContentHash("0f".repeat(32))).hasToString("0f".repeat(32));
    }
}
