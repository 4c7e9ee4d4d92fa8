package io.hexagent.application.strategy.session;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the days of a range in a message: 2006, from 2005 to 2007-03, since March 2006, until 5 May 2008. */
final class DayWords {
    private static final String MONTH =
            "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
                    + "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final String YEAR = "(?:19|20)\\d{2}";
    private static final String DAY = "(?:" + YEAR + "-\\d{1,2}-\\d{1,2}|" + YEAR + "/\\d{1,2}/\\d{1,2}|" + MONTH
            + "\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+" + YEAR + "|\\d{1,2}(?:st|nd|rd|th)?\\.?\\s+(?:of\\s+)?" + MONTH
            + "\\.?,?\\s+" + YEAR + "|" + MONTH + "\\.?,?\\s+" + YEAR + "|" + YEAR
            + "-\\d{2}(?!\\d)|q[1-4]\\s+(?:of\\s+)?"
            + YEAR + "|(?:the\\s+)?(?:first|second) half of\\s+" + YEAR + "|" + YEAR + ")(?![\\d%])";
    private static final String PLAIN_YEAR =
            "(?:the\\s+)?(?:years?\\s+)?(?:the\\s+)?(?:end\\s+of\\s+|start\\s+of\\s+|beginning\\s+of\\s+)?";

    private static final Pattern RANGE =
            Pattern.compile("\\b(?:from|between|for|in|over|during|on|only)?\\s*" + PLAIN_YEAR + "(" + DAY
                    + ")\\s*(?:to|until|till|and|through|thru|-|\\.\\.+)\\s*" + PLAIN_YEAR + "(" + DAY + ")");
    private static final Pattern SINCE = Pattern.compile(
            "\\b(since|after|from|starting(?: in| on| from| at)?|beginning(?: in| on)?|start(?:ing)? date(?: of|"
                    + " to)?:?)\\s+"
                    + PLAIN_YEAR + "(" + DAY + ")(?:\\s+(?:on|onwards?))?");
    private static final Pattern UNTIL =
            Pattern.compile("\\b(until|till|to|up to|through|thru|before|ending(?: in| on)?|end date(?: of| to)?:?)\\s+"
                    + PLAIN_YEAR + "(" + DAY + ")");
    private static final Pattern WITHIN =
            Pattern.compile("\\b(?:for|in|during|on|over|of|within|only|just|year|(?:re)?run|"
                    + "(?:back)?test|try)(?:\\s+(?:it|only|just|again|for|in|on|over|during))*\\s+" + PLAIN_YEAR + "("
                    + DAY + ")");
    private static final Pattern ALONE = Pattern.compile("^\\s*(?:and\\s+)?(?:now\\s+)?(" + DAY + ")\\s*[.!?]*\\s*$");
    private static final Pattern ALL = Pattern.compile(
            "\\b(?:for|on|over|with|in)?\\s*(?:the\\s+)?(?:all(?:\\s+the)?"
                + "|whole|entire|full|complete)\\s+(?:dates?|days|range|history|period|data(?:\\s*set)?|time|years|series)\\b");
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Optional<LocalDate> from = Optional.empty();
    private Optional<LocalDate> to = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private boolean found;
    private boolean everything;

    private record Span(LocalDate first, LocalDate last) {}

    private DayWords() {}

    static DayWords in(Utterance said) {
        var days = new DayWords();
        days.read(said);
        return days;
    }

    /** Whether days were named. */
    boolean isFound() {
        return found;
    }

    /** Whether all days there are were asked for. */
    boolean isEverything() {
        return everything;
    }

    Optional<LocalDate> from() {
        return from;
    }

    Optional<LocalDate> to() {
        return to;
    }

    /** What is wrong with a day that was named. */
    Optional<String> problem() {
        return problem;
    }

    private void read(Utterance said) {
        if (said.takes(ALL)) {
            found = true;
            everything = true;
        }
        Optional<MatchResult> range = said.take(RANGE);
        if (range.isPresent()) {
            found = true;
            span(range.get().group(1)).ifPresent(span -> from = Optional.of(span.first()));
            span(range.get().group(2)).ifPresent(span -> to = Optional.of(span.last()));
            return;
        }
        said.take(SINCE).ifPresent(since -> {
            found = true;
            boolean after = since.group(1).equals("after");
            span(since.group(2))
                    .ifPresent(span -> from = Optional.of(after ? span.last().plusDays(1) : span.first()));
        });
        said.take(UNTIL).ifPresent(until -> {
            found = true;
            boolean before = until.group(1).equals("before");
            span(until.group(2))
                    .ifPresent(span -> to = Optional.of(before ? span.first().minusDays(1) : span.last()));
        });
        if (!found || everything) {
            said.take(WITHIN).or(() -> said.take(ALONE)).ifPresent(within -> {
                found = true;
                span(within.group(1)).ifPresent(span -> {
                    from = Optional.of(span.first());
                    to = Optional.of(span.last());
                });
            });
        }
    }

    private Optional<Span> span(String words) {
        try {
            return Optional.of(spanOf(words));
        } catch (DateTimeException impossible) {
            problem = Optional.of("\"" + words.strip() + "\" is no day of the calendar. Which days did you mean?");
            return Optional.empty();
        }
    }

    private static Span spanOf(String words) {
        Matcher number = NUMBER.matcher(words);
        int[] numbers = new int[3];
        int count = 0;
        while (count < 3 && number.find()) {
            numbers[count++] = Integer.parseInt(number.group());
        }
        Optional<Integer> month = month(words);
        if (words.startsWith("q")) {
            int first = numbers[0] * 3 - 2;
            return new Span(
                    LocalDate.of(numbers[1], first, 1),
                    YearMonth.of(numbers[1], first + 2).atEndOfMonth());
        }
        if (words.contains("half")) {
            boolean second = words.contains("second");
            return new Span(
                    LocalDate.of(numbers[0], second ? 7 : 1, 1),
                    YearMonth.of(numbers[0], second ? 12 : 6).atEndOfMonth());
        }
        if (month.isPresent()) {
            int year = numbers[count - 1];
            return count == 1 ? ofMonth(year, month.get()) : ofDay(year, month.get(), numbers[0]);
        }
        return switch (count) {
            case 3 -> ofDay(numbers[0], numbers[1], numbers[2]);
            case 2 -> ofMonth(numbers[0], numbers[1]);
            default -> new Span(LocalDate.of(numbers[0], 1, 1), LocalDate.of(numbers[0], 12, 31));
        };
    }

    private static Span ofMonth(int year, int month) {
        return new Span(LocalDate.of(year, month, 1), YearMonth.of(year, month).atEndOfMonth());
    }

    private static Span ofDay(int year, int month, int day) {
        LocalDate date = LocalDate.of(year, month, day);
        return new Span(date, date);
    }

    private static Optional<Integer> month(String words) {
        for (int i = 0; i < MONTHS.size(); i++) {
            if (words.contains(MONTHS.get(i))) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }
}
