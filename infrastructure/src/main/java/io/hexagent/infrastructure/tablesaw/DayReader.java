package io.hexagent.infrastructure.tablesaw;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Reads one text as a day, with or without a time of day, in one {@link DayForm} after the other. Holds what the last
 * successful {@link #read} found. Not safe for use by several threads.
 */
final class DayReader {
    static final int NO_OFFSET = Integer.MIN_VALUE;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final String[] FULL_MONTHS = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    private static final int FAILED = -1;
    /** Two-digit years up to here are of this century, as in POSIX's strptime. */
    private static final int LAST_YEAR_OF_THIS_CENTURY = 68;

    private String text = "";
    private int at;
    private long day;
    private int millis;
    private boolean time;
    private boolean shortYear;
    private boolean dotted;
    private int offset;

    boolean read(String candidate, DayForm form) {
        text = candidate;
        at = 0;
        time = false;
        millis = 0;
        shortYear = false;
        dotted = false;
        offset = NO_OFFSET;
        boolean found =
                switch (form) {
                    case YEAR_MONTH_DAY -> yearMonthDay();
                    case YEAR_MONTH -> yearMonth();
                    case DAY_MONTH_YEAR -> dayAndMonth(true);
                    case MONTH_DAY_YEAR -> dayAndMonth(false);
                    case DAY_NAME_YEAR -> dayNameYear();
                    case NAME_DAY_YEAR -> nameDayYear();
                    case NAME_YEAR -> nameYear();
                };
        return found && (at == text.length() || (!form.isMonth() && timeOfDay()));
    }

    /** Days since 1970-01-01. */
    long day() {
        return day;
    }

    int millisOfDay() {
        return millis;
    }

    boolean hasTime() {
        return time;
    }

    boolean hasShortYear() {
        return shortYear;
    }

    /** Whether points stood between the parts, so that the day is certainly first. */
    boolean isDotted() {
        return dotted;
    }

    /** Seconds east of Greenwich, or {@link #NO_OFFSET}. */
    int offset() {
        return offset;
    }

    private boolean yearMonthDay() {
        int year = digits(4, 4);
        char mark = peek();
        if (year == FAILED || !isMark(mark)) {
            return false;
        }
        at++;
        int month = digits(1, 2);
        return month != FAILED && skip(mark) && date(year, month, digits(1, 2));
    }

    private boolean yearMonth() {
        int year = digits(4, 4);
        return year != FAILED && (skip('-') || skip('/')) && date(year, digits(2, 2), 1);
    }

    private boolean dayAndMonth(boolean dayFirst) {
        int first = digits(1, 2);
        char mark = peek();
        if (first == FAILED || !isMark(mark) || (mark == '.' && !dayFirst)) {
            return false;
        }
        dotted = mark == '.';
        at++;
        int second = digits(1, 2);
        if (second == FAILED || !skip(mark)) {
            return false;
        }
        int year = year();
        return year != FAILED && date(year, dayFirst ? second : first, dayFirst ? first : second);
    }

    private boolean dayNameYear() {
        int first = digits(1, 2);
        if (first == FAILED || !(skip(' ') || skip('-'))) {
            return false;
        }
        int month = monthName();
        if (month == FAILED) {
            return false;
        }
        boolean comma = skip(',');
        if (!(skip(' ') || skip('-') || comma)) {
            return false;
        }
        int year = year();
        return year != FAILED && date(year, month, first);
    }

    private boolean nameDayYear() {
        int month = monthName();
        if (month == FAILED || !(skip(' ') || skip('-'))) {
            return false;
        }
        int first = digits(1, 2);
        boolean comma = skip(',');
        if (first == FAILED || !(skip(' ') || skip('-') || comma)) {
            return false;
        }
        int year = digits(4, 4);
        return year != FAILED && date(year, month, first);
    }

    private boolean nameYear() {
        int month = monthName();
        if (month == FAILED || !(skip(' ') || skip('-'))) {
            return false;
        }
        int year = digits(4, 4);
        return year != FAILED && date(year, month, 1);
    }

    private int year() {
        int start = at;
        int year = digits(2, 4);
        if (at - start == 3) {
            return FAILED;
        }
        if (at - start == 2) {
            shortYear = true;
            return year <= LAST_YEAR_OF_THIS_CENTURY ? 2000 + year : 1900 + year;
        }
        return year;
    }

    private boolean date(int year, int month, int dayOfMonth) {
        if (year < 1 || month < 1 || month > 12 || dayOfMonth < 1) {
            return false;
        }
        if (dayOfMonth > 28 && dayOfMonth > YearMonth.of(year, month).lengthOfMonth()) {
            return false;
        }
        day = LocalDate.of(year, month, dayOfMonth).toEpochDay();
        return true;
    }

    private boolean timeOfDay() {
        if (!skip('T')) {
            skip(',');
            if (!skip(' ')) {
                return false;
            }
        }
        int hour = digits(1, 2);
        if (hour == FAILED || !skip(':')) {
            return false;
        }
        int minute = digits(2, 2);
        int second = 0;
        int milli = 0;
        if (minute != FAILED && skip(':')) {
            second = digits(2, 2);
            if (second != FAILED && (skip('.') || skip(','))) {
                milli = fraction();
            }
        }
        if (minute == FAILED || second == FAILED || milli == FAILED) {
            return false;
        }
        int shifted = halfOfDay(hour);
        if (shifted == FAILED || shifted > 23 || minute > 59 || second > 59 || !zone()) {
            return false;
        }
        time = true;
        millis = ((shifted * 60 + minute) * 60 + second) * 1000 + milli;
        return at == text.length();
    }

    private int fraction() {
        int start = at;
        int milli = 0;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
            if (at - start < 3) {
                milli = milli * 10 + (text.charAt(at) - '0');
            }
            at++;
        }
        int places = at - start;
        if (places == 0 || places > 9) {
            return FAILED;
        }
        for (int i = places; i < 3; i++) {
            milli *= 10;
        }
        return milli;
    }

    private int halfOfDay(int hour) {
        int rest = at < text.length() && text.charAt(at) == ' ' ? at + 1 : at;
        boolean morning = text.regionMatches(true, rest, "AM", 0, 2);
        boolean evening = text.regionMatches(true, rest, "PM", 0, 2);
        if (!morning && !evening) {
            return hour;
        }
        at = rest + 2;
        if (hour < 1 || hour > 12) {
            return FAILED;
        }
        return hour % 12 + (evening ? 12 : 0);
    }

    private boolean zone() {
        if (at == text.length()) {
            return true;
        }
        skip(' ');
        if (skip('Z')) {
            offset = 0;
            return true;
        }
        if (text.startsWith("UTC", at) || text.startsWith("GMT", at)) {
            at += 3;
            offset = 0;
            return true;
        }
        boolean west = peek() == '-';
        if (!skip('+') && !skip('-')) {
            return false;
        }
        int hours = digits(2, 2);
        skip(':');
        int minutes = at == text.length() ? 0 : digits(2, 2);
        if (hours == FAILED || hours > 18 || minutes == FAILED || minutes > 59) {
            return false;
        }
        offset = (west ? -1 : 1) * (hours * 3600 + minutes * 60);
        return true;
    }

    private int monthName() {
        int start = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        int length = at - start;
        if (length < 3) {
            return FAILED;
        }
        for (int month = 1; month <= 12; month++) {
            boolean begins = text.regionMatches(true, start, MONTHS, 3 * (month - 1), 3);
            String full = FULL_MONTHS[month - 1];
            boolean whole = length == full.length() && text.regionMatches(true, start, full, 0, length);
            boolean sept = length == 4 && text.regionMatches(true, start, "sept", 0, 4);
            if (begins && (length == 3 || whole || sept)) {
                if (length == 3) {
                    skip('.');
                }
                return month;
            }
        }
        return FAILED;
    }

    private int digits(int least, int most) {
        int start = at;
        int number = 0;
        while (at < text.length() && at - start < most) {
            char c = text.charAt(at);
            if (c < '0' || c > '9') {
                break;
            }
            number = number * 10 + (c - '0');
            at++;
        }
        return at - start < least ? FAILED : number;
    }

    private static boolean isMark(char c) {
        return c == '-' || c == '/' || c == '.';
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean skip(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }
}
