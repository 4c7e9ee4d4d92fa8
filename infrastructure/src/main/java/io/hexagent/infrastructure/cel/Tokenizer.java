package io.hexagent.infrastructure.cel;

import io.hexagent.infrastructure.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts a rule into words and signs, those that the language does not have included: they are to be named. */
final class Tokenizer {
    /** Longer ones first. */
    private static final List<String> SIGNS = List.of(
            "===", "!==", "&&", "||", "==", "!=", "<=", ">=", "=>", "=<", "<>", "**", ":=", "->", "+", "-", "*", "/",
            "%", "<", ">", "=", "!", "&", "|", "^", "?", ":", "~", "≥", "≤", "≠", "×", "÷", "−", "–", "∧", "∨", "¬");

    private static final Set<Integer> QUOTES = Set.of((int) '"', (int) '\'', (int) '`', 0x201C, 0x201D, 0x2018, 0x2019);

    private final int[] rule;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(int[] rule) {
        this.rule = rule;
    }

    static List<Token> tokens(int[] rule) {
        var tokenizer = new Tokenizer(rule);
        while (tokenizer.at < rule.length) {
            tokenizer.next();
        }
        return List.copyOf(tokenizer.tokens);
    }

    private void next() {
        int point = rule[at];
        if (point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == '\f') {
            at++;
        } else if (point == '/' && peek(1) == '/') {
            while (at < rule.length && rule[at] != '\n') {
                at++;
            }
        } else if (isDigit(point) || (point == '.' && isDigit(peek(1)))) {
            number();
        } else if (isLetter(point)) {
            int start = at;
            while (at < rule.length && (isLetter(rule[at]) || isDigit(rule[at]))) {
                at++;
            }
            add(Token.Kind.NAME, start);
        } else if (QUOTES.contains(point)) {
            text(point);
        } else {
            sign(point);
        }
    }

    private void number() {
        int start = at;
        digits();
        if (peek(0) == '.' && isDigit(peek(1))) {
            at++;
            digits();
        }
        boolean signed = (peek(1) == '+' || peek(1) == '-') && isDigit(peek(2));
        if ((peek(0) == 'e' || peek(0) == 'E') && (signed || isDigit(peek(1)))) {
            at += 2;
            digits();
        }
        boolean bad = false;
        while (at < rule.length && (isLetter(rule[at]) || isDigit(rule[at]) || rule[at] == '.')) {
            at++;
            bad = true;
        }
        add(bad ? Token.Kind.BAD_NUMBER : Token.Kind.NUMBER, start);
    }

    private void digits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private void text(int quote) {
        int start = at++;
        int closing = quote == 0x201C ? 0x201D : quote == 0x2018 ? 0x2019 : quote;
        while (at < rule.length && rule[at] != closing && rule[at] != '\n') {
            at++;
        }
        at = Math.min(rule.length, at + 1);
        add(Token.Kind.TEXT, start);
    }

    private void sign(int point) {
        int start = at;
        Token.Kind kind =
                switch (point) {
                    case '(' -> Token.Kind.OPEN;
                    case ')' -> Token.Kind.CLOSE;
                    case ',' -> Token.Kind.COMMA;
                    case '.' -> Token.Kind.DOT;
                    case '[', ']', '{', '}' -> Token.Kind.BRACKET;
                    default -> {
                        int length = signLength();
                        at += Math.max(0, length - 1);
                        yield length > 0 ? Token.Kind.OPERATOR : Token.Kind.STRANGE;
                    }
                };
        at++;
        add(kind, start);
    }

    private int signLength() {
        for (String sign : SIGNS) {
            boolean same = at + sign.length() <= rule.length;
            for (int i = 0; same && i < sign.length(); i++) {
                same = rule[at + i] == sign.charAt(i);
            }
            if (same) {
                return sign.length();
            }
        }
        return 0;
    }

    private void add(Token.Kind kind, int start) {
        tokens.add(new Token(kind, new String(rule, start, at - start), new Span(start, at)));
    }

    private int peek(int ahead) {
        return at + ahead < rule.length ? rule[at + ahead] : -1;
    }

    private static boolean isDigit(int point) {
        return point >= '0' && point <= '9';
    }

    private static boolean isLetter(int point) {
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') || point == '_';
    }
}
