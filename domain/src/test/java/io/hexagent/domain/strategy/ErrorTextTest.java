package io.hexagent.domain.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ErrorTextTest {
    private static CompileError at(int line, int column, int length) {
        return new CompileError(
                "wrong-case",
                "\"RSI\" is written rsi",
                Optional.of(new CompileError.Position(line, column, length)),
                "Names are written in small letters.",
                "Replace it by rsi.",
                "entry: rsi(close, 14) < 30");
    }

    private static List<String> marked(CompileError error, String code) {
        return ErrorText.of(error, code).lines().skip(1).limit(2).toList();
    }

    @Test
    void aPersonSeesTheLineWithACaretTheFixAndAnExample() {
        assertThat(ErrorText.of(at(2, 8, 3), "symbol: GOOG\nentry: RSI(14) < 30\n"))
                .isEqualTo("""
                    line 2, column 8: "RSI" is written rsi [wrong-case]
                        entry: RSI(14) < 30
                               ^^^
                    Names are written in small letters.
                    Fix: Replace it by rsi.
                    Example:
                        entry: rsi(close, 14) < 30\
                    """);
    }

    @Test
    void tabsAndWideCharactersKeepTheCaretInItsColumn() {
        assertThat(marked(at(1, 4, 3), "\ta\tRSI")).containsExactly("        a    RSI", "             ^^^");
        assertThat(marked(at(1, 4, 1), "日本 x")).containsExactly("    日本 x", "         ^");
        assertThat(marked(at(1, 3, 1), "😀 x")).containsExactly("    😀 x", "       ^");
        assertThat(marked(at(1, 3, 1), "e\u0301x")).containsExactly("    e\u0301x", "     ^");
        assertThat(marked(at(1, 1, 2), "日本")).containsExactly("    日本", "    ^^^^");
    }

    @Test
    void longLinesAreCutAroundTheCaret() {
        String line = "a".repeat(500) + "RSI" + "b".repeat(500);
        List<String> shown = marked(at(1, 501, 3), line);
        assertThat(shown.getFirst().strip()).startsWith("…a").endsWith("b…").hasSizeLessThanOrEqualTo(ErrorText.WIDEST);
        assertThat(shown.getLast().indexOf('^')).isEqualTo(shown.getFirst().indexOf("RSI"));
        assertThat(shown.getLast().strip()).isEqualTo("^^^");
        assertThat(marked(at(1, 1, 1_000), line).getLast().length()).isLessThan(120);
    }

    @Test
    void placesOutsideOfTheTextAreNoTrouble() {
        for (CompileError error : List.of(at(9, 1, 1), at(1, 999, 5), at(1, 1, Integer.MAX_VALUE))) {
            assertThat(ErrorText.of(error, "entry: x")).contains("Fix: Replace it by rsi.");
        }
        assertThat(ErrorText.of(at(1, 1, 1), "")).doesNotContain("^");
        assertThat(ErrorText.of(at(1, 1, 1), "\u0007\u202Ex"))
                .contains("\uFFFDx")
                .doesNotContain("\u0007");
    }

    @Test
    void withoutAPlaceThereIsNoLine() {
        var error = new CompileError("no-strategy", "the text is no strategy", Optional.empty(), "", "Write one.", "");
        assertThat(ErrorText.of(List.of(error, error), "x")).isEqualTo("""
            the text is no strategy [no-strategy]
            Fix: Write one.

            the text is no strategy [no-strategy]
            Fix: Write one.\
            """);
    }
}
