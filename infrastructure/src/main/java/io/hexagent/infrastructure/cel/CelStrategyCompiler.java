package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyText;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.infrastructure.yaml.Node;
import io.hexagent.infrastructure.yaml.Scalar;
import io.hexagent.infrastructure.yaml.Span;
import io.hexagent.infrastructure.yaml.YamlFields;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compiles documents in YAML or JSON whose rules are CEL. Nothing is evaluated and every size is bounded, so each text
 * is answered in milliseconds. Safe for use by many threads.
 */
public final class CelStrategyCompiler implements StrategyCompiler {
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^[ \\t]*((?:from[ \\t]+[\\w.]+[ \\t]+)?import[ \\t]+[\\w.*{(\"'].*)$");
    private static final Pattern FIELD =
            Pattern.compile("(?m)^[ \\t{]*[\"']?(?:" + String.join("|", StrategyText.FIELDS) + ")[\"']?[ \\t]*:");

    private static final String WHOLE = """
        symbol: GOOG
        timeframe: 1d
        entry: rsi(close, 14) < 30
        exit: rsi(close, 14) > 70\
        """;

    private final Options options;
    private final RuleReader rules;

    /**
     * Bounds.
     *
     * @param longestDocument in characters
     * @param longestRule in characters
     * @param mostWords of a rule: names, numbers and signs
     * @param deepest how many parentheses of a rule may stand inside each other
     * @param mostErrors that are told of at once
     */
    public record Options(int longestDocument, int longestRule, int mostWords, int deepest, int mostErrors) {
        public static Options usual() {
            return new Options(32_768, 4_096, 600, 32, 20);
        }
    }

    public CelStrategyCompiler(Options options) {
        this.options = options;
        this.rules = new RuleReader(options);
    }

    @Override
    public CompiledRule compileRule(String rule) {
        int[] points = rule.codePoints().toArray();
        RuleReader.Read read = rules.read(points);
        if (read.rule().isPresent()) {
            return new CompiledRule.Ready(read.rule().get());
        }
        var errors = new Errors(points);
        read.faults().forEach(fault -> tell(errors, fault, Function.identity(), Function.identity()));
        return new CompiledRule.Wrong(errors.sorted(options.mostErrors()));
    }

    private static void tell(Errors errors, Fault fault, Function<Span, Span> place, Function<String, String> example) {
        errors.add(
                fault.code(),
                place.apply(fault.span()),
                fault.message(),
                fault.cause(),
                fault.fix(),
                example.apply(fault.example()));
    }

    @Override
    public Compiled compile(String code) {
        String document = code.startsWith("\uFEFF") ? code.substring(1) : code;
        if (document.length() > options.longestDocument()) {
            var errors = new Errors(new int[0]);
            errors.add(
                    ErrorCode.TEXT_TOO_LONG,
                    "the text has " + document.length() + " characters, at most " + options.longestDocument()
                            + " are taken",
                    "A strategy is a dozen lines.",
                    "Send the document alone.",
                    WHOLE);
            return new Compiled.Wrong(errors.sorted(1));
        }
        var errors = new Errors(document.codePoints().toArray());
        Optional<Strategy> strategy = read(document, code, errors);
        return strategy.isPresent() && errors.isEmpty()
                ? new Compiled.Ready(strategy.get())
                : new Compiled.Wrong(errors.sorted(options.mostErrors()));
    }

    private Optional<Strategy> read(String document, String code, Errors errors) {
        if (document.isBlank()) {
            noStrategy(errors, "the text is empty");
            return Optional.empty();
        }
        if (unreadable(document, errors) || imports(document, errors)) {
            return Optional.empty();
        }
        return switch (YamlFields.read(document)) {
            case YamlFields.Read.Fields(var mapping) -> strategy(mapping, code, errors);
            case YamlFields.Read.NoFields() -> {
                noStrategy(errors, "the text is no strategy");
                yield Optional.empty();
            }
            case YamlFields.Read.Broken broken -> {
                if (FIELD.matcher(document).find()) {
                    broken(broken, errors);
                } else {
                    noStrategy(errors, "the text is no strategy");
                }
                yield Optional.empty();
            }
        };
    }

    private static void noStrategy(Errors errors, String message) {
        errors.add(
                ErrorCode.NO_STRATEGY,
                message,
                "A strategy is a document in YAML or JSON with fields such as symbol, entry and exit.",
                "Write at least the fields symbol, entry and exit, each on a line of its own.",
                WHOLE);
    }

    private static boolean unreadable(String document, Errors errors) {
        int place = 0;
        for (int i = 0; i < document.length(); place++) {
            int point = document.codePointAt(i);
            if (!isReadable(point)) {
                errors.add(
                        ErrorCode.UNREADABLE_CHARACTER,
                        new Span(place, place + 1),
                        String.format(Locale.ROOT, "the character U+%04X cannot be read", point),
                        "A document holds printable text alone.",
                        "Take it out; an editor may show it as nothing.",
                        WHOLE);
                return true;
            }
            i += Character.charCount(point);
        }
        return false;
    }

    /** As YAML has it, which leaves out controls, lone surrogates and marks of byte order. */
    private static boolean isReadable(int point) {
        if (point < 0x20) {
            return point == '\t' || point == '\n' || point == '\r';
        }
        boolean control = point >= 0x7F && point < 0xA0 && point != 0x85;
        boolean surrogate = point >= 0xD800 && point < 0xE000;
        return !control && !surrogate && point != 0xFEFF && point != 0xFFFE && point != 0xFFFF;
    }

    private static boolean imports(String document, Errors errors) {
        Matcher lines = IMPORT.matcher(document);
        boolean found = false;
        while (lines.find()) {
            found = true;
            int start = document.codePointCount(0, lines.start(1));
            String line = lines.group(1).stripTrailing();
            errors.add(
                    ErrorCode.IMPORT,
                    new Span(start, start + line.codePointCount(0, line.length())),
                    "nothing can be imported: \"" + Errors.shortened(line) + "\"",
                    "A strategy is no program; all functions of the rule language are there from the start.",
                    "Take the line out, and write the conditions as rules.",
                    WHOLE);
        }
        return found;
    }

    private static void broken(YamlFields.Read.Broken broken, Errors errors) {
        switch (broken.trouble()) {
            case TAG ->
                errors.add(
                        ErrorCode.BAD_DOCUMENT,
                        broken.span(),
                        "a value that begins with ! has to stand in quotes",
                        "In YAML a ! at the beginning names a type.",
                        "Put the value in quotes.",
                        "exit: \"!(rsi(close, 14) < 70)\"");
            case ANCHOR ->
                errors.add(
                        ErrorCode.BAD_DOCUMENT,
                        broken.span(),
                        "a value that begins with & or * has to stand in quotes",
                        "In YAML these signs name other values, which a strategy does not need.",
                        "Put the value in quotes, or write it out.",
                        "entry: rsi(close, 14) < 30 && close > open");
            case TOO_MUCH ->
                errors.add(
                        ErrorCode.BAD_DOCUMENT,
                        broken.span(),
                        "the document holds more, or deeper, than a strategy does",
                        "A strategy is a flat list of fields.",
                        "Write each field on a line of its own.",
                        WHOLE);
            case SYNTAX ->
                errors.add(
                        ErrorCode.BAD_DOCUMENT,
                        broken.span(),
                        "the document cannot be read: " + broken.problem(),
                        "A field is name: value on a line of its own, without indentation; a value that holds \": \" or"
                                + " \" #\", or begins with one of ! & * @ % > | { [ and quotes, stands in quotes.",
                        "Put the value in quotes, or begin the line at its first column.",
                        "entry: \"rsi(close, 14) < 30\"");
        }
    }

    private Optional<Strategy> strategy(Node.Mapping mapping, String code, Errors errors) {
        var fields = new Fields(errors);
        if (!gather(mapping, fields, errors)) {
            return Optional.empty();
        }
        for (String needed : List.of("symbol", "entry")) {
            if (!fields.has(needed)) {
                missing(needed, errors);
            }
        }
        Optional<Symbol> symbol = fields.symbol();
        Optional<Timeframe> timeframe = fields.timeframe();
        Optional<LocalDate> from = fields.date("from");
        Optional<LocalDate> to = fields.date("to");
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            errors.add(
                    ErrorCode.CONTRADICTORY_DATES,
                    fields.value("to").orElseThrow().span(),
                    "to, " + to.get() + ", is before from, " + from.get(),
                    "No bar is in such a range.",
                    "Swap the two dates.",
                    "from: " + to.get() + "\nto: " + from.get());
        }
        Strategy.Terms usual = Strategy.Terms.usual();
        OptionalDouble cash = fields.cash();
        OptionalDouble fee = fields.fee();
        OptionalDouble slippage = fields.part("slippage", 0, true, 1);
        Optional<Sizing> sizing = fields.sizing();
        OptionalDouble stopLoss = fields.part("stop_loss", 0, false, 1);
        OptionalDouble takeProfit = fields.part("take_profit", 0, false, 1000);
        OptionalDouble riskFree = fields.part("risk_free", -1, false, 1);
        Optional<Rule> entry = rule("entry", fields, errors);
        Optional<Rule> exit = fields.has("exit") ? rule("exit", fields, errors) : Optional.of(new Rule.Always(false));
        if (!fields.has("exit") && !fields.has("stop_loss") && !fields.has("take_profit")) {
            missing("exit", errors);
        }
        if (!errors.isEmpty() || symbol.isEmpty() || entry.isEmpty() || exit.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Strategy(
                symbol.get(),
                timeframe.orElse(Timeframe.ONE_DAY),
                from,
                to,
                new Strategy.Terms(
                        cash.orElse(usual.cash()),
                        fee.orElse(usual.fee()),
                        slippage.orElse(usual.slippage()),
                        sizing.orElse(usual.sizing()),
                        stopLoss,
                        takeProfit,
                        riskFree.orElse(usual.riskFree())),
                entry.get(),
                exit.get(),
                code));
    }

    private static boolean gather(Node.Mapping mapping, Fields fields, Errors errors) {
        boolean any =
                mapping.entries().stream().anyMatch(entry -> isMeant(entry.key().text()));
        if (!any) {
            noStrategy(errors, "the text is no strategy");
            return false;
        }
        Map<String, Span> seen = new HashMap<>();
        for (Node.Entry entry : mapping.entries()) {
            String name = entry.key().text();
            if (!FieldNames.isKnown(name)) {
                unknown(entry.key(), errors);
            } else if (seen.putIfAbsent(name, entry.key().span()) != null) {
                errors.add(
                        ErrorCode.DUPLICATE_KEY,
                        entry.key().span(),
                        "the field \"" + name + "\" is there twice",
                        "Only one of the two values could hold.",
                        "Take one of them out.",
                        FieldNames.example(name));
            } else {
                fields.put(name, entry.value());
            }
        }
        return true;
    }

    private static boolean isMeant(String name) {
        return FieldNames.isKnown(name) || FieldNames.meant(name).isPresent();
    }

    private static void unknown(Scalar key, Errors errors) {
        Optional<String> meant = FieldNames.meant(key.text());
        String shown = Errors.shortened(key.text());
        errors.add(
                ErrorCode.UNKNOWN_FIELD,
                key.span(),
                "the field \"" + shown + "\" is not known"
                        + meant.map(field -> "; did you mean " + field + "?").orElse(""),
                "The fields are " + String.join(", ", StrategyText.FIELDS) + ".",
                meant.map(field -> "Write " + field + ".").orElse("Take it out, or use one of the fields above."),
                FieldNames.example(meant.orElse("entry")));
    }

    private static void missing(String field, Errors errors) {
        errors.add(
                ErrorCode.MISSING_FIELD,
                "the field \"" + field + "\" is missing",
                switch (field) {
                    case "symbol" -> "Without it nobody knows what is traded.";
                    case "exit" -> "Without it, or a stop_loss or take_profit, a position would never be sold.";
                    default -> "Without it nothing would ever be bought.";
                },
                "Add a line with it.",
                FieldNames.example(field));
    }

    private Optional<Rule> rule(String field, Fields fields, Errors errors) {
        Optional<Scalar> text = fields.text(field);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Scalar scalar = text.get();
        RuleReader.Read read = rules.read(scalar.text().codePoints().toArray());
        read.faults()
                .forEach(fault ->
                        tell(errors, fault, scalar::place, example -> field + ": " + StrategyText.scalar(example)));
        return read.rule();
    }
}
