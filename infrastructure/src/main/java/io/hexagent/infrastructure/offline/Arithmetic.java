package io.hexagent.infrastructure.offline;

import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.offline.Expression.Binary;
import io.hexagent.infrastructure.offline.Expression.Literal;
import io.hexagent.infrastructure.offline.Expression.Previous;
import io.hexagent.infrastructure.offline.PlanStep.Telling;
import io.hexagent.infrastructure.offline.PlanStep.Topic;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans plain arithmetic, one calculator call for each step: "What is 5 + 10, then multiply by 3?". */
final class Arithmetic {
    private static final Set<String> OPENING = Set.of(
            "what",
            "is",
            "please",
            "calculate",
            "compute",
            "evaluate",
            "solve",
            "can",
            "could",
            "you",
            "tell",
            "me",
            "how",
            "much",
            "give",
            "find",
            "i",
            "want",
            "to",
            "know",
            "would",
            "like",
            "get",
            "do",
            "work",
            "out",
            "take",
            "start",
            "with",
            "the",
            "first",
            "value",
            "hey",
            "hi",
            "hello",
            "and",
            "now",
            "finally",
            "also",
            "next",
            "will",
            "be",
            "equals",
            "equal",
            "does",
            "makes",
            "make",
            "so",
            "by",
            "my",
            "us",
            "let",
            "begin",
            "determine",
            "of",
            "show",
            "kindly",
            "result",
            "answer",
            "for",
            "then",
            "are",
            "a");
    private static final Set<String> CLOSING = Set.of("please", "equal", "equals", "=", "thanks", "is", "make", "give");
    private static final Set<String> VERBS = Set.of(
            "add",
            "subtract",
            "multiply",
            "divide",
            "double",
            "halve",
            "triple",
            "square",
            "cube",
            "increase",
            "decrease",
            "reduce",
            "raise",
            "plus",
            "minus",
            "times",
            "divided",
            "multiplied",
            "deduct");

    private Arithmetic() {}

    /** The steps; empty when the tokens are not arithmetic from end to end. */
    static List<PlanStep> plan(List<Token> tokens) {
        boolean numbers = tokens.stream().anyMatch(token -> token.number() != null);
        if (!numbers) {
            return List.of();
        }
        var steps = new ArrayList<PlanStep>();
        Optional<BigDecimal> start = Optional.empty();
        for (List<Token> part : parts(tokens)) {
            Optional<Expression> read = expression(part);
            if (read.isEmpty()) {
                return List.of();
            }
            Expression expression = read.get();
            if (steps.isEmpty() && pointsBack(expression)) {
                if (start.isEmpty()) {
                    return List.of();
                }
                expression = replaced(expression, start.get());
            }
            if (expression instanceof Literal literal && steps.isEmpty() && start.isEmpty()) {
                start = Optional.of(literal.value());
            } else if (expression instanceof Literal || expression instanceof Previous) {
                return List.of();
            } else {
                steps.add(step(expression));
            }
        }
        return List.copyOf(steps);
    }

    /** A step that goes on from a figure of a step before: "multiply that by 2". */
    static Optional<PlanStep> continuation(List<Token> tokens) {
        return expression(withoutEnds(tokens))
                .filter(expression -> expression instanceof Binary && pointsBack(expression))
                .map(Arithmetic::step);
    }

    private static Optional<Expression> expression(List<Token> part) {
        int end = part.size();
        while (end > 0 && CLOSING.contains(part.get(end - 1).word())) {
            end--;
        }
        int from = 0;
        while (from < end) {
            Optional<Expression> read = ArithmeticParser.parse(part.subList(from, end));
            if (read.isPresent()) {
                return read;
            }
            if (!OPENING.contains(part.get(from).word())) {
                return Optional.empty();
            }
            from++;
        }
        return Optional.empty();
    }

    private static List<Token> withoutEnds(List<Token> tokens) {
        return tokens.stream().filter(token -> token.kind() != Token.Kind.END).toList();
    }

    private static List<List<Token>> parts(List<Token> tokens) {
        var parts = new ArrayList<List<Token>>();
        var part = new ArrayList<Token>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean then = token.is("then") || token.kind() == Token.Kind.END;
            boolean joins = (token.is("and") || token.kind() == Token.Kind.COMMA) && opensStep(tokens, i + 1, part);
            if (then || joins) {
                flush(part, parts);
            } else {
                part.add(token);
            }
        }
        flush(part, parts);
        return parts;
    }

    private static boolean opensStep(List<Token> tokens, int i, List<Token> before) {
        int at = i;
        while (at < tokens.size() && (tokens.get(at).is("and") || tokens.get(at).is("then"))) {
            at++;
        }
        boolean verb = at < tokens.size() && VERBS.contains(tokens.get(at).word());
        return at < tokens.size()
                && (verb || tokens.get(at - 1).is("then"))
                && before.stream().anyMatch(token -> token.number() != null || VERBS.contains(token.word()));
    }

    private static void flush(List<Token> part, List<List<Token>> parts) {
        while (!part.isEmpty()
                && (part.getLast().kind() == Token.Kind.COMMA || part.getLast().is("and"))) {
            part.removeLast();
        }
        if (!part.isEmpty()) {
            parts.add(List.copyOf(part));
            part.clear();
        }
    }

    private static boolean pointsBack(Expression expression) {
        return switch (expression) {
            case Previous any -> true;
            case Literal literal -> false;
            case Binary binary -> pointsBack(binary.x()) || pointsBack(binary.y());
        };
    }

    private static Expression replaced(Expression expression, BigDecimal start) {
        return switch (expression) {
            case Previous any -> new Literal(start);
            case Literal literal -> literal;
            case Binary binary ->
                new Binary(binary.operation(), replaced(binary.x(), start), replaced(binary.y(), start));
        };
    }

    private static PlanStep step(Expression expression) {
        return new PlanStep(
                expression.words(),
                "calculator",
                figures -> arguments(
                        expression,
                        figures.isEmpty() ? BigDecimal.ZERO : figures.getLast().orElse(BigDecimal.ZERO)),
                new Telling(Telling.Kind.CALCULATION, "", ""),
                List.of(),
                Topic.NONE);
    }

    private static Value.Fields arguments(Expression expression, BigDecimal previous) {
        if (expression.isSimple() && expression instanceof Binary binary) {
            return Value.fields()
                    .put("operation", binary.operation().wire())
                    .put("x", Value.of(binary.x().value(previous)))
                    .put("y", Value.of(binary.y().value(previous)))
                    .build();
        }
        return Value.fields().put("expression", expression.text(previous)).build();
    }
}
