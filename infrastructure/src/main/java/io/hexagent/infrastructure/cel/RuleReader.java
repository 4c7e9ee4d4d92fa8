package io.hexagent.infrastructure.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.compiler.CelCompiler;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.Rule;
import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one rule: its signs, its shape, then CEL's parser and type checker. Safe for use by many threads. */
final class RuleReader {
    /** Larger numbers lose their last digits. */
    private static final double LARGEST = 1e15;

    private final CelStrategyCompiler.Options options;
    /** Made on first need. */
    private @Nullable CelCompiler compiler;

    RuleReader(CelStrategyCompiler.Options options) {
        this.options = options;
    }

    /** Loading CEL takes some tenths of a second, for which a program that compiles nothing need not wait. */
    private synchronized CelCompiler compiler() {
        CelCompiler known = compiler;
        if (known == null) {
            known = RuleLanguage.compiler(options.longestRule() + 2 * options.mostWords(), 2 * options.mostWords());
            compiler = known;
        }
        return known;
    }

    /**
     * What a rule is.
     *
     * @param rule empty when there are faults
     */
    record Read(Optional<Rule> rule, List<Fault> faults) {}

    /** @param rule in code points */
    Read read(int[] rule) {
        if (rule.length > options.longestRule()) {
            return wrong(tooComplex(
                    new Span(0, Math.min(80, rule.length)),
                    "the rule has " + rule.length + " characters, at most " + options.longestRule() + " are taken"));
        }
        List<Token> tokens = Tokenizer.tokens(rule);
        if (tokens.isEmpty()) {
            return wrong(new Fault(
                    ErrorCode.MISSING_FIELD,
                    new Span(0, rule.length),
                    "the rule is empty",
                    "Without a condition nothing would ever be done.",
                    "Write a condition; false never holds.",
                    "rsi(close, 14) < 30"));
        }
        Optional<Fault> size = size(tokens);
        if (size.isPresent()) {
            return wrong(size.get());
        }
        RuleSigns.Looked signs = RuleSigns.look(tokens);
        var faults = new ArrayList<>(signs.faults());
        tokens.stream()
                .filter(token -> token.is(Token.Kind.NUMBER) && !(Double.parseDouble(token.text()) <= LARGEST))
                .forEach(token -> faults.add(tooLarge(token)));
        boolean whole = signs.repaired() && faults.size() == signs.faults().size();
        Optional<Fault> shape = whole ? RuleShape.look(signs.tokens()) : Optional.empty();
        shape.ifPresent(faults::add);
        if (!whole || shape.isPresent()) {
            faults.addAll(wrongCases(signs.tokens()));
            return new Read(Optional.empty(), List.copyOf(faults));
        }
        Read read = compile(new RuleSource(rule, signs.tokens()));
        faults.addAll(read.faults());
        return new Read(faults.isEmpty() ? read.rule() : Optional.empty(), List.copyOf(faults));
    }

    private Read compile(RuleSource source) {
        CelCompiler compiler = compiler();
        CelValidationResult parsed = compiler.parse(source.text());
        if (parsed.hasError()) {
            return wrong(unexplained(source, parsed.getErrors()));
        }
        try {
            CelAbstractSyntaxTree tree = parsed.getAst();
            CelValidationResult checked = compiler.check(tree);
            var translation = new Translation(tree, source);
            Optional<Rule> rule = translation.rule();
            boolean taken = !checked.hasError() && RuleLanguage.isCondition(checked.getAst());
            if (translation.faults().isEmpty() && !taken) {
                return wrong(unexplained(source, checked.getErrors()));
            }
            return new Read(rule, List.copyOf(translation.faults()));
        } catch (CelValidationException wrong) {
            return wrong(unexplained(source, wrong.getErrors()));
        }
    }

    /** A fault that CEL found and we have no better words for. */
    private static Fault unexplained(RuleSource source, List<CelIssue> issues) {
        Optional<CelIssue> first = issues.stream().findFirst();
        String message =
                first.flatMap(issue -> issue.getMessage().lines().findFirst()).orElse("it fits no pattern");
        return new Fault(
                ErrorCode.SYNTAX,
                first.map(issue ->
                                source.at(Math.max(0, issue.getSourceLocation().getColumn())))
                        .orElseGet(source::whole),
                "the rule cannot be read: " + message,
                "It is no condition of the language.",
                "Write a condition of columns, functions, numbers and signs.",
                "rsi(close, 14) < 30 && close > sma(close, 200)");
    }

    private static List<Fault> wrongCases(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.is(Token.Kind.NAME) && !Names.isKnown(token.text()))
                .filter(token -> Names.sameLetters(token.text()).isPresent())
                .map(token -> Translation.unknown(token.text(), token.span()))
                .toList();
    }

    private Optional<Fault> size(List<Token> tokens) {
        if (tokens.size() > options.mostWords()) {
            return Optional.of(tooComplex(
                    tokens.get(options.mostWords()).span(),
                    "the rule has " + tokens.size() + " words and signs, at most " + options.mostWords()
                            + " are taken"));
        }
        int depth = 0;
        int run = 0;
        for (Token token : tokens) {
            depth += token.is(Token.Kind.OPEN) ? 1 : token.is(Token.Kind.CLOSE) ? -1 : 0;
            run = token.is("!") || token.is("-") ? run + 1 : 0;
            if (Math.max(depth, run) > options.deepest()) {
                return Optional.of(tooComplex(
                        token.span(), "the rule has more than " + options.deepest() + " levels inside each other"));
            }
        }
        return Optional.empty();
    }

    private static Fault tooComplex(Span span, String message) {
        return new Fault(
                ErrorCode.RULE_TOO_COMPLEX,
                span,
                message,
                "A rule is tried at every bar, and is for people to read.",
                "Shorten it to the conditions that matter.",
                "rsi(close, 14) < 30 && close > sma(close, 200)");
    }

    private static Fault tooLarge(Token token) {
        return new Fault(
                ErrorCode.OUT_OF_RANGE,
                token.span(),
                "the number \"" + token.text() + "\" is too large",
                "Numbers up to 10^15 are taken.",
                "Write a smaller one.",
                "volume > 1000000");
    }

    private static Read wrong(Fault fault) {
        return new Read(Optional.empty(), List.of(fault));
    }
}
