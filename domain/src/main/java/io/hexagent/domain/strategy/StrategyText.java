package io.hexagent.domain.strategy;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes strategies as documents (YAML), and changes fields of a document while keeping what a person wrote around
 * them. Nothing is checked: whatever comes out is for {@link StrategyCompiler}.
 */
public final class StrategyText {
    /** The fields of a document in the order in which they are written. */
    public static final List<String> FIELDS = List.of(
            "symbol",
            "timeframe",
            "from",
            "to",
            "cash",
            "fee",
            "slippage",
            "sizing",
            "stop_loss",
            "take_profit",
            "risk_free",
            "entry",
            "exit");

    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}(.][^#:\"'{}\\[\\]\\p{Cntrl}]*");

    private StrategyText() {}

    /**
     * A document of what is known of a strategy. Timeframe, cash and fee are always written, with their usual values
     * where nothing was said; other fields of which nothing was said are left out.
     */
    public static String of(StrategySpec spec) {
        var fields = new LinkedHashMap<String, String>();
        spec.symbol().ifPresent(symbol -> fields.put("symbol", scalar(symbol.name())));
        fields.put("timeframe", spec.timeframe().orElse(Timeframe.ONE_DAY).wire());
        spec.from().ifPresent(day -> fields.put("from", day.toString()));
        spec.to().ifPresent(day -> fields.put("to", day.toString()));
        fields.put("cash", RuleText.of(spec.cash().orElse(Strategy.Terms.USUAL_CASH)));
        fields.put("fee", RuleText.of(spec.fee().orElse(Strategy.Terms.USUAL_FEE)));
        number(fields, "slippage", spec.slippage());
        spec.sizing().ifPresent(sizing -> fields.put("sizing", of(sizing)));
        number(fields, "stop_loss", spec.stopLoss());
        number(fields, "take_profit", spec.takeProfit());
        spec.entry().ifPresent(rule -> fields.put("entry", scalar(rule)));
        spec.exit().ifPresent(rule -> fields.put("exit", scalar(rule)));
        return document(fields);
    }

    /** A document that compiles to the same strategy. */
    public static String of(Strategy strategy) {
        Strategy.Terms terms = strategy.terms();
        var fields = new LinkedHashMap<String, String>();
        fields.put("symbol", scalar(strategy.symbol().name()));
        fields.put("timeframe", strategy.timeframe().wire());
        strategy.from().ifPresent(day -> fields.put("from", day.toString()));
        strategy.to().ifPresent(day -> fields.put("to", day.toString()));
        fields.put("cash", RuleText.of(terms.cash()));
        fields.put("fee", RuleText.of(terms.fee()));
        if (terms.slippage() != 0) {
            fields.put("slippage", RuleText.of(terms.slippage()));
        }
        if (!terms.sizing().equals(Sizing.allIn())) {
            fields.put("sizing", of(terms.sizing()));
        }
        number(fields, "stop_loss", terms.stopLoss());
        number(fields, "take_profit", terms.takeProfit());
        if (terms.riskFree() != 0) {
            fields.put("risk_free", RuleText.of(terms.riskFree()));
        }
        fields.put("entry", scalar(RuleText.of(strategy.entry())));
        fields.put("exit", scalar(RuleText.of(strategy.exit())));
        return document(fields);
    }

    /** A sizing as the value of a field. */
    public static String of(Sizing sizing) {
        return switch (sizing) {
            case Sizing.Part(var part) -> part == 1 ? "all" : RuleText.of(part);
            case Sizing.Money(var amount) -> "{money: " + RuleText.of(amount) + "}";
            case Sizing.Units(var units) -> "{units: " + RuleText.of(units) + "}";
        };
    }

    private static void number(Map<String, String> fields, String name, OptionalDouble number) {
        number.ifPresent(value -> fields.put(name, RuleText.of(value)));
    }

    private static String document(Map<String, String> fields) {
        var text = new StringBuilder();
        fields.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** A text as a value of a field: as it is where that is safe, else in quotes. */
    public static String scalar(String text) {
        String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
        if (PLAIN.matcher(line).matches()) {
            return line;
        }
        return '"' + escaped(line) + '"';
    }

    private static String escaped(String line) {
        var out = new StringBuilder();
        line.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
            } else if (point == '\t') {
                out.append("\\t");
            } else if (Character.isISOControl(point)) {
                out.append(' ');
            } else {
                out.appendCodePoint(point);
            }
        });
        return out.toString();
    }

    /** The document with other days; an empty day takes the bound away. */
    public static String withDates(String code, Optional<LocalDate> from, Optional<LocalDate> to) {
        String changed = from.map(day -> with(code, "from", day.toString())).orElseGet(() -> without(code, "from"));
        return to.map(day -> with(changed, "to", day.toString())).orElseGet(() -> without(changed, "to"));
    }

    /**
     * The document with another value of a field; comments and all other fields stay as they are. A field that is not
     * there is added in its place.
     *
     * @param value as it is to stand in a YAML document: {@link #scalar} makes one of any text
     */
    public static String with(String code, String field, String value) {
        String shown = isFlow(code) ? flowValue(value) : value;
        Optional<Place> place = place(code, field);
        if (place.isPresent()) {
            return code.substring(0, place.get().from())
                    + (place.get().gap() ? "" : " ")
                    + shown
                    + code.substring(place.get().to());
        }
        return isFlow(code) ? addedToFlow(code, field, shown) : addedToBlock(code, field, shown);
    }

    /** The document without a field; a document that does not have it stays as it is. */
    public static String without(String code, String field) {
        Optional<Place> place = place(code, field);
        if (place.isEmpty()) {
            return code;
        }
        int from = place.get().key();
        int to = place.get().to();
        if (isFlow(code)) {
            Matcher comma = Pattern.compile("\\G\\s*,\\s*").matcher(code).region(to, code.length());
            if (comma.lookingAt()) {
                return code.substring(0, from) + code.substring(comma.end());
            }
            String before = code.substring(0, from).stripTrailing();
            return (before.endsWith(",") ? before.substring(0, before.length() - 1) : before) + code.substring(to);
        }
        Matcher rest = Pattern.compile(".*\\R?").matcher(code).region(to, code.length());
        return code.substring(0, from) + code.substring(rest.lookingAt() ? rest.end() : to);
    }

    /** Where the value of a field stands; empty when the document does not have the field. */
    public static Optional<CompileError.Position> position(String code, String field) {
        return place(code, field).map(place -> {
            int line = 1;
            int start = 0;
            Matcher breaks = Pattern.compile("\\r\\n|\\r|\\n").matcher(code).region(0, place.from());
            while (breaks.find()) {
                line++;
                start = breaks.end();
            }
            String value =
                    code.substring(place.from(), place.to()).lines().findFirst().orElse("");
            return new CompileError.Position(
                    line,
                    code.codePointCount(start, place.from()) + 1,
                    Math.max(1, value.codePointCount(0, value.length())));
        });
    }

    /**
     * Where a field stands in a text.
     *
     * @param key where its name begins
     * @param from where its value begins
     * @param to where its value ends
     * @param gap whether there is space between the colon and the value
     */
    private record Place(int key, int from, int to, boolean gap) {}

    private static Optional<Place> place(String code, String field) {
        String name = "([\"']?)" + Pattern.quote(field) + "\\1[ \\t]*:";
        Matcher key = isFlow(code)
                ? Pattern.compile("(?<=[{,\\s])" + name + "(\\s*)").matcher(code)
                : Pattern.compile("(?m)^\\uFEFF?" + name + "([ \\t]*)").matcher(code);
        if (!key.find()) {
            return Optional.empty();
        }
        int from = key.end();
        return Optional.of(
                new Place(key.start(), from, end(code, from), !key.group(2).isEmpty()));
    }

    /** Where the value that begins at a place ends. Written out: a pattern would recurse for each character. */
    private static int end(String code, int from) {
        if (from >= code.length()) {
            return from;
        }
        char first = code.charAt(from);
        if (first == '"' || first == '\'') {
            return endOfQuoted(code, from, first);
        }
        return isFlow(code) ? endInFlow(code, from, first) : endInBlock(code, from);
    }

    private static int endOfQuoted(String code, int from, char quote) {
        for (int i = from + 1; i < code.length(); i++) {
            char at = code.charAt(i);
            if (at == '\\' && quote == '"') {
                i++;
            } else if (at == quote) {
                boolean doubled = quote == '\'' && i + 1 < code.length() && code.charAt(i + 1) == quote;
                if (!doubled) {
                    return i + 1;
                }
                i++;
            }
        }
        return code.length();
    }

    private static int endInFlow(String code, int from, char first) {
        int end = from;
        String stops = first == '{' ? "}" : ",}\r\n";
        while (end < code.length() && stops.indexOf(code.charAt(end)) < 0) {
            end++;
        }
        return first == '{' ? Math.min(code.length(), end + 1) : stripped(code, from, end);
    }

    /** A value goes on over the lines that are indented. */
    private static int endInBlock(String code, int from) {
        int end = endOfLine(code, from);
        int line = nextLine(code, end);
        while (line < code.length()) {
            int after = endOfLine(code, line);
            boolean blank = code.substring(line, after).isBlank();
            if (!blank && !Character.isWhitespace(code.charAt(line))) {
                break;
            }
            if (!blank) {
                end = after;
            }
            line = nextLine(code, after);
        }
        int comment = comment(code, from, Math.min(end, endOfLine(code, from)));
        boolean oneLine = end == endOfLine(code, from);
        return stripped(code, from, oneLine ? comment : end);
    }

    private static int comment(String code, int from, int end) {
        for (int i = from; i < end; i++) {
            if (code.charAt(i) == '#' && (i == 0 || Character.isWhitespace(code.charAt(i - 1)))) {
                return i;
            }
        }
        return end;
    }

    private static int endOfLine(String code, int from) {
        int end = from;
        while (end < code.length() && code.charAt(end) != '\n' && code.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private static int nextLine(String code, int end) {
        boolean pair = end + 1 < code.length() && code.charAt(end) == '\r' && code.charAt(end + 1) == '\n';
        return Math.min(code.length(), end + (pair ? 2 : 1));
    }

    private static int stripped(String code, int from, int end) {
        int last = end;
        while (last > from && Character.isWhitespace(code.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    private static boolean isFlow(String code) {
        String start = code.startsWith("\uFEFF") ? code.substring(1) : code;
        return start.stripLeading().startsWith("{");
    }

    /** A value of JSON: numbers, objects and quoted text as they are, the rest in quotes. */
    private static String flowValue(String value) {
        if (value.startsWith("\"") || value.matches("-?\\d+(\\.\\d+)?")) {
            return value;
        }
        if (value.startsWith("{")) {
            return value.replaceAll("(\\w+):", "\"$1\":");
        }
        return '"' + escaped(value) + '"';
    }

    private static String addedToFlow(String code, String field, String value) {
        int brace = code.indexOf('{') + 1;
        boolean empty = code.substring(brace).stripLeading().startsWith("}");
        return code.substring(0, brace) + "\"" + field + "\": " + value + (empty ? "" : ", ") + code.substring(brace);
    }

    private static String addedToBlock(String code, String field, String value) {
        String line = field + ": " + value + "\n";
        var later = new ArrayList<>(FIELDS.subList(Math.max(0, FIELDS.indexOf(field)), FIELDS.size()));
        later.remove(field);
        for (String next : later) {
            Optional<Place> place = place(code, next);
            if (place.isPresent()) {
                return code.substring(0, place.get().key())
                        + line
                        + code.substring(place.get().key());
            }
        }
        return code + (code.isEmpty() || code.endsWith("\n") ? "" : "\n") + line;
    }
}
