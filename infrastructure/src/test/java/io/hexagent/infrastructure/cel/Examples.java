package io.hexagent.infrastructure.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyText;

/** Documents for tests, and what every error promises. */
final class Examples {
    static final String BASE = """
        symbol: GOOG
        timeframe: 1d
        from: 2005-01-01
        to: 2007-12-31
        cash: 100000
        fee: 0.001
        entry: rsi(close, 14) < 30
        exit: rsi(close, 14) > 70
        """;

    static final StrategyCompiler COMPILER = new CelStrategyCompiler(CelStrategyCompiler.Options.usual());

    private Examples() {}

    /** An error says all that it should, and its example compiles where it is put in a document. */
    static void areHelpful(CompileError error) {
        assertThat(error.message()).as(error.toString()).isNotBlank().doesNotContain("\n");
        assertThat(error.cause()).as(error.toString()).isNotBlank();
        assertThat(error.fix()).as(error.toString()).isNotBlank();
        assertThat(error.example()).as(error.toString()).isNotBlank();
        assertThat(error.message() + error.cause() + error.fix()).doesNotContain("null", "Optional", "Exception");
        String document = BASE;
        for (String line : error.example().lines().toList()) {
            int colon = line.indexOf(": ");
            assertThat(StrategyText.FIELDS).as(line).contains(line.substring(0, colon));
            document = StrategyText.with(document, line.substring(0, colon), line.substring(colon + 2));
        }
        assertThat(COMPILER.compile(document))
                .as("the example of %s in%n%s", error, document)
                .isInstanceOf(StrategyCompiler.Compiled.Ready.class);
    }
}
