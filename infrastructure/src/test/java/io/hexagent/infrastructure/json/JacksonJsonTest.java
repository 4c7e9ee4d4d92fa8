package io.hexagent.infrastructure.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.value.Json.MalformedJson;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonJsonTest {
    private final JacksonJson json = new JacksonJson();

    @ParameterizedTest
    @ValueSource(strings = {"{", "[", "{\"a\":", "{\"a\":1", "[1,", "{\"a\":\"b", "\"", "tr", "-"})
    void aTextThatBreaksOffIsToldInPlainWords(String text) {
        assertThatThrownBy(() -> json.read(text))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("line 1, column")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("Source", "Feature", "`");
    }

    @Test
    void anObjectKeepsItsOrderAndKinds() {
        Value.Fields read = json.readFields(" {\"b\":1,\"a\":[true,null,\"x\",{}], \"c\":-0.50} ");

        assertThat(read.fields().keySet()).containsExactly("b", "a", "c");
        assertThat(read.items("a"))
                .containsExactly(Value.of(true), Value.Absent.ABSENT, Value.of("x"), Value.Fields.EMPTY);
        assertThat(json.write(read)).isEqualTo("{\"b\":1,\"a\":[true,null,\"x\",{}],\"c\":-0.50}");
    }

    @ParameterizedTest
    @CsvSource({
        "5, 5",
        "-0, 0",
        "5.0, 5.0",
        "1E+3, 1000",
        "1e3, 1000",
        "12345678901234567890123, 12345678901234567890123",
        "1e39, 1000000000000000000000000000000000000000",
        "1e40, 1E+40",
        "0.0000001, 0.0000001",
        "1.5e-7, 0.00000015",
        "0e999999999, 0"
    })
    void aNumberIsWrittenPlainly(String given, String written) {
        assertThat(json.write(json.read(given))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "nul",
                "\"a",
                "\"\t\"",
                "// x\n1",
                "1 2",
                "{} x",
                "[1]]",
                "\"\\x\"",
                "\uFEFF1"
            })
    void whatIsNotExactlyOneJsonValueIsRefused(String text) {
        assertThatThrownBy(() -> json.read(text)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void aRefusalSaysWhatAndWhere() {
        assertThatThrownBy(() -> json.read("{\"a\":1,\n \"a\":2}"))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("the field \"a\" is there twice")
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> json.read("{\"a\" 1}"))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("line 1, column 6")
                .hasMessageNotContaining("StreamRead");
    }

    @Test
    void depthIsLimited() {
        assertThat(json.read("[".repeat(64) + "]".repeat(64))).isInstanceOf(Value.Items.class);
        assertThatThrownBy(() -> json.read("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("nested deeper than 64 levels");
        assertThatThrownBy(() -> json.read("{\"a\":".repeat(100_000))).isInstanceOf(MalformedJson.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "1e-999999999", "1e1000", "-1E+2147483647", "1e99999999999", "0e-99999999999"})
    void anExponentThatWouldExplodeIsRefused(String number) {
        assertThatThrownBy(() -> json.read(number))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("more than 1000 digits");
    }

    @Test
    void numbersAndTextsAreLimitedInLength() {
        assertThat(json.read("1".repeat(1_000))).isInstanceOf(Value.Number.class);
        assertThatThrownBy(() -> json.read("1".repeat(1_001)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining("more than 1000 digits");
        assertThatThrownBy(() -> json.read("1".repeat(1_000_000))).isInstanceOf(MalformedJson.class);
        var small = new JacksonJson(new JacksonJson.Options(10, 64, 1_000));
        assertThatThrownBy(() -> small.read("\"123456789\""))
                .isInstanceOf(MalformedJson.class)
                .hasMessage("the JSON text has 11 characters, at most 10 are allowed");
        assertThat(json.read("\"" + "a".repeat(10_000_000) + "\"")).isInstanceOf(Value.Text.class);
    }

    @Test
    void whatNoStoreTakesBecomesAReplacementCharacterInNamesToo() {
        assertThat(json.read("{\"a\\u0000\":\"\\ud800\"}"))
                .isEqualTo(Value.fields().put("a\uFFFD", "\uFFFD").build());
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void whatIsWrittenIsReadBack(@ForAll("values") Value value) {
        assertThat(json.read(json.write(value))).isEqualTo(value);
    }

    @Provide
    Arbitrary<Value> values() {
        Arbitrary<Value> scalars = Arbitraries.oneOf(List.of(
                Arbitraries.strings().ofMaxLength(12).map(Value::of),
                Arbitraries.doubles().map(Value::of),
                Arbitraries.longs().map(Value::of),
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1e30"), new BigDecimal("1e30"))
                        .ofScale(9)
                        .map(Value::of),
                Arbitraries.of(true, false).map(Value::of),
                Arbitraries.just(Value.Absent.ABSENT)));
        return Arbitraries.recursive(() -> scalars, JacksonJsonTest::wrapped, 0, 3);
    }

    private static Arbitrary<Value> wrapped(Arbitrary<Value> inner) {
        return Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(Value::items),
                Arbitraries.maps(Arbitraries.strings().alpha().ofMaxLength(4), inner)
                        .ofMaxSize(3)
                        .map(Value.Fields::new));
    }
}
