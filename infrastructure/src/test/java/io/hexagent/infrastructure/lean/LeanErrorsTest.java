package io.hexagent.infrastructure.lean;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.CompileError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeanErrorsTest {
    private static String output(String name) throws IOException {
        try (var text = LeanErrorsTest.class.getResourceAsStream("/lean/errors/" + name + ".txt")) {
            return new String(Objects.requireNonNull(text, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "consolidator, resolution, 11, registered for Daily data",
        "consolidator-short, resolution, 0, Unable to create consolidator for Daily data",
        "import, import, 3, No module named 'talib'",
        "symbol, unknown-symbol, 48, Crypto-binance-FOOUSDT",
        "attribute, unknown-field, 52, has no attribute 'relative_strength'",
        "syntax, syntax, 4, SyntaxError",
        "warm-up, warm-up, 0, not allowed in initialize or during warm up",
        "other, engine-failed, 0, Out of memory in the data feed",
        "fine, engine-failed, 0, Analysis Complete"
    })
    void eachFamilyIsKnown(String name, String code, int line, String said) throws IOException {
        List<CompileError> errors = LeanErrors.read(output(name));
        assertThat(errors).as(name).hasSize(1);
        CompileError error = errors.getFirst();
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.position().map(CompileError.Position::line).orElse(0)).isEqualTo(line);
        assertThat(error.message()).contains(said).doesNotContain("\n");
        assertThat(error.cause()).isNotBlank();
        assertThat(error.fix()).isNotBlank();
    }

    @Test
    void severalAreToldOfTogetherAndNothingIsAnErrorToo() throws IOException {
        assertThat(LeanErrors.read(output("attribute") + output("consolidator")))
                .extracting(CompileError::code)
                .containsExactly("resolution", "unknown-field");
        assertThat(LeanErrors.read(""))
                .extracting(CompileError::message)
                .containsExactly("Lean ended without a result");
        assertThat(LeanErrors.read("x".repeat(1_000_000))).hasSize(1);
    }
}
