package io.hexagent.infrastructure.cel;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorText;
import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Series;
import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import io.hexagent.domain.strategy.StrategyCompiler.CompiledRule;
import io.hexagent.domain.strategy.StrategyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * No text makes the compiler throw or think for long, and each that is refused is refused with a place and a reason.
 */
class CompilerFuzzTest {
    /** Far above what any text takes; a test machine may be busy. */
    private static final long MOST_SECONDS = 5;

    @Provide
    Arbitrary<String> pieces() {
        List<String> words = new ArrayList<>(List.of(
                "(",
                "(",
                ")",
                ")",
                ",",
                ".",
                "[",
                "]",
                "{",
                "}",
                "?",
                ":",
                "+",
                "-",
                "*",
                "/",
                "%",
                "<",
                ">",
                "<=",
                "==",
                "=",
                "!=",
                "&&",
                "||",
                "!",
                "&",
                "|",
                "and",
                "or",
                "not",
                "in",
                "true",
                "false",
                "null",
                "has",
                "all",
                "close",
                "open",
                "RSI",
                "0",
                "1",
                "14",
                "2.5",
                "1e9",
                "1e999",
                "0x1F",
                "5u",
                "\"a\"",
                "'",
                "\"",
                "`",
                "//",
                "#",
                "\\",
                "\n",
                "\t",
                " ",
                "\r\n",
                "é",
                "≥",
                "😀",
                "\u0000",
                "\uD800",
                "import",
                "size",
                "_",
                "@",
                "rsi(14)",
                "sma(close, 20)",
                "crosses_above(close, open)"));
        for (Indicator indicator : Indicator.values()) {
            words.add(indicator.function());
        }
        return Arbitraries.of(words)
                .list()
                .ofMaxSize(40)
                .flatMap(list -> Arbitraries.of(" ", "").map(gap -> String.join(gap, list)));
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> keys = Arbitraries.of(StrategyText.FIELDS)
                .flatMap(field -> Arbitraries.of(field, field + " ", "\"" + field + "\"", field.toUpperCase(), "x"));
        Arbitrary<String> values = Arbitraries.oneOf(
                pieces(),
                Arbitraries.of(
                        "GOOG",
                        "1d",
                        "2005-01-01",
                        "2005-13-01",
                        "0.1%",
                        "100000",
                        "-1",
                        "{units: 1}",
                        "[a, b]",
                        "&a b",
                        "*a",
                        "!!str x",
                        "|\n  close > 1",
                        ">\n  close\n  > sma(5)\n",
                        "'a''b'",
                        "\"\\u0041\\x41\\n\"",
                        "\"\\",
                        "|2",
                        "? x",
                        "- a",
                        "null",
                        ""));
        Arbitrary<String> lines = Combinators.combine(keys, Arbitraries.of(": ", ":", " ", ":\t"), values)
                .as((key, colon, value) -> key + colon + value);
        return lines.list()
                .ofMaxSize(12)
                .flatMap(list -> Arbitraries.of("\n", "\r\n", "\n  ", ", ", "\n---\n")
                        .flatMap(end -> Arbitraries.of("", "{", "\uFEFF", "%YAML 1.2\n---\n", "\t")
                                .map(start -> start + String.join(end, list) + (start.equals("{") ? "}" : ""))));
    }

    @Property(tries = 3_000)
    void noRuleMakesItThrow(@ForAll("pieces") String rule) {
        long began = System.nanoTime();
        CompiledRule compiled = Examples.COMPILER.compileRule(rule);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(MOST_SECONDS);
        if (compiled instanceof CompiledRule.Wrong(var errors)) {
            checkErrors(errors, rule);
        } else if (compiled instanceof CompiledRule.Ready(var read)) {
            String text = RuleText.of(read);
            assertThat(RuleText.of(ready(text))).isEqualTo(text);
        }
    }

    @Property(tries = 3_000)
    void noDocumentMakesItThrow(@ForAll("documents") String document) {
        long began = System.nanoTime();
        Compiled compiled = Examples.COMPILER.compile(document);
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began)).isLessThan(MOST_SECONDS);
        if (compiled instanceof Compiled.Wrong(var errors)) {
            checkErrors(errors, document);
        }
        for (String field : StrategyText.FIELDS) {
            Optional<CompileError.Position> place = StrategyText.position(document, field);
            place.ifPresent(at -> assertThat(at.line()).isPositive());
            assertThat(StrategyText.with(document, field, "5")).contains("5");
            assertThat(StrategyText.without(document, field).length()).isLessThanOrEqualTo(document.length());
        }
    }

    @Property(tries = 1_000)
    void noTextMakesItThrow(@ForAll String text) {
        if (Examples.COMPILER.compile(text) instanceof Compiled.Wrong(var errors)) {
            checkErrors(errors, text);
        }
        if (Examples.COMPILER.compileRule(text) instanceof CompiledRule.Wrong(var errors)) {
            checkErrors(errors, text);
        }
    }

    private static void checkErrors(List<CompileError> errors, String text) {
        assertThat(errors).isNotEmpty();
        for (CompileError error : errors) {
            assertThat(error.message()).isNotBlank();
            assertThat(error.fix()).isNotBlank();
            assertThat(ErrorText.of(error, text)).contains(error.code());
            error.position().ifPresent(at -> {
                assertThat(at.line()).isBetween(1, (int) text.lines().count() + 1);
                assertThat(at.column()).isPositive();
                assertThat(at.length()).isPositive();
            });
        }
    }

    private static Rule ready(String text) {
        CompiledRule compiled = Examples.COMPILER.compileRule(text);
        assertThat(compiled).as(text).isInstanceOf(CompiledRule.Ready.class);
        return ((CompiledRule.Ready) compiled).rule();
    }

    @Provide
    Arbitrary<Rule> rules() {
        return rule(3);
    }

    private static Arbitrary<Rule> rule(int depth) {
        Arbitrary<Rule> compared = Combinators.combine(
                        Arbitraries.of(Rule.Comparison.values()), series(depth), series(depth))
                .as(Rule.Compared::new);
        Arbitrary<Rule> crossing =
                Combinators.combine(indicated(depth), series(depth)).as(Rule.CrossesAbove::new);
        if (depth == 0) {
            return Arbitraries.oneOf(
                    compared, crossing, Arbitraries.of(true, false).map(Rule.Always::new));
        }
        Arbitrary<Rule> inner = rule(depth - 1);
        return Arbitraries.oneOf(
                compared,
                crossing,
                Combinators.combine(inner, inner).as(Rule.Both::new),
                Combinators.combine(inner, inner).as(Rule.Either::new),
                inner.map(Rule.Not::new));
    }

    private static Arbitrary<Series> series(int depth) {
        Arbitrary<Series> leaf = Arbitraries.oneOf(
                Arbitraries.of(Series.Price.values()),
                Arbitraries.doubles().between(-1e6, 1e6).ofScale(3).map(number -> new Series.Constant(number + 0.0)));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Series> inner = series(depth - 1);
        return Arbitraries.oneOf(
                leaf,
                indicated(depth - 1),
                inner.map(Series.Negated::new),
                Combinators.combine(Arbitraries.of(Series.Operator.values()), inner, inner)
                        .as(Series.Arithmetic::new));
    }

    private static Arbitrary<Series> indicated(int depth) {
        Arbitrary<Series> inputs = depth == 0
                ? Arbitraries.of(Series.Price.values())
                : Arbitraries.oneOf(Arbitraries.of(Series.Price.values()), indicated(depth - 1));
        return Combinators.combine(
                        Arbitraries.of(Indicator.values()),
                        inputs,
                        Arbitraries.integers().between(2, 300))
                .as((indicator, input, length) -> new Series.Indicated(
                        indicator,
                        Stream.of(input).limit(indicator.inputs()).toList(),
                        indicator.settings().stream()
                                .map(setting ->
                                        setting.name().equals("slow") ? length + 400.0 : setting.whole() ? length : 2.5)
                                .toList()));
    }

    /** The rule with chains of && and of || leaning to the left: their grouping means nothing. */
    private static Rule flat(Rule rule) {
        return switch (rule) {
            case Rule.Both both -> chain(both).reduce(Rule.Both::new).orElseThrow();
            case Rule.Either either -> chain(either).reduce(Rule.Either::new).orElseThrow();
            case Rule.Not(var of) -> new Rule.Not(flat(of));
            case Rule.Compared compared -> compared;
            case Rule.CrossesAbove crossing -> crossing;
            case Rule.CrossesBelow crossing -> crossing;
            case Rule.Always always -> always;
        };
    }

    private static Stream<Rule> chain(Rule rule) {
        Predicate<Rule> same = rule.getClass()::isInstance;
        return switch (rule) {
            case Rule.Both(var left, var right) -> Stream.of(left, right).flatMap(part -> links(part, same));
            case Rule.Either(var left, var right) -> Stream.of(left, right).flatMap(part -> links(part, same));
            default -> Stream.of(rule);
        };
    }

    private static Stream<Rule> links(Rule part, Predicate<Rule> same) {
        return same.test(part) ? chain(part) : Stream.of(flat(part));
    }

    /** What a session writes down compiles, and means the same. */
    @Property(tries = 500)
    void aRuleThatIsWrittenDownIsReadAgain(@ForAll("rules") Rule rule) {
        String text = RuleText.of(rule);
        assertThat(flat(ready(text))).as(text).isEqualTo(flat(rule));
        String document = StrategyText.with(Examples.BASE, "entry", StrategyText.scalar(text));
        assertThat(Examples.COMPILER.compile(document)).isInstanceOf(Compiled.Ready.class);
    }
}
