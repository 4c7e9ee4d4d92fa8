package io.hexagent.infrastructure.offline;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads dates, months, quarters and decades at a place in the tokens. */
final class Times {
    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("january", 1),
            Map.entry("february", 2),
            Map.entry("march", 3),
            Map.entry("april", 4),
            Map.entry("may", 5),
            Map.entry("june", 6),
            Map.entry("july", 7),
            Map.entry("august", 8),
            Map.entry("september", 9),
            Map.entry("october", 10),
            Map.entry("november", 11),
            Map.entry("december", 12),
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("apr", 4),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("sept", 9),
            Map.entry("oct", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12));
    private static final Map<String, Integer> ORDINALS = Map.of("first", 1, "second", 2, "third", 3, "fourth", 4);

    private Times() {}

    /** @param length tokens that it took */
    record Found(Sense sense, int length) {}

    static Optional<Found> at(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        Optional<Found> found = Optional.empty();
        if (token.kind() == Token.Kind.DATE) {
            found = isoDate(token.text()).map(date -> moment(date, date, 1));
        } else if (token.kind() == Token.Kind.DECADE && token.value().intValue() >= 1000) {
            int decade = token.value().intValue();
            found = Optional.of(moment(String.valueOf(decade), String.valueOf(decade + 9), 1));
        } else if (token.isNumber()) {
            found = slashed(tokens, i).or(() -> dayFirst(tokens, i)).or(() -> yearThenQuarter(tokens, i));
        } else if (token.kind() == Token.Kind.ORDINAL) {
            found = dayFirst(tokens, i).or(() -> quarter(tokens, i));
        } else if (token.isWord()) {
            found = month(tokens, i).or(() -> quarter(tokens, i));
        }
        return found;
    }

    private static Found moment(String from, String to, int length) {
        return new Found(new Sense.Moment(from, to), length);
    }

    private static Optional<String> isoDate(String text) {
        List<String> parts = List.of(text.split("-", -1));
        int month = Integer.parseInt(parts.get(1));
        if (month < 1 || month > 12) {
            return Optional.empty();
        }
        String date = parts.get(0) + "-" + two(month);
        if (parts.size() == 2) {
            return Optional.of(date);
        }
        int day = Integer.parseInt(parts.get(2));
        if (day < 1
                || day
                        > java.time.YearMonth.of(Integer.parseInt(parts.get(0)), month)
                                .lengthOfMonth()) {
            throw Unplannable.refused("\"" + text + "\" is no date of the calendar.");
        }
        return Optional.of(date + "-" + two(day));
    }

    /** {@code 2014/03/05}, {@code 25/12/2014}, {@code 12/25/2014}; a date that could be read both ways is none. */
    private static Optional<Found> slashed(List<Token> tokens, int i) {
        if (i + 4 >= tokens.size()
                || !tokens.get(i + 1).is("/")
                || !tokens.get(i + 3).is("/")
                || !tokens.get(i + 2).isNumber()
                || !tokens.get(i + 4).isNumber()) {
            return Optional.empty();
        }
        int a = tokens.get(i).value().intValue();
        int b = tokens.get(i + 2).value().intValue();
        int c = tokens.get(i + 4).value().intValue();
        if (a >= 1000 && b >= 1 && b <= 12 && c >= 1 && c <= 31) {
            return Optional.of(day(a, b, c, 5));
        }
        if (c >= 1000 && a > 12 && a <= 31 && b >= 1 && b <= 12) {
            return Optional.of(day(c, b, a, 5));
        }
        if (c >= 1000 && b > 12 && b <= 31 && a >= 1 && a <= 12) {
            return Optional.of(day(c, a, b, 5));
        }
        if (c >= 1000 && a == b && a >= 1 && a <= 12) {
            return Optional.of(day(c, a, b, 5));
        }
        return Optional.empty();
    }

    private static Found day(int year, int month, int day, int length) {
        String date = year + "-" + two(month) + "-" + two(day);
        return moment(date, date, length);
    }

    private static String two(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }

    /** {@code 5 March 2014}, {@code 5th of March 2014}. */
    private static Optional<Found> dayFirst(List<Token> tokens, int i) {
        int at = i + 1;
        if (at < tokens.size() && tokens.get(at).is("of")) {
            at++;
        }
        int day = tokens.get(i).value().intValue();
        if (at + 1 >= tokens.size()
                || day < 1
                || day > 31
                || monthOf(tokens.get(at)).isEmpty()) {
            return Optional.empty();
        }
        int yearAt = tokens.get(at + 1).kind() == Token.Kind.COMMA ? at + 2 : at + 1;
        if (yearAt >= tokens.size() || !isYear(tokens.get(yearAt))) {
            return Optional.empty();
        }
        return Optional.of(day(year(tokens, yearAt), monthOf(tokens.get(at)).orElseThrow(), day, yearAt - i + 1));
    }

    /** {@code March 2014}, {@code March 5, 2014}, {@code March}. */
    private static Optional<Found> month(List<Token> tokens, int i) {
        Optional<Integer> month = monthOf(tokens.get(i));
        if (month.isEmpty()) {
            return Optional.empty();
        }
        int at = i + 1;
        if (at < tokens.size() && (tokens.get(at).is("of") || tokens.get(at).kind() == Token.Kind.COMMA)) {
            at++;
        }
        if (at < tokens.size() && isYear(tokens.get(at))) {
            String text = year(tokens, at) + "-" + two(month.get());
            return Optional.of(moment(text, text, at - i + 1));
        }
        if (i + 2 < tokens.size()
                && (tokens.get(i + 1).kind() == Token.Kind.ORDINAL
                        || tokens.get(i + 1).isNumber())) {
            int yearAt = tokens.get(i + 2).kind() == Token.Kind.COMMA ? i + 3 : i + 2;
            int day = tokens.get(i + 1).value().intValue();
            if (yearAt < tokens.size() && isYear(tokens.get(yearAt)) && day >= 1 && day <= 31) {
                return Optional.of(day(year(tokens, yearAt), month.get(), day, yearAt - i + 1));
            }
        }
        boolean sureOfMonth = tokens.get(i).word().length() > 3
                || Character.isUpperCase(tokens.get(i).text().charAt(0));
        if (tokens.get(i).is("may") && !tokens.get(i).text().equals("May")) {
            return Optional.empty();
        }
        return sureOfMonth ? Optional.of(new Found(new Sense.MonthName(month.get()), 1)) : Optional.empty();
    }

    /** {@code Q1 2014}, {@code first quarter of 2014}, {@code 1st quarter 2014}. */
    private static Optional<Found> quarter(List<Token> tokens, int i) {
        Token token = tokens.get(i);
        int at = i + 1;
        int quarter;
        if (quarterOf(token).isPresent()) {
            quarter = quarterOf(token).orElseThrow();
        } else {
            int ordinal = token.kind() == Token.Kind.ORDINAL
                    ? token.value().intValue()
                    : ORDINALS.getOrDefault(token.word(), 0);
            if (ordinal < 1
                    || ordinal > 4
                    || at >= tokens.size()
                    || !tokens.get(at).is("quarter")) {
                return Optional.empty();
            }
            quarter = ordinal;
            at++;
        }
        if (at < tokens.size() && tokens.get(at).is("of")) {
            at++;
        }
        if (at >= tokens.size() || !isYear(tokens.get(at))) {
            return Optional.empty();
        }
        return Optional.of(quarter(year(tokens, at), quarter, at - i + 1));
    }

    private static Optional<Found> yearThenQuarter(List<Token> tokens, int i) {
        if (i + 1 < tokens.size() && isYear(tokens.get(i))) {
            return quarterOf(tokens.get(i + 1)).map(quarter -> quarter(year(tokens, i), quarter, 2));
        }
        return Optional.empty();
    }

    private static Found quarter(int year, int quarter, int length) {
        return moment(year + "-" + two(quarter * 3 - 2), year + "-" + two(quarter * 3), length);
    }

    private static Optional<Integer> quarterOf(Token token) {
        boolean named = token.word().length() == 2 && token.word().charAt(0) == 'q';
        int digit = named ? token.word().charAt(1) - '0' : 0;
        return digit >= 1 && digit <= 4 ? Optional.of(digit) : Optional.empty();
    }

    private static Optional<Integer> monthOf(Token token) {
        return token.isWord() ? Optional.ofNullable(MONTHS.get(token.word())) : Optional.empty();
    }

    private static boolean isYear(Token token) {
        return token.isNumber()
                && token.text().length() == 4
                && Character.isDigit(token.text().charAt(0))
                && token.value().intValue() >= 1000
                && token.value().scale() <= 0;
    }

    private static int year(List<Token> tokens, int i) {
        return tokens.get(i).value().intValue();
    }
}
