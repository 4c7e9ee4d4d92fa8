package io.hexagent.infrastructure.tablesaw;

/** The order in which a date is written. */
enum DayForm {
    /** 2014-03-05, 2014/03/05, 2014.03.05. */
    YEAR_MONTH_DAY("year, month, day"),
    /** 2014-03: the first of the month. */
    YEAR_MONTH("year and month"),
    /** 05.03.2014, 5/3/2014, 5-3-14. */
    DAY_MONTH_YEAR("day, month, year"),
    /** 3/5/2014, 3-5-14. */
    MONTH_DAY_YEAR("month, day, year"),
    /** 5 Mar 2014, 05-Mar-14. */
    DAY_NAME_YEAR("day, name of the month, year"),
    /** Mar 5 2014, March 5, 2014. */
    NAME_DAY_YEAR("name of the month, day, year"),
    /** Mar 2014: the first of the month. */
    NAME_YEAR("name of the month and year");

    private final String words;

    DayForm(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Whether it names no day of the month. */
    boolean isMonth() {
        return this == YEAR_MONTH || this == NAME_YEAR;
    }
}
