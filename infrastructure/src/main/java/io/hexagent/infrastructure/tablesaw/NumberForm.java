package io.hexagent.infrastructure.tablesaw;

import java.util.Optional;
import java.util.regex.Pattern;

/** How numbers are written in a column: which mark stands before decimals, which between thousands. */
enum NumberForm {
    POINT("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,4})?", '.', ""),
    COMMA("[-+]?(\\d+,?\\d*|,\\d+)([eE][-+]?\\d{1,4})?", ',', "decimal commas"),
    POINT_BY_COMMAS("[-+]?(\\d{1,3}(,\\d{3})+|\\d+)(\\.\\d*)?", '.', "commas between thousands"),
    COMMA_BY_POINTS("[-+]?(\\d{1,3}(\\.\\d{3})+|\\d+)(,\\d*)?", ',', "points between thousands and decimal commas"),
    POINT_BY_SPACES(
            "[-+]?(\\d{1,3}([ \u00a0\u202f']\\d{3})+|\\d+)(\\.\\d*)?", '.', "spaces or apostrophes between thousands"),
    COMMA_BY_SPACES(
            "[-+]?(\\d{1,3}([ \u00a0\u202f']\\d{3})+|\\d+)(,\\d*)?",
            ',', "spaces or apostrophes between thousands and decimal commas");

    private static final Pattern CODE = Pattern.compile("[-+]?0\\d.*");
    private final Pattern pattern;
    private final char decimalMark;
    private final String words;

    NumberForm(String pattern, char decimalMark, String words) {
        this.pattern = Pattern.compile(pattern);
        this.decimalMark = decimalMark;
        this.words = words;
    }

    /** What is particular about it; empty for {@link #POINT}. */
    String words() {
        return words;
    }

    boolean fits(String text) {
        return pattern.matcher(text).matches() && !isCode(text);
    }

    /** Whether the text begins with a zero that a number would lose, as 01234 does. */
    static boolean isCode(String text) {
        return CODE.matcher(text).matches();
    }

    /** The number in Java's way of writing, with a point and nothing between thousands. */
    String plain(String text) {
        var plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == decimalMark) {
                plain.append('.');
            } else if ((c >= '0' && c <= '9') || c == '-' || c == '+' || c == 'e' || c == 'E') {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** A number with a sign around it taken off: the percent sign or a currency. */
    record Signed(String number, Optional<String> sign) {
        private static final String CURRENCIES = "$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20ba";

        static Signed of(String text) {
            int length = text.length();
            char last = text.charAt(length - 1);
            if (last == '%' && length > 1) {
                return new Signed(text.substring(0, length - 1).strip(), Optional.of("%"));
            }
            if (CURRENCIES.indexOf(last) >= 0 && length > 1) {
                return new Signed(text.substring(0, length - 1).strip(), Optional.of(String.valueOf(last)));
            }
            int at = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
            if (length > at + 1 && CURRENCIES.indexOf(text.charAt(at)) >= 0) {
                String rest = text.substring(at + 1).strip();
                boolean twoSigns = at == 1 && !rest.isEmpty() && (rest.charAt(0) == '-' || rest.charAt(0) == '+');
                return twoSigns
                        ? new Signed(text, Optional.empty())
                        : new Signed(text.substring(0, at) + rest, Optional.of(String.valueOf(text.charAt(at))));
            }
            return new Signed(text, Optional.empty());
        }
    }
}
