package io.hexagent.infrastructure.offline;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a question into tokens: words (contractions spelled out), numbers in digits or words, dates, quotes, signs. */
final class Tokeniser {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{1,2}(-\\d{1,2})?(?![\\d-])");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3}(,\\d{3})+|\\d+)(\\.\\d+)?|\\.\\d+");
    private static final String SIGNS = "<>=!+-*/^()×÷≤≥≠−%";
    private static final Map<Character, Character> CLOSING = Map.of('"', '"', '“', '”', '„', '“', '«', '»', '`', '`');
    private static final Map<String, String> CONTRACTIONS = Map.ofEntries(
            Map.entry("what's", "what is"),
            Map.entry("whats", "what is"),
            Map.entry("how's", "how is"),
            Map.entry("who's", "who is"),
            Map.entry("where's", "where is"),
            Map.entry("which's", "which is"),
            Map.entry("there's", "there is"),
            Map.entry("that's", "that is"),
            Map.entry("it's", "it is"),
            Map.entry("let's", "please"),
            Map.entry("i'd", "i would"),
            Map.entry("i'm", "i am"),
            Map.entry("can't", "can not"),
            Map.entry("cannot", "can not"),
            Map.entry("won't", "will not"),
            Map.entry("w/o", "without"));
    private static final Map<String, Integer> NUMBER_WORDS = Map.ofEntries(
            Map.entry("zero", 0),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12),
            Map.entry("thirteen", 13),
            Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16),
            Map.entry("seventeen", 17),
            Map.entry("eighteen", 18),
            Map.entry("nineteen", 19),
            Map.entry("twenty", 20),
            Map.entry("thirty", 30),
            Map.entry("forty", 40),
            Map.entry("fifty", 50),
            Map.entry("sixty", 60),
            Map.entry("seventy", 70),
            Map.entry("eighty", 80),
            Map.entry("ninety", 90));
    private static final Map<String, BigDecimal> SCALES = Map.of(
            "hundred", BigDecimal.valueOf(100),
            "thousand", BigDecimal.valueOf(1000),
            "million", BigDecimal.valueOf(1_000_000),
            "billion", BigDecimal.valueOf(1_000_000_000L));

    /** Names of two words that tables write as one. */
    private static final Map<String, String> COMPOUNDS = Map.ofEntries(
            Map.entry("carbon dioxide", "co2"),
            Map.entry("square feet", "sqft"),
            Map.entry("square footage", "sqft"),
            Map.entry("sq ft", "sqft"),
            Map.entry("square meter", "m2"),
            Map.entry("square metre", "m2"),
            Map.entry("square meters", "m2"),
            Map.entry("data sets", "datasets"),
            Map.entry("data set", "dataset"),
            Map.entry("square metres", "m2"));

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokeniser(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        var tokeniser = new Tokeniser(text.replace('’', '\'').replace('\u00a0', ' '));
        tokeniser.read();
        return joinNumberWords(tokeniser.tokens);
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (Character.isDigit(c)
                    || (c == '.' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1)))) {
                readNumber();
            } else if (Character.isLetter(c) || Character.isSurrogate(c) || c == '°') {
                readWord();
            } else if (CLOSING.containsKey(c) && quoteEnd(c, at) > 0) {
                readQuoted(quoteEnd(c, at));
            } else if (c == '\'' && opensQuote() && quoteEnd('\'', at) > 0) {
                readQuoted(quoteEnd('\'', at));
            } else {
                readSign(c);
            }
        }
    }

    private boolean opensQuote() {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    }

    private int quoteEnd(char open, int from) {
        char close = open == '\'' ? '\'' : CLOSING.getOrDefault(open, open);
        return text.indexOf(close, from + 1);
    }

    private void readQuoted(int end) {
        String inner = text.substring(at + 1, end).strip();
        if (!inner.isEmpty()) {
            tokens.add(Token.of(Token.Kind.QUOTED, inner));
        }
        at = end + 1;
    }

    private void readNumber() {
        Matcher date = DATE.matcher(text).region(at, text.length());
        if (date.lookingAt() && startsFresh()) {
            tokens.add(Token.of(Token.Kind.DATE, date.group()));
            at = date.end();
            return;
        }
        Matcher digits = NUMBER.matcher(text).region(at, text.length());
        if (!digits.lookingAt()) {
            at++;
            return;
        }
        at = digits.end();
        var value = new BigDecimal(digits.group().replace(",", ""));
        int suffixEnd = at;
        while (suffixEnd < text.length() && Character.isLetter(text.charAt(suffixEnd))) {
            suffixEnd++;
        }
        String suffix = text.substring(at, suffixEnd).toLowerCase(Locale.ROOT);
        switch (suffix) {
            case "" -> {
                if (at < text.length() && text.charAt(at) == '%' && !percentSignIsRemainder()) {
                    tokens.add(Token.number(Token.Kind.PERCENT, digits.group() + "%", value));
                    at++;
                } else {
                    tokens.add(Token.number(Token.Kind.NUMBER, digits.group(), value));
                }
            }
            case "k" -> number(digits.group() + suffix, value.multiply(BigDecimal.valueOf(1000)), suffixEnd);
            case "mio", "mn" ->
                number(digits.group() + suffix, value.multiply(BigDecimal.valueOf(1_000_000)), suffixEnd);
            case "bn" -> number(digits.group() + suffix, value.multiply(BigDecimal.valueOf(1_000_000_000L)), suffixEnd);
            case "th", "st", "nd", "rd" -> {
                tokens.add(Token.number(Token.Kind.ORDINAL, digits.group() + suffix, value));
                at = suffixEnd;
            }
            case "s" -> {
                tokens.add(Token.number(Token.Kind.DECADE, digits.group() + suffix, value));
                at = suffixEnd;
            }
            default -> tokens.add(Token.number(Token.Kind.NUMBER, digits.group(), value));
        }
    }

    private void number(String written, BigDecimal value, int end) {
        tokens.add(Token.number(Token.Kind.NUMBER, written, value));
        at = end;
    }

    private boolean startsFresh() {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
    }

    /** {@code 17 % 5} is a remainder, {@code 17% of 5} a percentage. */
    private boolean percentSignIsRemainder() {
        for (int i = at + 1; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return Character.isDigit(text.charAt(i));
            }
        }
        return false;
    }

    private void readWord() {
        int from = at;
        while (at < text.length() && wordGoesOn(from)) {
            at++;
        }
        String written = text.substring(from, at);
        String lower = written.toLowerCase(Locale.ROOT);
        String spelled = CONTRACTIONS.get(lower);
        if (spelled != null) {
            for (String part : spelled.split(" ", -1)) {
                tokens.add(Token.word(part));
            }
            return;
        }
        if (lower.endsWith("n't")) {
            tokens.add(Token.word(written.substring(0, written.length() - 3)));
            tokens.add(Token.word("not"));
            return;
        }
        if (lower.endsWith("'s")) {
            written = written.substring(0, written.length() - 2);
        }
        written = written.replace("'", "");
        if (!written.isEmpty()) {
            boolean glued = from > 0 && text.charAt(from - 1) == '_' && !tokens.isEmpty();
            tokens.add(glued ? Token.word(written).gluedOn() : Token.word(written));
        }
    }

    private boolean wordGoesOn(int from) {
        char c = text.charAt(at);
        if (Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '°') {
            return at == from || !Words.rises(text, at) || at - from < 2;
        }
        return c == '\'' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1)) && at > from;
    }

    private void readSign(char c) {
        String two = at + 1 < text.length() ? text.substring(at, at + 2) : "";
        if (List.of("<=", ">=", "!=", "<>", "==", "**").contains(two)) {
            tokens.add(Token.of(Token.Kind.SIGN, two));
            at += 2;
            return;
        }
        if (c == ',') {
            tokens.add(Token.of(Token.Kind.COMMA, ","));
        } else if (c == ';' || c == '?' || c == '!' || (c == '.' && endsSentence())) {
            tokens.add(Token.of(Token.Kind.END, String.valueOf(c)));
        } else if (c == ':') {
            tokens.add(Token.of(Token.Kind.COMMA, ":"));
        } else if (SIGNS.indexOf(c) >= 0 && !joinsLetters(c)) {
            tokens.add(Token.of(Token.Kind.SIGN, c == '−' ? "-" : String.valueOf(c)));
        }
        at++;
    }

    private boolean endsSentence() {
        boolean initial = at > 0
                && Character.isUpperCase(text.charAt(at - 1))
                && (at < 2 || !Character.isLetterOrDigit(text.charAt(at - 2)))
                && at + 2 < text.length()
                && Character.isUpperCase(text.charAt(at + 2));
        if (initial && text.charAt(at) == '.') {
            return false;
        }
        return at + 1 >= text.length() || Character.isWhitespace(text.charAt(at + 1));
    }

    /** A hyphen or slash inside a word, as in {@code box-plot}, is no arithmetic; nor is a dash before a word. */
    private boolean joinsLetters(char c) {
        if (c != '-' && c != '/') {
            return false;
        }
        boolean before = at > 0 && Character.isLetter(text.charAt(at - 1));
        boolean after = at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
        return (before && after) || (c == '-' && (before || after));
    }

    private static List<Token> joinNumberWords(List<Token> tokens) {
        var joined = new ArrayList<Token>();
        for (Token token : tokens) {
            Token before = joined.isEmpty() ? null : joined.getLast();
            String compound = before == null ? null : COMPOUNDS.get(before.word() + " " + token.word());
            if (compound != null) {
                joined.removeLast();
                joined.add(Token.word(compound));
                continue;
            }
            Integer small = token.isWord() ? NUMBER_WORDS.get(token.word()) : null;
            BigDecimal scale = token.isWord() ? SCALES.get(token.lemma()) : null;
            Token last = joined.isEmpty() ? null : joined.getLast();
            if (small != null) {
                boolean adds = last != null
                        && last.isNumber()
                        && !Character.isDigit(last.text().charAt(0))
                        && last.value().remainder(BigDecimal.TEN).signum() == 0
                        && last.value().compareTo(BigDecimal.valueOf(20)) >= 0
                        && small < (last.value().compareTo(BigDecimal.valueOf(100)) >= 0 ? 100 : 10)
                        && small > 0;
                if (adds && last != null) {
                    joined.removeLast();
                    joined.add(Token.number(
                            Token.Kind.NUMBER,
                            last.text() + " " + token.text(),
                            last.value().add(BigDecimal.valueOf(small))));
                } else {
                    joined.add(Token.number(Token.Kind.NUMBER, token.text(), BigDecimal.valueOf(small)));
                }
            } else if (scale != null && last != null && last.isNumber()) {
                joined.removeLast();
                joined.add(Token.number(
                        Token.Kind.NUMBER,
                        last.text() + " " + token.text(),
                        last.value().multiply(scale)));
            } else if (scale != null) {
                if (last != null && (last.is("a") || last.is("one"))) {
                    joined.removeLast();
                }
                joined.add(Token.number(Token.Kind.NUMBER, token.text(), scale));
            } else {
                joined.add(token);
            }
        }
        return List.copyOf(joined);
    }
}
