package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.Indicator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a condition in a person's words into a rule: "RSI is below 30 and the price above its 200-day average" is
 * {@code rsi(close, 14) < 30 && close > sma(close, 200)}.
 *
 * @param subject what a condition without one is about
 */
record RuleWords(Optional<Family> subject) {
    private static final String NAMES =
            "rsi|relative strength(?: index)?|sma|simple moving averages?|simple averages?|ema|exponential moving"
                + " averages?|exponential averages?|wma|weighted moving averages?|moving"
                + " averages?|mas?|averages?|mean|roc|rate of change|momentum|atr|average true range|adx|stochastic(?:"
                + " oscillator)?(?: %?k)?|stoch(?: %?k)?|stochastic %?d|stoch %?d|%k|%d|obv|on[- ]balance"
                + " volume|volatility|standard deviation|std ?dev|stddev";
    private static final String UNIT =
            "[- ]*(?:trading )?(?:days?|d|bars?|periods?|candles?|weeks?|hours?|h|minutes?|sessions?)?[- ]*";
    private static final String PRICE = "(?:(?:the )?(?:closing |current |close |daily |stock |market )?price|price"
            + " close|closing|closes?|it|stock|market|shares?)";

    private static final Pattern NUMBER = Pattern.compile("[$]?(-?\\d+(?:\\.\\d+)?|-?\\.\\d+)\\s*%?");
    private static final Pattern LENGTH_FIRST = Pattern.compile("(\\d{1,5})" + UNIT + "(" + NAMES
            + ")(?: line)?(?: of (?:the )?(volume|highs?|lows?|close|price|prices))?");
    private static final Pattern LENGTH_LAST =
            Pattern.compile("(" + NAMES + ")(?: line)?\\s*(?:with\\s+|of\\s+|over\\s+|length\\s+|period\\s+)*"
                    + "\\(?\\s*(?:close\\s*,\\s*|volume\\s*,\\s*)?(\\d{1,5})?" + UNIT + "\\)?");
    private static final Pattern VOLUME_MEAN = Pattern.compile("(?:(\\d{1,5})" + UNIT
            + ")?(?:average|mean) (?:of )?(?:the )?volume(?: of (?:the )?(?:last )?(\\d{1,5})" + UNIT + ")?");
    private static final Pattern EXTREME = Pattern.compile("(?:new |recent )?(?:(\\d{1,5})" + UNIT
            + ")(?:(?:channel |donchian |rolling |price"
            + " )?)(high|low|highs|lows|highest|lowest|maximum|minimum|max|min|top|bottom)(?:"
            + " (?:close|price|high|low))?");
    private static final Pattern EXTREME_OF = Pattern.compile(
            "(highest|lowest|high|low|maximum|minimum|max|min)(?: (?:high|low|close|price|point|value))?(?:"
                    + " (?:of|in|over|within))?(?: the)?(?: last| past| previous| prior)?\\s*\\(?(\\d{1,5})"
                    + UNIT + "\\)?");
    private static final Pattern BAND = Pattern.compile(
            "(?:(\\d{1,5})" + UNIT
                    + ")?(upper|lower|middle|top|bottom|mid)\\s+(?:bollinger\\s+)?bands?|bollinger\\s+(upper|lower|middle|top|bottom)(?:\\s+bands?)?|(?:bollinger\\s+bands?)\\s+(upper|lower|middle)");
    private static final Pattern MACD =
            Pattern.compile("macd(?: line)?|(?:macd |the )?(signal)(?: line)?|(?:macd )?(hist(?:ogram)?)");
    private static final Pattern TIMES = Pattern.compile(
            "(\\d+(?:\\.\\d+)?)\\s*(?:x|times|\\*)\\s*(.+)|(twice)\\s+(.+)|(.+)\\s*\\*\\s*(\\d+(?:\\.\\d+)?)");
    private static final Pattern ARTICLES =
            Pattern.compile("^(?:(?:the|its|an?|their|of|value of|that|this|level of|current)\\s+)+");
    private static final Pattern TAIL = Pattern.compile(
            "\\s+(?:value|line|level|again|now|then|today|indicator|too|as well|from (?:below|above))$");

    private static final Pattern CROSS = Pattern.compile(
            "\\b(?:cross(?:es|ed|ing)?|crossover|crosses over)\\s+(?:back\\s+|up\\s+and\\s+)?"
                + "(?:(above|over|up(?:wards?)?(?:\\s+through)?|upside)|(below|under|down(?:wards?)?(?:\\s+through)?|beneath))(?:\\s+of)?\\b");
    private static final Pattern AVERAGE = Pattern.compile("(?:sma|ema|wma)\\(close, \\d+\\)");
    private static final Pattern DAYS =
            Pattern.compile("(?:the |its )?\\d{1,5}[- ]?(?:days?|d|bars?|periods?|weeks?|hours?)(?: ones?| lines?)?");
    private static final String VERBS =
            "(?:(?:is|are|was|goes|go|gets|get|rises|rise|moves|move|climbs|stays|stay|remains|breaks(?:"
                + " out)?|break(?:"
                + " out)?|closes|close|closing|trades|trading|falls|fall|fell|drops|drop|dropped|rose|dips|dip|turns|pushes|sits|has|reading|at|back|a|crosses|breaks"
                + " down|jumps|runs|pops|sinks|slides)\\s+)*";
    private static final Pattern ABOVE = Pattern.compile("\\b" + VERBS
            + "(above|over|greater than|higher than|more than|larger than|bigger"
            + " than|exceeds?|exceeding|tops)\\b|(>=?)");
    private static final Pattern BELOW = Pattern.compile(
            "\\b" + VERBS + "(below|under|beneath|less than|lower than|smaller than|undercuts)\\b|(<=?)");
    private static final Pattern AT_LEAST = Pattern.compile("\\b" + VERBS + "(?:at least|no less than|not below)\\b");
    private static final Pattern AT_MOST = Pattern.compile("\\b" + VERBS + "(?:at most|no more than|not above)\\b");
    private static final Pattern TOUCHES =
            Pattern.compile("\\b(?:touches|touch|hits|hit|reaches|reach|gets to|tags|falls to|rises to|drops to)\\b");
    private static final Pattern POSITIVE =
            Pattern.compile("^(.*?)\\s*\\b(?:is|turns|becomes|goes|gets)?\\s*(positive|negative)$");
    private static final Pattern NEW_EXTREME = Pattern.compile("^(?:(?:" + PRICE
            + "|there is|we see)\\s+)?(?:makes?|hits?|sets?|reaches|at|is"
            + " at|marks|touches)?\\s*(?:an?\\s+|the\\s+)?(?:new\\s+)?(\\d{1,5})"
            + UNIT + "(high|low)s?$");
    private static final Pattern OR =
            Pattern.compile("\\s+or\\s+(?!equal|higher|lower|more|less|above|below)|\\s*\\|\\|\\s*|,\\s*or\\s+");
    private static final Pattern AND = Pattern.compile(
            "\\s*&&\\s*|,?\\s+and\\s+(?:also\\s+)?(?:when\\s+|if\\s+|only if\\s+)?|\\s+while\\s+|\\s+but only"
                    + " (?:if|when)\\s+|\\s+as long as\\s+|\\s+provided(?: that)?\\s+|,\\s*(?=[a-z])");
    private static final Pattern BETWEEN =
            Pattern.compile("\\bbetween\\s+(-?\\d+(?:\\.\\d+)?)\\s+and\\s+(-?\\d+(?:\\.\\d+)?)");
    private static final Pattern NO_INPUT = Pattern.compile("([a-z_]+)\\(\\s*([\\d)])");
    private static final Pattern TOKEN = Pattern.compile("[a-z_]+");
    private static final Set<String> RAW_WORDS = Set.of(
            "open",
            "high",
            "low",
            "close",
            "volume",
            "true",
            "false",
            "and",
            "or",
            "not",
            "crosses_above",
            "crosses_below");
    private static final Pattern RAW = Pattern.compile("[a-z0-9_ .,()<>=!&|+*/\"'-]+");

    /** The rule; empty when some part of the words is not understood. */
    Optional<String> rule(String words) {
        String text = words.strip().replaceAll("\\s+", " ");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> raw = raw(text);
        if (raw.isPresent()) {
            return raw;
        }
        text = BETWEEN.matcher(text).replaceAll("above $1 && below $2");
        var alternatives = OR.split(text, -1);
        var rule = new StringBuilder();
        for (String alternative : alternatives) {
            Optional<String> part = conjunction(alternative);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            rule.append(rule.isEmpty() ? "" : " || ").append(part.get());
        }
        return Optional.of(rule.toString());
    }

    private Optional<String> conjunction(String words) {
        var rule = new StringBuilder();
        for (String word : AND.split(words, -1)) {
            String atom = word.strip();
            if (atom.isEmpty()) {
                continue;
            }
            Optional<String> part = atom(atom);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            rule.append(rule.isEmpty() ? "" : " && ").append(part.get());
        }
        return rule.isEmpty() ? Optional.empty() : Optional.of(rule.toString());
    }

    /** The rule language itself, with words for its operators at most. */
    private static Optional<String> raw(String text) {
        if (!RAW.matcher(text).matches()
                || !text.contains("(")
                || !(text.matches(".*[<>].*") || text.contains("crosses_") || text.contains("=="))) {
            return Optional.empty();
        }
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            String word = token.group();
            boolean called = token.end() < text.length() && text.charAt(token.end()) == '(';
            boolean function = called && Indicator.of(word).isPresent();
            if (!function && !RAW_WORDS.contains(word)) {
                return Optional.empty();
            }
        }
        return Optional.of(NO_INPUT.matcher(text)
                .replaceAll(call -> Indicator.of(call.group(1))
                        .filter(one -> one.inputs() == 1)
                        .map(one ->
                                one.function() + "(close" + (call.group(2).equals(")") ? ")" : ", " + call.group(2)))
                        .orElse(call.group()))
                .replaceAll("\\band\\b", "&&")
                .replaceAll("\\bor\\b", "||")
                .replaceAll("\\bnot\\s*", "!"));
    }

    private Optional<String> atom(String words) {
        String text = words.strip().replaceAll("[.!;:]+$", "").strip();
        Optional<String> named = named(text);
        if (named.isPresent()) {
            return named;
        }
        Matcher positive = POSITIVE.matcher(text);
        if (positive.matches() && !text.contains("cross")) {
            Optional<String> of = isNothing(positive.group(1)) ? subjectSeries() : series(positive.group(1));
            return of.map(series -> series + (positive.group(2).equals("positive") ? " > 0" : " < 0"));
        }
        Matcher cross = CROSS.matcher(text);
        if (cross.find()) {
            return crossing(text, cross, cross.group(1) != null ? "crosses_above" : "crosses_below");
        }
        return compared(text, AT_LEAST, ">=")
                .or(() -> compared(text, AT_MOST, "<="))
                .or(() -> compared(text, ABOVE, ">"))
                .or(() -> compared(text, BELOW, "<"))
                .or(() -> touches(text));
    }

    private Optional<String> named(String text) {
        String plain = text.replaceAll(
                        "^(?:there is |it is |it's |it gets |is |we get |we see |on |at |after )*(?:an? |the )?", "")
                .replaceAll("\\s+(?:appears|happens|occurs|forms|comes|shows)$", "");
        String length = subject.filter(family -> family.kind() == Family.Kind.RSI)
                .map(Family::series)
                .orElse("rsi(close, 14)");
        boolean stochastic = subject.filter(family -> family.kind() == Family.Kind.STOCHASTIC)
                .isPresent();
        switch (plain.replaceAll("^(?:rsi|stochastic|stock|price)\\s+(?:is|gets|becomes)?\\s*", "")) {
            case "oversold" -> {
                return Optional.of(stochastic ? Family.STOCHASTIC_K + " < 20" : length + " < 30");
            }
            case "overbought" -> {
                return Optional.of(stochastic ? Family.STOCHASTIC_K + " > 80" : length + " > 70");
            }
            case "golden cross" -> {
                return Optional.of("crosses_above(sma(close, 50), sma(close, 200))");
            }
            case "death cross", "dead cross" -> {
                return Optional.of("crosses_below(sma(close, 50), sma(close, 200))");
            }
            case "never" -> {
                return Optional.of("false");
            }
            default -> {}
        }
        if (plain.matches("(?:macd )?(?:bullish|upward|positive) (?:macd )?cross(?:over|ing)?|(?:bullish )?macd"
                + " cross(?:over|ing)?")) {
            return Optional.of(Family.macd().entry());
        }
        if (plain.matches("(?:macd )?(?:bearish|downward|negative) (?:macd )?cross(?:over|ing)?")) {
            return Optional.of(Family.macd().exit());
        }
        if (plain.matches("(?:they )?cross(?:es)? (?:back )?(?:down|under|below|the other way|back)?|(?:the"
                + " )?(?:opposite|reverse)(?: (?:cross(?:ing|over)?|signal|happens))?|reversed?")) {
            return subject.map(Family::exit);
        }
        if (plain.matches("(?:they )?cross(?:es)? (?:up|over|above)?")) {
            return subject.map(Family::entry);
        }
        Matcher extreme = NEW_EXTREME.matcher(text);
        if (extreme.matches()) {
            int length2 = Integer.parseInt(extreme.group(1));
            return Optional.of(
                    extreme.group(2).equals("high") ? Family.breakoutUp(length2) : Family.breakoutDown(length2));
        }
        return Optional.empty();
    }

    private Optional<String> crossing(String text, Matcher cross, String function) {
        String left = text.substring(0, cross.start()).strip();
        String right = text.substring(cross.end()).strip();
        Optional<String> first;
        Optional<String> second;
        if (right.isEmpty()
                || right.matches("(?:the )?(?:slow|long|other|second)(?:er)?(?: one| line| average| ma| sma| ema)?")) {
            return subject.filter(Family::isPair)
                    .map(function.equals("crosses_above") ? Family::entry : Family::entryReversed);
        }
        if (left.matches("(?:the )?\\d+[a-z -]*")
                && right.matches("(?:the )?\\d+[a-z -]*")
                && !left.matches(".*(?:sma|ema|wma|average|rsi).*")) {
            // "the 50 crosses above the 200": whatever the second is, the first is as well.
            String kind = right.contains("ema") || right.contains("exponential")
                    ? "ema"
                    : subject.map(Family::average).orElse("sma");
            first = Optional.of(kind + "(close, " + left.replaceAll("\\D+", "") + ")");
            second = Optional.of(kind + "(close, " + right.replaceAll("\\D+", "") + ")");
        } else {
            first = isNothing(left) ? Optional.empty() : series(left);
            // "the 20 day average crosses above the 50 day": the same of another length.
            second = first.filter(one -> AVERAGE.matcher(one).matches()
                            && DAYS.matcher(right).matches())
                    .map(one -> one.replaceAll("\\d+", right.replaceAll("\\D+", "")))
                    .or(() -> series(right));
            if (isNothing(left)) {
                first = implied(left, second);
            }
        }
        return first.isPresent() && second.isPresent()
                ? Optional.of(function + "(" + first.get() + ", " + second.get() + ")")
                : Optional.empty();
    }

    private Optional<String> compared(String text, Pattern relation, String operator) {
        Matcher found = relation.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        String left = text.substring(0, found.start()).strip();
        String right = text.substring(found.end()).strip();
        String orEqual = "^(?:or equal(?: to)?)\\s+";
        boolean equal = right.matches(orEqual + ".*") || found.group().strip().endsWith("=");
        Optional<String> second = series(right.replaceFirst(orEqual, ""));
        boolean closes = found.group().matches("(?:.*\\s)?clos(?:es|e|ing)\\s.*");
        Optional<String> first =
                isNothing(left) ? (closes ? Optional.of("close") : implied(left, second)) : series(left);
        String sign = equal && operator.length() == 1 ? operator + "=" : operator;
        return first.isPresent() && second.isPresent()
                ? Optional.of(first.get() + " " + sign + " " + second.get())
                : Optional.empty();
    }

    private Optional<String> touches(String text) {
        Matcher found = TOUCHES.matcher(text);
        if (!found.find()) {
            return Optional.empty();
        }
        String left = text.substring(0, found.start()).strip();
        Optional<String> second = series(text.substring(found.end()).strip());
        Optional<String> first = isNothing(left) ? implied(left, second) : series(left);
        if (first.isEmpty() || second.isEmpty()) {
            return Optional.empty();
        }
        String of = second.get();
        if (of.contains("lower") || of.contains("lowest") || found.group().matches("falls to|drops to")) {
            return Optional.of(first.get() + " <= " + of);
        }
        if (of.contains("upper") || of.contains("highest") || found.group().equals("rises to")) {
            return Optional.of(first.get() + " >= " + of);
        }
        return of.matches("-?[0-9.]+") && Double.parseDouble(of) >= 50
                ? Optional.of(first.get() + " >= " + of)
                : Optional.of(first.get() + " <= " + of);
    }

    /** What is compared when nobody says it: the subject with a number, the price with another series. */
    private Optional<String> implied(String left, Optional<String> other) {
        if (other.isEmpty() || !other.get().matches("-?[0-9.]+")) {
            return Optional.of("close");
        }
        return subjectSeries().or(() -> left.equals("it") ? Optional.of("close") : Optional.empty());
    }

    /** Whether the words name nothing by themselves. */
    private static boolean isNothing(String words) {
        return words.strip().matches("(?:it|they|this|that|the|its|an?)?");
    }

    private Optional<String> subjectSeries() {
        return subject.filter(family -> !family.isPair()).map(Family::series);
    }

    /** A series or a number; empty when the words name none. */
    Optional<String> series(String words) {
        String text = TAIL.matcher(ARTICLES.matcher(words.strip()).replaceFirst(""))
                .replaceFirst("")
                .replaceAll("[.!;:,]+$", "")
                .strip();
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return Optional.of(number.group(1));
        }
        if (text.matches(PRICE)) {
            return Optional.of("close");
        }
        switch (text) {
            case "open", "opening price", "open price" -> {
                return Optional.of("open");
            }
            case "high", "low", "volume" -> {
                return Optional.of(text);
            }
            case "previous close", "yesterday's close", "prior close", "last close" -> {
                return Optional.of("previous(close, 1)");
            }
            case "zero", "zero line", "0 line" -> {
                return Optional.of("0");
            }
            default -> {}
        }
        return band(text)
                .or(() -> macd(text))
                .or(() -> volumeMean(text))
                .or(() -> extreme(text))
                .or(() -> indicator(text))
                .or(() -> times(text))
                .or(() -> rawSeries(text));
    }

    private Optional<String> band(String text) {
        Matcher band = BAND.matcher(text);
        if (!band.matches()) {
            return Optional.empty();
        }
        String which = band.group(2) != null ? band.group(2) : band.group(3) != null ? band.group(3) : band.group(4);
        String name =
                switch (which) {
                    case "upper", "top" -> "bollinger_upper";
                    case "lower", "bottom" -> "bollinger_lower";
                    default -> "bollinger_middle";
                };
        String settings = subject.filter(family -> family.kind() == Family.Kind.BOLLINGER)
                .map(Family::settings)
                .orElse("20, 2");
        return Optional.of(name + "(close, " + (band.group(1) == null ? settings : band.group(1) + ", 2") + ")");
    }

    private static Optional<String> macd(String text) {
        Matcher macd = MACD.matcher(text);
        if (!macd.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                macd.group(1) != null
                        ? Family.MACD_SIGNAL
                        : macd.group(2) != null ? Family.MACD_HISTOGRAM : Family.MACD);
    }

    private static Optional<String> volumeMean(String text) {
        Matcher mean = VOLUME_MEAN.matcher(text);
        if (!mean.matches()) {
            return Optional.empty();
        }
        String length = mean.group(1) != null ? mean.group(1) : mean.group(2) != null ? mean.group(2) : "20";
        return Optional.of("sma(volume, " + length + ")");
    }

    private static Optional<String> extreme(String text) {
        Matcher first = EXTREME.matcher(text);
        if (first.matches()) {
            return Optional.of(extreme(first.group(2), first.group(1)));
        }
        Matcher of = EXTREME_OF.matcher(text);
        return of.matches() ? Optional.of(extreme(of.group(1), of.group(2))) : Optional.empty();
    }

    /** Of the bars before: with the bar itself no price could ever be beyond it. */
    private static String extreme(String which, String length) {
        return which.startsWith("h") || which.startsWith("ma") || which.equals("top")
                ? "previous(highest(high, " + length + "), 1)"
                : "previous(lowest(low, " + length + "), 1)";
    }

    private static Optional<String> indicator(String text) {
        Matcher first = LENGTH_FIRST.matcher(text);
        if (first.matches()) {
            return named(first.group(2), first.group(1), first.group(3) == null ? "close" : first.group(3));
        }
        Matcher last = LENGTH_LAST.matcher(text);
        return last.matches() ? named(last.group(1), last.group(2), "close") : Optional.empty();
    }

    private static Optional<String> named(String name, @Nullable String length, String of) {
        String input =
                switch (of) {
                    case "volume" -> "volume";
                    case "high", "highs" -> "high";
                    case "low", "lows" -> "low";
                    default -> "close";
                };
        String function = function(name);
        return switch (function) {
            case "stochastic_k", "stochastic_d" -> Optional.of(function + "(" + or(length, "14") + ", 3, 3)");
            case "atr", "adx" -> Optional.of(function + "(" + or(length, "14") + ")");
            case "obv" -> Optional.of("obv()");
            case "rsi" -> Optional.of("rsi(" + input + ", " + or(length, "14") + ")");
            case "roc" -> Optional.of("roc(" + input + ", " + or(length, "10") + ")");
            case "stddev" -> Optional.of("stddev(" + input + ", " + or(length, "20") + ")");
            // An average has no usual length.
            default -> length == null ? Optional.empty() : Optional.of(function + "(" + input + ", " + length + ")");
        };
    }

    private static String or(@Nullable String given, String usual) {
        return given == null ? usual : given;
    }

    private static String function(String name) {
        if (name.startsWith("rsi") || name.startsWith("relative")) {
            return "rsi";
        }
        if (name.startsWith("ema") || name.startsWith("exp")) {
            return "ema";
        }
        if (name.startsWith("wma") || name.startsWith("weighted")) {
            return "wma";
        }
        if (name.startsWith("average true") || name.equals("atr")) {
            return "atr";
        }
        if (name.equals("adx") || name.equals("obv")) {
            return name;
        }
        if (name.startsWith("on")) {
            return "obv";
        }
        if (name.startsWith("stoch") || name.startsWith("%")) {
            return name.endsWith("d") ? "stochastic_d" : "stochastic_k";
        }
        if (name.startsWith("roc") || name.startsWith("rate") || name.startsWith("mom")) {
            return "roc";
        }
        if (name.startsWith("vol") || name.startsWith("st")) {
            return "stddev";
        }
        return "sma";
    }

    private Optional<String> times(String text) {
        Matcher times = TIMES.matcher(text);
        if (!times.matches()) {
            return Optional.empty();
        }
        if (times.group(1) != null) {
            return series(times.group(2)).map(of -> times.group(1) + " * " + of);
        }
        if (times.group(3) != null) {
            return series(times.group(4)).map(of -> "2 * " + of);
        }
        return series(times.group(5)).map(of -> of + " * " + times.group(6));
    }

    /** A series of the rule language itself. */
    private static Optional<String> rawSeries(String text) {
        if (!text.contains("(") || !RAW.matcher(text).matches()) {
            return Optional.empty();
        }
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            if (Indicator.of(token.group()).isEmpty()
                    && !List.of("open", "high", "low", "close", "volume").contains(token.group())) {
                return Optional.empty();
            }
        }
        return Optional.of(text.toLowerCase(Locale.ROOT));
    }
}
