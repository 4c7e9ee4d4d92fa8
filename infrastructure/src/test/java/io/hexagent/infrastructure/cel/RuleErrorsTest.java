package io.hexagent.infrastructure.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import io.hexagent.domain.strategy.StrategyCompiler.CompiledRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleErrorsTest {
    /** A code, the rule with the place of the error marked, and a part of what is said. */
    private static final String CASES = """
        UNKNOWN_NAME           | «vwap»(14) < 30                            | "vwap" is not known
        UNKNOWN_NAME           | «rsx»(14) < 30                             | did you mean rsi?
        UNKNOWN_NAME           | close > «smma»(close, 20)                  | did you mean sma?
        UNKNOWN_NAME           | close > «bolinger_uper»(close, 20)         | did you mean bollinger_upper?
        UNKNOWN_NAME           | «price» > 5                                | did you mean close?
        UNKNOWN_NAME           | close > «max»(high, 20)                    | did you mean highest?
        UNKNOWN_NAME           | «crossover»(close, open)                   | did you mean crosses_above?
        WRONG_CASE             | «RSI»(14) < 30                             | "RSI" is written rsi
        WRONG_CASE             | «Close» > 5                                | "Close" is written close
        WRONG_CASE             | «crossesAbove»(close, 5)                   | written crosses_above
        WRONG_CASE             | «True»                                     | written true
        MISSING_LENGTH         | close > «sma(close)»                       | sma needs a length
        MISSING_LENGTH         | close > «ema()» * 2                        | ema needs a length
        MISSING_LENGTH         | «stddev( close )» > 5                      | stddev needs a length
        LENGTH_NOT_WHOLE       | rsi(close, «14.5») < 30                    | whole number of bars, got 14.5
        LENGTH_NOT_WHOLE       | close > sma(«2.5»)                         | got 2.5
        LENGTH_NOT_WHOLE       | close > sma(close, «5 / 2»)                | got 2.5
        NO_CONDITION           | «rsi(14)»                                  | the rule is a number
        NO_CONDITION           | «14»                                       | the rule is a number
        NO_CONDITION           | rsi(14) < 30 && «close»                    | what stands beside && is a number
        NO_CONDITION           | «close + 1» ¦¦ true                        | what stands beside ¦¦ is a number
        NO_CONDITION           | !«close»                                   | what stands after ! is a number
        WORD_OPERATOR          | rsi(14) < 30 «and» close > 5               | "and" is written &&
        WORD_OPERATOR          | rsi(14) < 30 «OR» close > 5                | "OR" is written
        WORD_OPERATOR          | «not» close > 5                            | "not" is written !
        SINGLE_EQUALS          | close «=» 5                                | written ==
        SINGLE_EQUALS          | close «:=» 5                               | written ==
        UNKNOWN_OPERATOR       | close «=>» 5                               | written >=
        UNKNOWN_OPERATOR       | close «≥» 5                                | written >=
        UNKNOWN_OPERATOR       | close «<>» 5                               | written !=
        UNKNOWN_OPERATOR       | close > 5 «&» open > 5                     | written &&
        UNKNOWN_OPERATOR       | close «^» 2 > 5                            | has no place in a rule
        UNKNOWN_OPERATOR       | rsi(14) < 30«%»                            | "%" has no place
        UNKNOWN_OPERATOR       | close > 5 «?» true                         | "?" has no place
        UNBALANCED_PARENTHESIS | rsi«(»14 < 30                              | "(" is not closed
        UNBALANCED_PARENTHESIS | «(»close > 5                               | "(" is not closed
        UNBALANCED_PARENTHESIS | rsi(14)«)» < 30                            | ")" closes nothing
        WINDOW_OUT_OF_RANGE    | close > sma(close, «0»)                    | 1 to 10000, got 0
        WINDOW_OUT_OF_RANGE    | rsi(close, «1») < 30                       | 2 to 10000, got 1
        WINDOW_OUT_OF_RANGE    | close > sma(close, «10001»)                | got 10001
        WINDOW_OUT_OF_RANGE    | close > previous(close, «-1»)              | got -1
        MISSING_PARENTHESES    | «rsi» < 30                                 | "rsi" is a function
        UNKNOWN_FIELD          | close.«value» > 5                          | "close" has no field "value"
        UNKNOWN_FIELD          | ta.«rsi»(close, 14) < 30                   | "ta" has no field "rsi"
        SYNTAX                 | close«[»1] > 5                             | "[" has no place
        SYNTAX                 | (close«,» open) > 5                        | a comma stands between
        MISSING_OPERATOR       | close «above» 5                            | between "close" and "above"
        MISSING_OPERATOR       | (close > 5) «(»open > 5)                   | between ")" and "("
        MISSING_OPERAND        | close «>»                                  | the rule ends after ">"
        MISSING_OPERAND        | close > 5 «&&»                             | the rule ends after "&&"
        MISSING_OPERAND        | «&&» close > 5                             | nothing stands before "&&"
        MISSING_OPERAND        | close > sma(close«,»)                      | nothing stands after ","
        MISSING_OPERAND        | close > «()»                               | nothing stands in "()"
        NAMED_ARGUMENT         | rsi(close, «length=»14) < 30               | without its name "length"
        TOO_MANY_ARGUMENTS     | rsi(close, 14, «3») < 30                   | rsi takes fewer arguments
        TOO_MANY_ARGUMENTS     | crosses_above(close, open, «high»)         | takes two series, got 3
        MISSING_ARGUMENT       | «crosses_above(close)»                     | takes two series, got 1
        WRONG_ARGUMENT         | close > sma(«5», 3)                        | sma of a number is that number
        WRONG_ARGUMENT         | atr(«close», 14) > 1                       | atr takes no series
        WRONG_ARGUMENT         | close > sma(close, «open»)                 | a number that is written out
        WRONG_ARGUMENT         | «macd(close, 26, 12, 9)» > 0               | 26, is not shorter than the slow one, 12
        WRONG_ARGUMENT         | «close»(1) > 5                             | is a column, not a function
        WRONG_ARGUMENT         | «crosses_above(1, 2)»                      | two numbers never cross
        CHAINED_COMPARISON     | «30 < rsi(14) < 70»                        | compares a condition
        CONDITION_AS_NUMBER    | sma(«close > open», 3) > 5                 | is a condition where a number is wanted
        CONDITION_AS_NUMBER    | («close > 5») == 1                         | is a condition where a number is wanted
        OUT_OF_RANGE           | bollinger_upper(close, 20, «0») < close    | 0.01 to 100, got 0
        OUT_OF_RANGE           | close > «1e999»                            | is too large
        OUT_OF_RANGE           | close > «99999999999999999999»             | is too large
        WRONG_TYPE             | close > «"5"»                              | no text in quotes
        WRONG_TYPE             | close > «1_000»                            | "1_000" is no number
        WRONG_TYPE             | rsi(«14d») < 30                            | "14d" is no number
        UNKNOWN_CHARACTER      | close «@» 5                                | "@" has no place
        UNKNOWN_CHARACTER      | close > 5 «€»                              | "€" has no place
        IMPORT                 | «import» talib                             | nothing can be imported
        """;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = CASES, delimiter = '|', quoteCharacter = '`')
    void isFoundAtItsPlace(ErrorCode code, String rule, String said) {
        Marked marked = Marked.of(rule.replace('¦', '|'));
        CompileError error = onlyError(marked.text());
        assertThat(error.code()).as(error.toString()).isEqualTo(code.wire());
        assertThat(error.position())
                .as(error.toString())
                .contains(marked.positions().getFirst());
        assertThat(error.message()).contains(said.replace('¦', '|'));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = CASES, delimiter = '|', quoteCharacter = '`')
    void isFoundAtItsPlaceInEachWayToWriteTheDocument(ErrorCode code, String rule, String said) {
        String plain = rule.replace('¦', '|');
        for (String document : List.of(
                "entry: '" + plain.replace("'", "''") + "'",
                "entry: \"" + plain.replace("\"", "\\\"") + "\"",
                "entry:   \"\\\n  " + plain.replace("\"", "\\\"") + "\"",
                "entry: |  # in a block\n  // first\n  " + plain,
                "entry: >-\n\n  close > 0 &&\n  true &&\n    " + plain,
                "{\"entry\":\t\"" + plain.replace("\"", "\\\"") + "\",")) {
            if (document.contains(">-") && !isCompared(plain)) {
                continue;
            }
            boolean json = document.startsWith("{");
            Marked marked = Marked.of((json ? "" : "symbol: GOOG # ü 😀\n")
                    + document
                    + (json ? "\n\"symbol\": \"GOOG\", \"exit\": \"false\"}" : "\nexit: rsi(close, 14) > 70\n"));
            Compiled compiled = Examples.COMPILER.compile(marked.text());
            assertThat(compiled).as(marked.text()).isInstanceOf(Compiled.Wrong.class);
            CompileError error = ((Compiled.Wrong) compiled).errors().getFirst();
            assertThat(error.code()).as(marked.text()).isEqualTo(code.wire());
            CompileError.Position expected = marked.positions().getFirst();
            assertThat(error.position()).as(marked.text()).isPresent();
            assertThat(error.position().orElseThrow().line()).isEqualTo(expected.line());
            assertThat(error.position().orElseThrow().column())
                    .as(marked.text())
                    .isEqualTo(expected.column());
            Examples.areHelpful(error);
        }
        assertThat(said).isNotBlank();
    }

    /** Whether the error stays the same after a condition and &&. */
    private static boolean isCompared(String rule) {
        return !rule.startsWith("«") && !rule.contains("not") && !rule.contains("«!");
    }

    private static CompileError onlyError(String rule) {
        CompiledRule compiled = Examples.COMPILER.compileRule(rule);
        assertThat(compiled).isInstanceOf(CompiledRule.Wrong.class);
        List<CompileError> errors = ((CompiledRule.Wrong) compiled).errors();
        assertThat(errors).as(rule).hasSize(1);
        return errors.getFirst();
    }

    private static List<String> codes(String rule) {
        return switch (Examples.COMPILER.compileRule(rule)) {
            case CompiledRule.Ready ignored -> List.of();
            case CompiledRule.Wrong(var errors) ->
                errors.stream().map(CompileError::code).toList();
        };
    }

    @Test
    void independentErrorsAreToldOfTogether() {
        assertThat(codes("RSI(14) < 30 and close = sma(close) or vwap > 5"))
                .containsExactly(
                        "wrong-case",
                        "word-operator",
                        "single-equals",
                        "missing-length",
                        "word-operator",
                        "unknown-name");
        assertThat(codes("RSI(14 < 30 and close > 5"))
                .containsExactly("wrong-case", "unbalanced-parenthesis", "word-operator");
    }

    @Test
    void anErrorIsNotToldOfTwice() {
        assertThat(codes("sma(vwap, 3) > 5 && sma(vwap, 0.5)")).hasSize(3);
        assertThat(codes("sma(vwap(3) + 1) * 2 > rsx"))
                .containsExactly("missing-length", "unknown-name", "unknown-name");
    }

    @Test
    void theFixOfAnUnknownNameCanBeWrittenIntoARule() {
        assertThat(onlyError("rsx(close, 14) < 30").fix()).isEqualTo("Write rsi(close, 14).");
        assertThat(onlyError("price > 5").fix()).isEqualTo("Write close.");
        assertThat(onlyError("obv > 5").fix()).isEqualTo("Write obv().");
    }

    @Test
    void theFixOfAChainedComparisonIsTheRuleThatWasMeant() {
        CompileError error = onlyError("30 < rsi(close, 14) < 70");
        assertThat(error.fix()).isEqualTo("Write 30 < rsi(close, 14) && rsi(close, 14) < 70.");
    }

    @Test
    void hugeAndEndlessRulesAreRefused() {
        assertThat(codes("(".repeat(33) + "true" + ")".repeat(33))).containsExactly("rule-too-complex");
        assertThat(codes("(".repeat(2_000))).containsExactly("rule-too-complex");
        assertThat(codes("!".repeat(40) + "true")).containsExactly("rule-too-complex");
        assertThat(codes("close > 1" + " && close > 1".repeat(200))).containsExactly("rule-too-complex");
        assertThat(codes("close > 1" + " + 1".repeat(5_000))).containsExactly("rule-too-complex");
        assertThat(codes("x".repeat(100_000))).containsExactly("rule-too-complex");
        assertThat(codes("sma(".repeat(31) + "close" + ", 2)".repeat(31) + " > 0"))
                .isEmpty();
        assertThat(codes("close > 1" + " + 1".repeat(290))).isEmpty();
        assertThat(codes("close > 1" + " && close > 1".repeat(140))).isEmpty();
    }
}
