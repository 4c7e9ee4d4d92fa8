package io.hexagent.infrastructure.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentErrorsTest {
    /** A code, a line of the document with the place of the error marked, and a part of what is said. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        UNKNOWN_FIELD       | «symbl»: GOOG                 | did you mean symbol?
        UNKNOWN_FIELD       | «Timeframe»: 1d               | did you mean timeframe?
        UNKNOWN_FIELD       | «commission»: 0.1%            | did you mean fee?
        UNKNOWN_FIELD       | «leverage»: 3                 | "leverage" is not known
        DUPLICATE_KEY       | «fee»: 0.002                  | "fee" is there twice
        MISSING_FIELD       | slippage:«»                   | slippage is empty
        WRONG_TYPE          | slippage: «[1, 2]»            | slippage is a list
        WRONG_TYPE          | slippage: «a lot»             | "a lot" is no number
        WRONG_TYPE          | sizing: «some»                | "some" is no size
        OUT_OF_RANGE        | sizing: «150%»                | no part above 0
        OUT_OF_RANGE        | sizing: «{shares: 5}»         | one of part, money and units
        OUT_OF_RANGE        | sizing: «{units: -5}»         | one of part, money and units
        OUT_OF_RANGE        | slippage: «-0.1»              | at least 0 and below 1, got -0.1
        OUT_OF_RANGE        | stop_loss: «5»                | above 0 and below 1, got 5
        OUT_OF_RANGE        | stop_loss: «0»                | got 0
        OUT_OF_RANGE        | take_profit: «-1%»            | got -0.01
        BAD_DOCUMENT        | risk_free: «!!int 3»          | begins with !
        BAD_DOCUMENT        | risk_free: «*all»             | begins with & or *
        BAD_DOCUMENT        | risk_free: a«:» b             | cannot be read
        UNREADABLE_CHARACTER| # «\u0007»                    | U+0007
        """)
    void aLineIsWrong(ErrorCode code, String line, String said) {
        check(code, Examples.BASE + line + "\n", said);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        BAD_SYMBOL          | symbol: «not a symbol!»       | is no symbol
        UNKNOWN_TIMEFRAME   | timeframe: «daily»            | did you mean 1d?
        UNKNOWN_TIMEFRAME   | timeframe: «7d»               | "7d" is not known
        BAD_DATE            | from: «2005/01/31»            | is no date
        BAD_DATE            | from: «2005-02-30»            | is no date
        BAD_DATE            | from: «01.02.2005»            | is no date
        BAD_DATE            | to: «2005»                    | is no date
        BAD_DATE            | to: «tomorrow»                | is no date
        CONTRADICTORY_DATES | to: «2004-12-31»              | is before from, 2005-01-01
        CASH_OUT_OF_RANGE   | cash: «0»                     | cash is above 0
        CASH_OUT_OF_RANGE   | cash: «-5»                    | got -5
        CASH_OUT_OF_RANGE   | cash: «1e30»                  | at most 10^15
        WRONG_TYPE          | cash: «100,000»               | is no number
        WRONG_TYPE          | cash: «plenty»                | is no number
        WRONG_TYPE          | cash: «NaN»                   | is no number
        FEE_OUT_OF_RANGE    | fee: «100%»                   | below 1, got 1
        FEE_OUT_OF_RANGE    | fee: «1»                      | below 1, got 1
        FEE_OUT_OF_RANGE    | fee: «-0.1»                   | at least 0
        MISSING_FIELD       | entry:«»                      | entry is empty
        MISSING_FIELD       | entry: «""»                   | entry is empty
        MISSING_FIELD       | entry: «null»                 | entry is empty
        WRONG_TYPE          | entry: «[rsi(14) < 30]»       | entry is a list
        WRONG_CASE          | exit: «RSI»(14) > 70          | written rsi
        """)
    void aFieldIsWrong(ErrorCode code, String line, String said) {
        String field = line.substring(0, line.indexOf(':'));
        check(code, Examples.BASE.replaceAll("(?m)^" + field + ":.*$", line.replace("$", "\\$")), said);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        «import talib»\\nprint(1)                             | nothing can be imported: "import talib"
        x = 1\\n«from AlgorithmImports import *»\\nclass A(B): | from AlgorithmImports import *
        symbol: GOOG\\nentry: ¦\\n  «import talib»\\n  true     | import talib
        """)
    void nothingIsImported(String text, String said) {
        check(ErrorCode.IMPORT, text.replace("\\n", "\n").replace('¦', '|'), said);
    }

    private static void check(ErrorCode code, String marked, String said) {
        Marked document = Marked.of(marked);
        List<CompileError> errors = errors(document.text());
        assertThat(errors).as(document.text()).hasSize(1);
        CompileError error = errors.getFirst();
        assertThat(error.code()).as(error.toString()).isEqualTo(code.wire());
        CompileError.Position expected = document.positions().getFirst();
        assertThat(error.position())
                .as(error.toString())
                .contains(
                        new CompileError.Position(expected.line(), expected.column(), Math.max(1, expected.length())));
        assertThat(error.message()).contains(said);
        Examples.areHelpful(error);
    }

    private static List<CompileError> errors(String document) {
        return Examples.COMPILER.compile(document) instanceof Compiled.Wrong(var errors) ? errors : List.of();
    }

    private static List<String> codes(String document) {
        return errors(document).stream().map(CompileError::code).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        buy low, sell high
        ``
        ` \\n\\t `
        - symbol: GOOG
        [1, 2]
        42
        Dear bot: please make me rich
        class A(B):\\n    def initialize(self):\\n        self.x = {1: 2}
        <html><body>entry</body></html>
        {"question": "what is a strategy?"}
        ---
        %YAML 9.9
        """)
    void textThatIsNoStrategy(String text) {
        String whole = text == null ? "" : text.replace("\\n", "\n").replace("\\t", "\t");
        List<CompileError> errors = errors(whole);
        assertThat(errors).as(whole).hasSize(1);
        assertThat(errors.getFirst().code()).isEqualTo("no-strategy");
        assertThat(errors.getFirst().position()).isEmpty();
        Examples.areHelpful(errors.getFirst());
    }

    @Test
    void missingFieldsAreNamed() {
        assertThat(errors("timeframe: 1d"))
                .extracting(CompileError::message)
                .containsExactly(
                        "the field \"symbol\" is missing",
                        "the field \"entry\" is missing",
                        "the field \"exit\" is missing");
        assertThat(codes("symbol: GOOG\nentry: true\nstop_loss: 5%")).isEmpty();
    }

    @Test
    void independentErrorsAreToldOfInTheOrderOfTheDocument() {
        assertThat(codes("""
            exit: rsi(14)
            symbol: "?"
            cash: none
            entry: RSI(14) < 30 and close
            """))
                .containsExactly(
                        "no-condition", "bad-symbol", "wrong-type", "wrong-case", "word-operator", "no-condition");
    }

    @Test
    void twoDocumentsAreOneTooMany() {
        assertThat(codes(Examples.BASE + "---\n" + Examples.BASE)).containsExactly("bad-document");
    }

    @Test
    void hugeAndDeepTextIsRefused() {
        assertThat(codes("entry: true\n".repeat(10_000))).containsExactly("text-too-long");
        assertThat(codes("entry: " + "[".repeat(20_000))).containsExactly("bad-document");
        assertThat(codes("entry: " + "{a: ".repeat(5_000))).containsExactly("bad-document");
        assertThat(codes("symbol: A\n" + "- ".repeat(5_000))).containsExactly("bad-document");
        assertThat(codes("symbol: &a [x, x]\nentry: [*a, *a]")).containsExactly("bad-document");
        assertThat(codes(Examples.BASE + "note: x\n".repeat(1_000))).containsExactly("bad-document");
        assertThat(codes("entry: close > " + "1".repeat(30_000)))
                .containsExactly("missing-field", "missing-field", "rule-too-complex");
        StringBuilder fields = new StringBuilder(Examples.BASE);
        for (int i = 0; i < 50; i++) {
            fields.append("x").append(i).append(": 1\n");
        }
        assertThat(codes(fields.toString()))
                .hasSize(CelStrategyCompiler.Options.usual().mostErrors());
    }

    /** What stands before the error is longer in the document than in the rule. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        entry: "\\u0063lose > \\x35 && \\U0000006Fpen\\t> 5 && «RSI»(14) < 3"
        entry: "close > 5 \\\\n    && «RSI»(14) < 3"
        entry: 'true // isn''t\\n\\n  \\n  && «RSI»(14) < 3'
        entry: close > 5\\n  && open > 5\\n\\n  && «RSI»(14) < 3
        entry: >2-\\n\\n  close > 5\\n\\n  && «RSI»(14) < 3
        entry: ¦+\\n     close > 5\\n     && «RSI»(14) < 3\\n\\n
        "\\u0065ntry" : «RSI»(14) < 3
        """)
    void placesAreFoundBehindEscapesAndFolds(String entry) {
        check(
                ErrorCode.WRONG_CASE,
                "symbol: GOOG\nexit: true\n" + entry.replace("\\n", "\n").replace('¦', '|'),
                "written rsi");
    }

    @Test
    void linesEndAsTheyDoElsewhere() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            List<CompileError> errors = errors("symbol: GOOG" + end + "entry: close > sma(close)" + end + "exit: true");
            assertThat(errors).hasSize(1);
            assertThat(errors.getFirst().position()).contains(new CompileError.Position(2, 16, 10));
        }
        assertThat(codes("\uFEFF" + Examples.BASE)).isEmpty();
    }
}
