package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Looks at the signs of a rule one by one: those of other languages are named and, so that the rest of the rule can be
 * looked at too, put right.
 */
final class RuleSigns {
    private static final String EXAMPLE = "rsi(close, 14) < 30 && close > sma(close, 200)";

    private static final Map<String, String> WORDS = Map.of("and", "&&", "or", "||", "not", "!");

    private static final Map<String, String> OTHER_SIGNS = Map.ofEntries(
            Map.entry("&", "&&"),
            Map.entry("|", "||"),
            Map.entry("∧", "&&"),
            Map.entry("∨", "||"),
            Map.entry("¬", "!"),
            Map.entry("===", "=="),
            Map.entry("!==", "!="),
            Map.entry("<>", "!="),
            Map.entry("≠", "!="),
            Map.entry("=>", ">="),
            Map.entry("≥", ">="),
            Map.entry("=<", "<="),
            Map.entry("≤", "<="),
            Map.entry("×", "*"),
            Map.entry("÷", "/"),
            Map.entry("−", "-"),
            Map.entry("–", "-"));

    private static final Map<String, String> NOT_OFFERED = Map.of(
            "**", "Multiply instead: close * close.",
            "^", "Multiply instead: close * close; || says or.",
            "%", "Write a percentage as a number: 0.05 for 5 %, and roc(close, 10) > 5 for a rise of 5 %.",
            "->", "A rule is one condition.",
            "~", "Write ! for not.",
            "?", "A rule is one condition, joined by && and ||.",
            ":", "A rule is one condition, joined by && and ||.");

    private final List<Fault> faults = new ArrayList<>();
    private boolean repaired = true;

    /**
     * What a rule's signs are.
     *
     * @param tokens as many as before, some put right
     * @param repaired whether looking further makes sense
     */
    record Looked(List<Token> tokens, List<Fault> faults, boolean repaired) {}

    private RuleSigns() {}

    static Looked look(List<Token> tokens) {
        var signs = new RuleSigns();
        var right = new ArrayList<Token>();
        for (int i = 0; i < tokens.size(); i++) {
            right.add(signs.look(tokens, i));
        }
        return new Looked(List.copyOf(right), List.copyOf(signs.faults), signs.repaired);
    }

    private Token look(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        return switch (token.kind()) {
            case NAME -> word(token);
            case OPERATOR -> operator(tokens, i);
            case BAD_NUMBER -> {
                broken(
                        ErrorCode.WRONG_TYPE,
                        token,
                        "\"" + token.text() + "\" is no number",
                        "A number is digits with a point at most, without units, signs of thousands or letters.",
                        "Write " + digits(token.text()) + ".",
                        "close > 1000.5");
                yield token;
            }
            case TEXT -> {
                broken(
                        ErrorCode.WRONG_TYPE,
                        token,
                        "a rule holds no text in quotes",
                        "Columns and functions are written without quotes, and there is nothing else to name.",
                        "Leave the quotes out.",
                        EXAMPLE);
                yield token;
            }
            case STRANGE -> {
                broken(
                        ErrorCode.UNKNOWN_CHARACTER,
                        token,
                        "\"" + shown(token.text()) + "\" has no place in a rule",
                        "A rule is made of names, numbers, ( ) , + - * / < <= > >= == != && || and !.",
                        token.is("#") ? "Begin a remark within a rule with //." : "Take it out.",
                        EXAMPLE);
                yield token;
            }
            case NUMBER, OPEN, CLOSE, COMMA, DOT, BRACKET -> token;
        };
    }

    private static String shown(String text) {
        int point = text.codePointAt(0);
        return Character.isISOControl(point) || Character.getType(point) == Character.FORMAT
                ? String.format(Locale.ROOT, "U+%04X", point)
                : text;
    }

    private static String digits(String text) {
        String digits = text.replaceAll("[^0-9.].*", "").replaceAll("\\.+$", "");
        String whole = text.replaceAll("[_]", "");
        return whole.matches("\\d+") ? whole : digits.matches("\\d+(\\.\\d+)?") ? digits : "the number alone";
    }

    private Token word(Token token) {
        String operator = WORDS.get(token.text().toLowerCase(Locale.ROOT));
        if (operator == null) {
            return token;
        }
        boolean not = operator.equals("!");
        faults.add(new Fault(
                ErrorCode.WORD_OPERATOR,
                token.span(),
                "\"" + token.text() + "\" is written " + operator,
                "Conditions are joined by the signs && (and), || (or) and ! (not).",
                not
                        ? "Write !(…) around what is not to hold."
                        : "Replace \"" + token.text() + "\" by " + operator + ".",
                not ? "!(rsi(close, 14) > 70)" : "rsi(close, 14) < 30 " + operator + " close > sma(close, 200)"));
        // Theirs takes in the comparison after it, ours does not: what follows would be misread.
        repaired &= !not;
        return new Token(Token.Kind.OPERATOR, operator, token.span());
    }

    private Token operator(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        if (token.is("=") || token.is(":=")) {
            return equals(tokens, i);
        }
        String right = OTHER_SIGNS.get(token.text());
        if (right != null) {
            faults.add(new Fault(
                    ErrorCode.UNKNOWN_OPERATOR,
                    token.span(),
                    "\"" + token.text() + "\" is written " + right,
                    "The signs of the language are + - * / < <= > >= == != && || and !.",
                    "Replace it by " + right + ".",
                    example(right)));
            return new Token(Token.Kind.OPERATOR, right, token.span());
        }
        String instead = NOT_OFFERED.get(token.text());
        if (instead != null) {
            broken(
                    ErrorCode.UNKNOWN_OPERATOR,
                    token,
                    "\"" + token.text() + "\" has no place in a rule",
                    "The signs of the language are + - * / < <= > >= == != && || and !.",
                    instead,
                    token.is("%") ? "roc(close, 10) > 5" : EXAMPLE);
        }
        return token;
    }

    private Token equals(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        boolean named = i >= 2
                && tokens.get(i - 1).is(Token.Kind.NAME)
                && !Names.isKnown(tokens.get(i - 1).text())
                && (tokens.get(i - 2).is(Token.Kind.OPEN) || tokens.get(i - 2).is(Token.Kind.COMMA));
        if (named) {
            Token name = tokens.get(i - 1);
            broken(
                    ErrorCode.NAMED_ARGUMENT,
                    new Token(
                            Token.Kind.NAME,
                            name.text(),
                            new Span(name.span().start(), token.span().end())),
                    "an argument is given without its name \"" + name.text() + "\"",
                    "Arguments are told apart by their order.",
                    "Leave \"" + name.text() + " =\" out.",
                    "rsi(close, 14) < 30");
        } else {
            faults.add(new Fault(
                    ErrorCode.SINGLE_EQUALS,
                    token.span(),
                    "\"" + token.text() + "\" is written ==",
                    "A rule compares, it assigns nothing; whether two numbers are equal is asked by ==.",
                    "Replace it by ==.",
                    "close == highest(close, 20)"));
        }
        return new Token(Token.Kind.OPERATOR, "==", token.span());
    }

    private static String example(String sign) {
        return switch (sign) {
            case "&&", "||" -> "rsi(close, 14) < 30 " + sign + " close > sma(close, 200)";
            case "!" -> "!(rsi(close, 14) > 70)";
            case "*", "/", "-" -> "close > open " + sign + " 2";
            default -> "close " + sign + " sma(close, 50)";
        };
    }

    private void broken(ErrorCode code, Token token, String message, String cause, String fix, String example) {
        faults.add(new Fault(code, token.span(), message, cause, fix, example));
        repaired = false;
    }
}
