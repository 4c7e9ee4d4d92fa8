package io.hexagent.application.strategy.session;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A usual kind of strategy with its lengths, and the rules that it has when nobody says others.
 *
 * @param average the function of a pair's or a single average
 * @param first the only length, or the shorter one of a pair
 * @param second the longer length of a pair; of bands the deviations
 */
record Family(Kind kind, String average, String first, String second) {
    static final String MACD = "macd(close, 12, 26, 9)";
    static final String MACD_SIGNAL = "macd_signal(close, 12, 26, 9)";
    static final String MACD_HISTOGRAM = "macd_histogram(close, 12, 26, 9)";
    static final String STOCHASTIC_K = "stochastic_k(14, 3, 3)";

    private static final String AVERAGE =
            "(smas?|simple(?: moving averages?)?|emas?|exponential(?: moving averages?)?|wmas?|weighted(?: moving"
                    + " averages?)?|moving averages?|mas?|averages?)";
    private static final String UNIT = "[- ]*(?:days?|d|bars?|periods?|candles?|weeks?|hours?|minutes?)?[- ]*";
    private static final String CROSSING = "(?:[- ]*(?:cross(?:es|ed|ing|overs?)?(?: over)?|system|pair))?";

    private static final Pattern PAIR_FIRST = Pattern.compile("\\b(\\d{1,4})" + UNIT + AVERAGE
            + "?\\s*(?:/|x|,|and|&|vs\\.?|versus|over|with|\\+)\\s*(?:the\\s+)?(\\d{1,4})" + UNIT + AVERAGE + "\\b"
            + CROSSING);
    private static final Pattern PAIR_LAST = Pattern.compile("\\b" + AVERAGE + CROSSING
            + "\\s*(?:of\\s+|with\\s+|using\\s+|lengths?\\s+|periods?\\s+)*\\(?\\s*(\\d{1,4})" + UNIT
            + "\\)?\\s*(?:/|x|,|and|&|vs\\.?|versus|over|with)\\s*(?:the\\s+)?" + AVERAGE + "?\\s*\\(?(\\d{1,4})" + UNIT
            + "\\)?" + CROSSING);
    private static final Pattern GOLDEN = Pattern.compile("\\bgolden cross(?:es|over)?\\b");
    private static final Pattern CROSS =
            Pattern.compile("\\b" + AVERAGE + "\\s*-?cross(?:es|ing|overs?)?(?: over)?\\b");
    /** Lengths that stand apart from what they belong to; the unit tells them from levels. */
    private static final Pattern LENGTHS = Pattern.compile("\\b(?:of |with |using )?(\\d{1,4})" + UNIT
            + "(?:/|x|,|and|&|vs\\.?|versus)\\s*(\\d{1,4})[-"
            + " ]*(?:days?|d|bars?|periods?|candles?|weeks?|hours?|minutes?)\\b");

    private static final Pattern RSI = Pattern.compile("\\b(?:(\\d{1,4})" + UNIT
            + ")?(?:rsi|relative strength(?:"
            + " index)?)\\b(?:\\s*\\(?\\s*(?:close\\s*,\\s*|of\\s+|length\\s+|period\\s+)?(\\d{1,4})(?!\\s*(?:and|/|%|\\.\\d))"
            + UNIT + "\\)?)?");
    private static final Pattern BOLLINGER = Pattern.compile("\\b(?:(\\d{1,4})" + UNIT
            + ")?(?:bollinger|bb)(?:[- ]*bands?)?\\b(?:\\s*(?:with\\s+|of\\s+)?\\(?\\s*(\\d{1,4})" + UNIT
            + "(?:(?:,|and|/|with)\\s*(\\d+(?:\\.\\d+)?)(?:\\s*(?:standard"
            + " )?dev(?:iation)?s?|\\s*std|\\s*sigmas?)?)?\\)?)?");
    private static final Pattern MACD_WORD = Pattern.compile("\\bmacd\\b");
    private static final Pattern BREAKOUT = Pattern.compile("\\b(?:(\\d{1,4})" + UNIT
            + ")?(?:price |channel |donchian |turtle |range )*(?:break[- ]?outs?|donchian(?:"
            + " channels?)?|turtle)\\b(?:\\s*(?:of|over|above)?\\s*(?:the\\s+)?(?:last\\s+)?\\(?(\\d{1,4})"
            + UNIT + "(?:highs?|lows?)?\\)?)?");
    private static final Pattern MOMENTUM = Pattern.compile("\\b(?:(\\d{1,4})" + UNIT
            + ")?(?:momentum|rate of change|roc|trend"
            + " following)\\b(?:\\s*\\(?\\s*(?:close\\s*,\\s*|of\\s+|over\\s+|length\\s+)?(\\d{1,4})(?!\\s*%)"
            + UNIT + "\\)?)?");
    private static final Pattern STOCHASTIC = Pattern.compile("\\b(?:stochastics?|stoch)(?: oscillator)?\\b");

    private static final Pattern PAIR_RULE = Pattern.compile(
            "crosses_(?:above|below)\\((sma|ema|wma)\\(close, (\\d+)\\), (?:sma|ema|wma)\\(close, (\\d+)\\)\\)");

    enum Kind {
        PAIR,
        RSI,
        BOLLINGER,
        MACD,
        BREAKOUT,
        MOMENTUM,
        STOCHASTIC
    }

    static Family macd() {
        return new Family(Kind.MACD, "", "", "");
    }

    /** The family that a text names; what it took is blanked out when the text is read with it. */
    static Optional<Family> in(Utterance said) {
        Optional<MatchResult> pair = said.take(PAIR_FIRST);
        if (pair.isPresent()) {
            return Optional.of(
                    pair(pair.get().group(4), pair.get().group(1), pair.get().group(3)));
        }
        pair = said.take(PAIR_LAST);
        if (pair.isPresent()) {
            return Optional.of(
                    pair(pair.get().group(1), pair.get().group(2), pair.get().group(4)));
        }
        if (said.takes(GOLDEN)) {
            return Optional.of(pair("sma", "50", "200"));
        }
        Optional<MatchResult> cross = said.take(CROSS);
        if (cross.isPresent()) {
            Optional<MatchResult> lengths = said.take(LENGTHS);
            return Optional.of(pair(
                    cross.get().group(1),
                    lengths.map(found -> found.group(1)).orElse("50"),
                    lengths.map(found -> found.group(2)).orElse("200")));
        }
        Optional<Family> single =
                said.take(RSI).map(found -> new Family(Kind.RSI, "", either(found.group(1), found.group(2), "14"), ""));
        return single.or(() -> said.take(BOLLINGER)
                        .map(found -> new Family(
                                Kind.BOLLINGER,
                                "",
                                either(found.group(1), found.group(2), "20"),
                                either(found.group(3), null, "2"))))
                .or(() -> said.take(MACD_WORD).map(found -> macd()))
                .or(() -> said.take(STOCHASTIC).map(found -> new Family(Kind.STOCHASTIC, "", "14", "")))
                .or(() -> said.take(BREAKOUT)
                        .map(found -> new Family(Kind.BREAKOUT, "", either(found.group(1), found.group(2), "20"), "")))
                .or(() -> said.take(MOMENTUM)
                        .map(found -> new Family(Kind.MOMENTUM, "", either(found.group(1), found.group(2), "10"), "")));
    }

    /** The family of rules that are there. */
    static Optional<Family> of(Optional<String> entry) {
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        String rule = entry.get();
        Matcher pair = PAIR_RULE.matcher(rule);
        if (pair.find()) {
            return Optional.of(pair(pair.group(1), pair.group(2), pair.group(3)));
        }
        return length(rule, "rsi\\(close, (\\d+)")
                .map(length -> new Family(Kind.RSI, "", length, ""))
                .or(() -> length(rule, "bollinger_\\w+\\(close, (\\d+)")
                        .map(length -> new Family(
                                Kind.BOLLINGER,
                                "",
                                length,
                                length(rule, "bollinger_\\w+\\(close, \\d+, ([\\d.]+)")
                                        .orElse("2"))))
                .or(() -> length(rule, "(macd)").map(found -> macd()))
                .or(() -> length(rule, "stochastic_\\w\\((\\d+)")
                        .map(length -> new Family(Kind.STOCHASTIC, "", length, "")))
                .or(() -> length(rule, "(?:highest|lowest)\\(\\w+, (\\d+)")
                        .map(length -> new Family(Kind.BREAKOUT, "", length, "")))
                .or(() -> length(rule, "roc\\(close, (\\d+)").map(length -> new Family(Kind.MOMENTUM, "", length, "")));
    }

    private static Optional<String> length(String rule, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(rule);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static Family pair(String name, String one, String other) {
        boolean inOrder = Integer.parseInt(one) <= Integer.parseInt(other);
        String average = name.startsWith("e") ? "ema" : name.startsWith("w") ? "wma" : "sma";
        return new Family(Kind.PAIR, average, inOrder ? one : other, inOrder ? other : one);
    }

    private static String either(@Nullable String one, @Nullable String other, String usual) {
        return one != null ? one : other != null ? other : usual;
    }

    boolean isPair() {
        return kind == Kind.PAIR;
    }

    /** What a condition is about that names nothing: {@code below 30}. */
    String series() {
        return switch (kind) {
            case PAIR -> average + "(close, " + first + ")";
            case RSI -> "rsi(close, " + first + ")";
            case BOLLINGER, BREAKOUT -> "close";
            case MACD -> MACD;
            case MOMENTUM -> "roc(close, " + first + ")";
            case STOCHASTIC -> "stochastic_k(" + first + ", 3, 3)";
        };
    }

    /** Length and deviations of bands. */
    String settings() {
        return first + ", " + second;
    }

    String entry() {
        return switch (kind) {
            case PAIR -> "crosses_above(" + pairOf() + ")";
            case RSI -> series() + " < 30";
            case BOLLINGER -> "close < bollinger_lower(close, " + settings() + ")";
            case MACD -> "crosses_above(" + MACD + ", " + MACD_SIGNAL + ")";
            case BREAKOUT -> breakoutUp(Integer.parseInt(first));
            case MOMENTUM -> series() + " > 0";
            case STOCHASTIC -> series() + " < 20";
        };
    }

    String exit() {
        return switch (kind) {
            case PAIR -> "crosses_below(" + pairOf() + ")";
            case RSI -> series() + " > 70";
            case BOLLINGER -> "close > bollinger_upper(close, " + settings() + ")";
            case MACD -> "crosses_below(" + MACD + ", " + MACD_SIGNAL + ")";
            case BREAKOUT -> breakoutDown(Math.max(1, Integer.parseInt(first) / 2));
            case MOMENTUM -> series() + " < 0";
            case STOCHASTIC -> series() + " > 80";
        };
    }

    /** A pair that crosses the other way. */
    String entryReversed() {
        return exit();
    }

    private String pairOf() {
        return average + "(close, " + first + "), " + average + "(close, " + second + ")";
    }

    /** Of the bars before: no close is above the high of its own bar. */
    static String breakoutUp(int length) {
        return "close > previous(highest(high, " + length + "), 1)";
    }

    static String breakoutDown(int length) {
        return "close < previous(lowest(low, " + length + "), 1)";
    }

    /** What to sell at when only the buying was said; empty when the rule does not tell. */
    static Optional<String> opposite(String entry) {
        if (entry.contains("&&") || entry.contains("||") || entry.contains("!")) {
            return Optional.empty();
        }
        if (entry.startsWith("crosses_above(") && !entry.matches(".*, -?[0-9.]+\\)$")) {
            return Optional.of("crosses_below" + entry.substring("crosses_above".length()));
        }
        if (entry.startsWith("crosses_below(") && !entry.matches(".*, -?[0-9.]+\\)$")) {
            return Optional.of("crosses_above" + entry.substring("crosses_below".length()));
        }
        Matcher oscillator = Pattern.compile("((?:rsi|stochastic_\\w)\\([^()]*\\)) <=? (\\d+(?:\\.\\d+)?)")
                .matcher(entry);
        if (oscillator.matches()) {
            double level = Double.parseDouble(oscillator.group(2));
            return level <= 50
                    ? Optional.of(oscillator.group(1) + " > " + Figures.plain(100 - level))
                    : Optional.empty();
        }
        if (entry.contains("bollinger_lower(")) {
            return Optional.of(
                    entry.replace("bollinger_lower(", "bollinger_upper(").replace("<", ">"));
        }
        Matcher breakout = Pattern.compile("close >=? previous\\(highest\\(high, (\\d+)\\), 1\\)")
                .matcher(entry);
        if (breakout.matches()) {
            return Optional.of(breakoutDown(Math.max(1, Integer.parseInt(breakout.group(1)) / 2)));
        }
        Matcher zero = Pattern.compile("((?:roc|macd|macd_histogram)\\([^()]*\\)) >=? 0")
                .matcher(entry);
        if (zero.matches()) {
            return Optional.of(zero.group(1) + " < 0");
        }
        Matcher above =
                Pattern.compile("close >=? ((?:sma|ema|wma)\\(close, \\d+\\))").matcher(entry);
        return above.matches() ? Optional.of("close < " + above.group(1)) : Optional.empty();
    }
}
