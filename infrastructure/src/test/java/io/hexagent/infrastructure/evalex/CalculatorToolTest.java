package io.hexagent.infrastructure.evalex;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalculatorToolTest {
    private static final ToolContext CONTEXT = new ToolContext(
            new RunId("r"),
            new ConversationId("c"),
            Principal.LOCAL,
            new CallId("1"),
            "r-1",
            List.of(),
            Instant.EPOCH,
            ToolContext.Progress.NONE);

    private final CalculatorTool tool = new CalculatorTool();

    private Value.Fields content(Value.Fields arguments) {
        return ((ToolResult.Succeeded) tool.call(arguments, CONTEXT)).content();
    }

    private String text(String expression) {
        return content(expression(expression)).text("text").orElseThrow();
    }

    private static Value.Fields expression(String expression) {
        return Value.fields().put("expression", expression).build();
    }

    private static Value.Fields operation(String operation, String x, String y) {
        return Value.fields()
                .put("operation", operation)
                .put("x", Value.of(new BigDecimal(x)))
                .put("y", Value.of(new BigDecimal(y)))
                .build();
    }

    @Test
    void anOperationGivesItsResultAndASentence() {
        Value.Fields content = content(operation("add", "5", "10"));

        assertThat(content.number("result")).contains(new BigDecimal("15"));
        assertThat(content.text("text")).contains("5 + 10 = 15");
    }

    @Test
    void divisionByZeroIsAResultThatSaysSo() {
        Value.Fields content = content(operation("divide", "7", "0"));

        assertThat(content.flag("undefined")).contains(true);
        assertThat(content.text("text")).contains("7 / 0 has no value: division by zero");
        assertThat(content(expression("1 / (2 - 2.0)")).flag("undefined")).contains(true);
        assertThat(content(expression("5 % 0.0")).flag("undefined")).contains(true);
        assertThat(content(operation("power", "0", "-1")).flag("undefined")).contains(true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.1 + 0.2 | 0.1 + 0.2 = 0.3",
                "2 + 3 * 4 | 2 + 3 * 4 = 14",
                "(2 + 3) * 4 | (2 + 3) * 4 = 20",
                "2 ^ 3 ^ 2 | 2 ^ 3 ^ 2 = 512",
                "-2 ^ 2 | -2 ^ 2 = -4",
                "2 ^ -1 | 2 ^ -1 = 0.5",
                "2 ^ -2 ^ 2 | 2 ^ -2 ^ 2 = 0.0625",
                "2 ** 10 | 2 ^ 10 = 1024",
                "7 × 6 ÷ 2 | 7 * 6 / 2 = 21",
                "10 % 3 | 10 % 3 = 1",
                "200 * 15% | 200 * 15% = 30",
                "17.5% * 240 | 17.5% * 240 = 42",
                "sqrt(144) | sqrt(144) = 12",
                "round(2.5) | round(2.5) = 3",
                "round(2.345, 2) | round(2.345, 2) = 2.35",
                "max(1, 2, 3) - min(4, 5) | max(1, 2, 3) - min(4, 5) = -1",
                "fact(5) | fact(5) = 120",
                "log10(1000) | log10(1000) = 3",
                "1e3 + 1 | 1e3 + 1 = 1001",
                "1 / 8 | 1 / 8 = 0.125",
                "1000000 * 1000000 | 1000000 * 1000000 = 1000000000000",
                "100 - 100.00 | 100 - 100.00 = 0",
                "4 ^ 0.5 | 4 ^ 0.5 = 2",
                "10 ^ -100 * 10 ^ 100 | 10 ^ -100 * 10 ^ 100 = 1",
            })
    void expressionsAreCalculatedExactly(String expression, String text) {
        assertThat(text(expression)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 / 3 | 1 / 3 ≈ 0.3333333333333333333333333333333333",
                "2 ^ 0.5 | 2 ^ 0.5 ≈ 1.414213562373095048801688724209698",
                "2 ^ 1.5 | 2 ^ 1.5 ≈ 2.8284271247461903",
                "ln(1) + 1 | ln(1) + 1 ≈ 1",
            })
    void roundedResultsSayThatTheyAreRounded(String expression, String text) {
        assertThat(text(expression)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9^9^9",
                "9^(9^9)",
                "9^-(9^9)",
                "FACT(1000000)",
                "fact(fact(10))",
                "1e999999999 + 1",
                "1e-999999999 + 1",
                "sqrt(1e99999)",
                "10^1000 * 10^1000",
                "1.0000000001 ^ 9999999999999",
                "round(1, 100000000)",
            })
    @Timeout(2)
    void whatWouldTakeForeverIsRefusedAtOnce(String expression) {
        assertThat(tool.call(expression(expression), CONTEXT))
                .isInstanceOfSatisfying(
                        ToolResult.Rejected.class,
                        rejected -> assertThat(rejected.message()).containsAnyOf("large", "at most"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2 +",
                "(1",
                "two plus two",
                "system(1)",
                "random()",
                "1 == 1",
                "\"a\"",
                "x + 1",
                "1,000 + 1",
                "DT_NOW()",
                "true",
                "1..2",
                ")",
                "%",
                "round(1,2,3)",
                "max()",
                "a.b",
                "[1]",
                "switch(1,1,1)",
                "null"
            })
    void whatIsNoArithmeticIsRejectedInWords(String expression) {
        assertThat(tool.call(expression(expression), CONTEXT))
                .isInstanceOfSatisfying(
                        ToolResult.Rejected.class,
                        rejected ->
                                assertThat(rejected.message()).isNotBlank().doesNotContain("null value", "Exception"));
    }

    @Test
    void aVeryDeepOrLongExpressionIsRejected() {
        assertThat(tool.call(expression("(".repeat(400) + "1" + ")".repeat(400)), CONTEXT))
                .isInstanceOf(ToolResult.Rejected.class);
        assertThat(tool.call(expression("-".repeat(999) + "1"), CONTEXT)).isNotNull();
        assertThat(tool.call(expression("1+".repeat(5000) + "1"), CONTEXT)).isInstanceOf(ToolResult.Rejected.class);
    }

    @Test
    void bothOrNeitherFormOfTheArgumentsIsRejected() {
        assertThat(tool.call(Value.Fields.EMPTY, CONTEXT)).isInstanceOf(ToolResult.Rejected.class);
        assertThat(tool.call(operation("add", "1", "2").with("expression", Value.of("1")), CONTEXT))
                .isInstanceOf(ToolResult.Rejected.class);
        assertThat(tool.call(operation("add", "1", "2").with("y", Value.Absent.ABSENT), CONTEXT))
                .isInstanceOf(ToolResult.Rejected.class);
    }

    @Test
    void rootsOfNegativeNumbersHaveNoValue() {
        assertThat(content(expression("sqrt(-1)")).flag("undefined")).contains(true);
        assertThat(text("(-8) ^ 0.3")).contains("has no value");
    }

    @Property(tries = 300)
    void sumsAndProductsOfWholeNumbersAreThoseOfJava(@ForAll int x, @ForAll int y) {
        assertThat(content(operation("add", "" + x, "" + y))
                        .number("result")
                        .orElseThrow()
                        .longValueExact())
                .isEqualTo((long) x + y);
        assertThat(content(operation("multiply", "" + x, "" + y))
                        .number("result")
                        .orElseThrow()
                        .longValueExact())
                .isEqualTo((long) x * y);
    }

    @Property(tries = 300)
    void noTextBreaksTheCalculator(@ForAll String text) {
        long start = System.nanoTime();

        assertThat(tool.call(expression(text.isEmpty() ? " " : text), CONTEXT)).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }
}
