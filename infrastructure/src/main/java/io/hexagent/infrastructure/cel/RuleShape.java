package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the first place at which the words and signs of a rule do not fit together. */
final class RuleShape {
    private static final String EXAMPLE = "rsi(close, 14) < 30 && close > sma(close, 200)";

    /** Words of a sentence, which tell that no rule was written. */
    private static final Set<String> PROSE = Set.of(
            "is", "when", "if", "the", "above", "below", "over", "under", "than", "greater", "less", "crosses", "cross",
            "buy", "sell", "to", "at", "then", "drops", "rises", "goes", "falls", "in", "for", "days");

    private final List<Token> tokens;
    /** The open parentheses; true for that of a call. */
    private final Deque<Boolean> calls = new ArrayDeque<>();

    private final Deque<Token> opened = new ArrayDeque<>();

    private RuleShape(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** What is wrong first; empty when nothing is. @param tokens at least one */
    static Optional<Fault> look(List<Token> tokens) {
        var shape = new RuleShape(tokens);
        return shape.unbalanced().or(shape::misplaced);
    }

    private Optional<Fault> unbalanced() {
        Deque<Token> open = new ArrayDeque<>();
        for (Token token : tokens) {
            if (token.is(Token.Kind.OPEN)) {
                open.push(token);
            } else if (token.is(Token.Kind.CLOSE)) {
                if (open.isEmpty()) {
                    return Optional.of(parenthesis(token, "\")\" closes nothing", "Take it out, or add \"(\" before."));
                }
                open.pop();
            }
        }
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(parenthesis(
                        open.pop(), "\"(\" is not closed", "Add \")\" where the arguments or the group end."));
    }

    private static Fault parenthesis(Token token, String message, String fix) {
        return new Fault(
                ErrorCode.UNBALANCED_PARENTHESIS,
                token.span(),
                message,
                "Each \"(\" needs a \")\", and each \")\" a \"(\".",
                fix,
                "(rsi(close, 14) < 30) && close > sma(close, 200)");
    }

    private Optional<Fault> misplaced() {
        boolean wanted = true;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Optional<Token> before = i == 0 ? Optional.empty() : Optional.of(tokens.get(i - 1));
            Optional<Fault> fault =
                    switch (token.kind()) {
                        case NAME, NUMBER, BAD_NUMBER, TEXT ->
                            wanted ? Optional.empty() : Optional.of(missingOperator(before, token));
                        case OPERATOR -> operator(before, token, wanted);
                        case OPEN -> open(before, token, wanted);
                        case CLOSE -> close(before, token, wanted);
                        case COMMA -> comma(before, token, wanted);
                        case DOT -> Optional.of(field(i));
                        case BRACKET -> Optional.of(bracket(token));
                        case STRANGE -> Optional.empty();
                    };
            if (fault.isPresent()) {
                return fault;
            }
            wanted = token.is(Token.Kind.OPERATOR) || token.is(Token.Kind.OPEN) || token.is(Token.Kind.COMMA);
        }
        return wanted ? Optional.of(missingOperand(tokens.getLast(), "the rule ends after")) : Optional.empty();
    }

    private Optional<Fault> operator(Optional<Token> before, Token token, boolean wanted) {
        if (token.is("!")) {
            return wanted ? Optional.empty() : Optional.of(missingOperator(before, token));
        }
        if (!wanted || token.is("-")) {
            return Optional.empty();
        }
        return Optional.of(missingOperand(token, "nothing stands before"));
    }

    private Optional<Fault> open(Optional<Token> before, Token token, boolean wanted) {
        boolean call = before.filter(name -> name.is(Token.Kind.NAME)).isPresent();
        calls.push(call);
        opened.push(token);
        return wanted || call ? Optional.empty() : Optional.of(missingOperator(before, token));
    }

    private Optional<Fault> close(Optional<Token> before, Token token, boolean wanted) {
        boolean call = calls.pop();
        Token open = opened.pop();
        if (!wanted) {
            return Optional.empty();
        }
        boolean empty = before.filter(last -> last.is(Token.Kind.OPEN)).isPresent();
        if (empty && call) {
            return Optional.empty();
        }
        return Optional.of(
                empty
                        ? missingOperand(
                                new Token(
                                        Token.Kind.OPEN,
                                        "()",
                                        new Span(
                                                open.span().start(),
                                                token.span().end())),
                                "nothing stands in")
                        : missingOperand(before.orElse(token), "nothing stands after"));
    }

    private Optional<Fault> comma(Optional<Token> before, Token token, boolean wanted) {
        if (calls.isEmpty() || !calls.peek()) {
            return Optional.of(new Fault(
                    ErrorCode.SYNTAX,
                    token.span(),
                    "a comma stands between the arguments of a function alone",
                    "Here no function is called.",
                    "Use && or || between conditions, and a point in numbers: 0.5.",
                    EXAMPLE));
        }
        return wanted ? Optional.of(missingOperand(before.orElse(token), "nothing stands after")) : Optional.empty();
    }

    private static Fault missingOperand(Token token, String where) {
        return new Fault(
                ErrorCode.MISSING_OPERAND,
                token.span(),
                where + " \"" + token.text() + "\"",
                "A sign such as < or && stands between two values, a comma between two arguments.",
                "Add the missing value, or take \"" + token.text() + "\" out.",
                EXAMPLE);
    }

    private Fault missingOperator(Optional<Token> before, Token token) {
        String left = before.map(Token::text).orElse("");
        String word = token.text().toLowerCase(Locale.ROOT);
        if (left.equals("import") || left.equals("from")) {
            return Translation.unknown(left, before.orElse(token).span());
        }
        boolean prose = PROSE.contains(word) || PROSE.contains(left.toLowerCase(Locale.ROOT));
        return new Fault(
                ErrorCode.MISSING_OPERATOR,
                token.span(),
                "no sign stands between \"" + left + "\" and \"" + token.text() + "\"",
                prose
                        ? "A rule is no sentence but a condition, such as rsi(close, 14) < 30."
                        : "Two values are compared by < <= > >= == != or joined by + - * / && ||.",
                prose
                        ? "Write comparisons with < and >, and crossings as crosses_above(a, b) or crosses_below(a, b)."
                        : "Add the sign, or take \"" + token.text() + "\" out.",
                prose ? "crosses_above(sma(close, 50), sma(close, 200))" : EXAMPLE);
    }

    private Fault field(int dot) {
        Token token = tokens.get(dot);
        boolean named = dot + 1 < tokens.size() && tokens.get(dot + 1).is(Token.Kind.NAME);
        String field = named ? tokens.get(dot + 1).text() : "";
        String known = Names.isKnown(field)
                ? field
                : Names.sameLetters(field).or(() -> Names.meant(field)).orElse("");
        String owner = dot > 0 ? tokens.get(dot - 1).text() : "";
        return new Fault(
                ErrorCode.UNKNOWN_FIELD,
                named ? tokens.get(dot + 1).span() : token.span(),
                named
                        ? "\"" + owner + "\" has no field \"" + field + "\"; nothing in a rule has fields"
                        : "a point stands within numbers alone",
                "Columns and functions are named by themselves: close, rsi(close, 14).",
                known.isEmpty()
                        ? "Write the column or the function alone."
                        : "Write " + Names.written(known) + " alone.",
                known.isEmpty() ? EXAMPLE : Names.example(known));
    }

    private static Fault bracket(Token token) {
        return new Fault(
                ErrorCode.SYNTAX,
                token.span(),
                "\"" + token.text() + "\" has no place in a rule",
                "There are no lists; a column is a number at each bar.",
                "An earlier bar is previous(close, 1), a group stands in ( ).",
                "close > previous(close, 1)");
    }
}
