package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Repairs of code for which no understanding is needed. */
final class Repairs {
    private static final Pattern MEANT = Pattern.compile("[Dd]id you mean \"?([A-Za-z_][A-Za-z0-9_]*)");

    private Repairs() {}

    /** The code without the error; the same code when nothing is known to do. */
    static String of(String code, CompileError error) {
        if (error.position().isEmpty()) {
            return code;
        }
        CompileError.Position at = error.position().get();
        int from = offset(code, at.line(), at.column());
        int to = Math.min(
                code.length(),
                code.offsetByCodePoints(from, Math.min(at.length(), code.codePointCount(from, code.length()))));
        String wrong = code.substring(from, to);
        String right = wrong;
        if (ErrorCode.WRONG_CASE.is(error)) {
            right = wrong.toLowerCase(Locale.ROOT);
        } else if (ErrorCode.UNKNOWN_NAME.is(error) || ErrorCode.UNKNOWN_FIELD.is(error)) {
            Matcher meant = MEANT.matcher(error.message() + " " + error.fix());
            right = meant.find() ? meant.group(1) : wrong;
        } else if (ErrorCode.WORD_OPERATOR.is(error)) {
            right = switch (wrong.strip().toLowerCase(Locale.ROOT)) {
                case "and" -> "&&";
                case "or" -> "||";
                case "not" -> "!";
                default -> wrong;
            };
        } else if (ErrorCode.SINGLE_EQUALS.is(error) && wrong.strip().equals("=")) {
            right = wrong.replace("=", "==");
        }
        return code.substring(0, from) + right + code.substring(to);
    }

    private static int offset(String code, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            int end = code.indexOf('\n', start);
            if (end < 0) {
                return code.length();
            }
            start = end + 1;
        }
        int rest = code.codePointCount(start, code.length());
        return code.offsetByCodePoints(start, Math.min(column - 1, rest));
    }
}
