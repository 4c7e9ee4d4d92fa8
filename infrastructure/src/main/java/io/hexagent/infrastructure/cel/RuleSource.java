package io.hexagent.infrastructure.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import io.hexagent.infrastructure.yaml.Span;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule as CEL reads it, its words a blank apart, and the way back from what CEL read to the words that a person
 * wrote.
 */
final class RuleSource {
    private final int[] rule;
    private final List<Token> tokens;
    private final String text;
    /** The place of a token by where it begins in the text. */
    private final Map<Integer, Integer> starts = new HashMap<>();

    RuleSource(int[] rule, List<Token> tokens) {
        this.rule = rule;
        this.tokens = tokens;
        var joined = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            joined.append(joined.isEmpty() ? "" : " ");
            starts.put(joined.length(), i);
            joined.append(tokens.get(i).text());
        }
        text = joined.toString();
    }

    /** What CEL is given; ASCII, so that characters and code points are the same. */
    String text() {
        return text;
    }

    /** What a person wrote there. */
    String slice(Span span) {
        return new String(rule, span.start(), span.end() - span.start());
    }

    /** Whether a piece stands in parentheses of its own. */
    boolean isGrouped(Span span) {
        return tokens.stream()
                .filter(token -> token.span().start() >= span.end())
                .findFirst()
                .filter(token -> token.is(Token.Kind.CLOSE))
                .isPresent();
    }

    Span whole() {
        return new Span(
                tokens.getFirst().span().start(), tokens.getLast().span().end());
    }

    /** The word at or before a place in the text. */
    Span at(int offset) {
        for (int start = Math.min(offset, text.length()); start >= 0; start--) {
            Integer token = starts.get(start);
            if (token != null) {
                return tokens.get(token).span();
            }
        }
        return whole();
    }

    /** All that a piece of the tree was made of. */
    Span span(CelAbstractSyntaxTree tree, CelExpr expression) {
        Integer token = starts.get(tree.getSource().getPositionsMap().getOrDefault(expression.id(), -1));
        if (token == null) {
            return whole();
        }
        return switch (expression.getKind()) {
            case CALL -> call(tree, expression.call(), token);
            case CONSTANT -> {
                boolean signed = isNegative(expression.constant())
                        && token > 0
                        && tokens.get(token - 1).is("-");
                yield new Span(
                        tokens.get(signed ? token - 1 : token).span().start(),
                        tokens.get(token).span().end());
            }
            default -> tokens.get(token).span();
        };
    }

    private Span call(CelAbstractSyntaxTree tree, CelExpr.CelCall call, int token) {
        if (tokens.get(token).is(Token.Kind.OPEN)) {
            int name = Math.max(0, token - 1);
            return new Span(
                    tokens.get(name).span().start(),
                    tokens.get(closing(token)).span().end());
        }
        int from = tokens.get(token).span().start();
        int to = tokens.get(token).span().end();
        for (CelExpr argument : call.args()) {
            Span span = span(tree, argument);
            from = Math.min(from, span.start());
            to = Math.max(to, span.end());
        }
        return new Span(from, to);
    }

    /** The name of a called function. */
    Span name(CelAbstractSyntaxTree tree, CelExpr call) {
        Integer open = starts.get(tree.getSource().getPositionsMap().getOrDefault(call.id(), -1));
        return open == null || open == 0 ? whole() : tokens.get(open - 1).span();
    }

    private int closing(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            depth += tokens.get(i).is(Token.Kind.OPEN) ? 1 : tokens.get(i).is(Token.Kind.CLOSE) ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return tokens.size() - 1;
    }

    private static boolean isNegative(CelConstant constant) {
        return switch (constant.getKind()) {
            case INT64_VALUE -> constant.int64Value() < 0;
            case DOUBLE_VALUE -> constant.doubleValue() < 0;
            default -> false;
        };
    }
}
