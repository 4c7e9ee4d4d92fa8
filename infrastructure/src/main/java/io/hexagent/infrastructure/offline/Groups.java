package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what to group by: "by species", "per island and sex", "for each month", "monthly". */
final class Groups {
    private static final long MOST_NUMBERS = 60;

    private Groups() {}

    static boolean groups(Column column) {
        return !column.type().isNumber() || DatasetView.isYear(column) || column.distinct() <= MOST_NUMBERS;
    }

    /**
     * Reads all groups.
     *
     * @param sortsByNumbers whether "by" before a number column orders a ranking
     */
    static void read(Reading reading, boolean sortsByNumbers) {
        Clause clause = reading.clause();
        int lastMark = -1;
        for (int i = 0; i < clause.size(); i++) {
            boolean marks = clause.free(i) && clause.isAny(i, Role.GROUP, Role.EACH);
            if (clause.free(i)
                    && clause.sense(i) instanceof Sense.Calendar calendar
                    && calendar.adverb()
                    && !reading.view().timeColumns().isEmpty()) {
                if (PeriodWords.asAdjective(reading, i)) {
                    continue;
                }
                Grouping group = period(reading, i, calendar.period());
                if (!reading.groups().contains(group)) {
                    reading.groups().add(group);
                }
                if (calendar.period() == Period.DAY_OF_WEEK) {
                    reading.assume("Rows cannot be filtered by the day of the week: each day is shown.");
                }
                continue;
            }
            if (!marks) {
                continue;
            }
            if (lastMark >= 0 && measuresBetween(clause, lastMark, i)) {
                throw Unplannable.ask(
                        "That asks for several figures with groups of their own. Ask them one after the other, joined"
                                + " by \"then\".");
            }
            if (list(reading, i, sortsByNumbers)) {
                lastMark = i;
            } else {
                perRow(reading, i);
            }
        }
    }

    /** "average revenue per order": a mean is per row already. */
    private static void perRow(Reading reading, int mark) {
        Clause clause = reading.clause();
        boolean rows = clause.is(clause.after(mark, Role.NOISE, Role.EACH), Role.ROW);
        boolean mean = clause.contains(sense -> sense instanceof Sense.Calculates calculates
                && (calculates.function() == io.hexagent.domain.dataset.Calculation.Function.MEAN
                        || calculates.function() == io.hexagent.domain.dataset.Calculation.Function.MEDIAN));
        if (rows && mean) {
            clause.use(mark);
            reading.assume("Each row counts once.");
        }
    }

    private static boolean measuresBetween(Clause clause, int from, int to) {
        for (int i = from; i < to; i++) {
            if (clause.free(i) && clause.sense(i) instanceof Sense.Calculates) {
                return true;
            }
        }
        return false;
    }

    private static boolean list(Reading reading, int mark, boolean sortsByNumbers) {
        Clause clause = reading.clause();
        boolean any = false;
        int at = mark + 1;
        while (at < clause.size()) {
            if (clause.isAny(
                            at,
                            Role.NOISE,
                            Role.EACH,
                            Role.AND,
                            Role.COMMA,
                            Role.DISTINCT,
                            Role.PREPOSITION,
                            Role.GROUP,
                            Role.COUNT)
                    && clause.free(at)) {
                boolean leadsOn = any
                        && clause.isAny(at, Role.PREPOSITION, Role.NOISE)
                        && !clause.isAny(at - 1, Role.AND, Role.COMMA);
                if (leadsOn) {
                    break;
                }
                at++;
            } else if (clause.isFree(at, Sense.Calendar.class) || clause.isFree(at, Sense.Names.class)) {
                if (any && !clause.isAny(at - 1, Role.AND, Role.COMMA, Role.EACH, Role.NOISE, Role.GROUP)) {
                    break;
                }
                if (!one(reading, at, sortsByNumbers)) {
                    break;
                }
                for (int k = mark; k < at; k++) {
                    if (clause.isAny(k, Role.GROUP, Role.EACH, Role.DISTINCT, Role.COUNT)) {
                        clause.use(k);
                    }
                }
                any = true;
                at++;
            } else {
                break;
            }
        }
        if (any) {
            clause.use(mark);
        }
        return any;
    }

    private static boolean one(Reading reading, int i, boolean sortsByNumbers) {
        Clause clause = reading.clause();
        if (clause.sense(i) instanceof Sense.Calendar calendar) {
            PeriodWords.refuseNested(reading, i);
            reading.groups().add(period(reading, i, calendar.period()));
            return true;
        }
        boolean fits = reading.names(i, Groups::groups);
        boolean numbers = reading.names(i, column -> column.type().isNumber() && !DatasetView.isYear(column));
        if ((sortsByNumbers && numbers) || !fits) {
            return false;
        }
        if (sortsByNumbers
                && reading.names(i, DatasetView::isYear)
                && reading.groups().isEmpty()) {
            return false;
        }
        Column column = reading.column(i, Groups::groups, "groups");
        if (column.type() == ColumnType.DATETIME) {
            reading.groups().add(new Grouping(column.name(), Optional.of(Period.DAY)));
            reading.assume("Times of " + column.name() + " are grouped by day.");
        } else {
            reading.groups().add(Grouping.of(column.name()));
        }
        return true;
    }

    /** A period of the one time column. */
    static Grouping period(Reading reading, int i, Period period) {
        Clause clause = reading.clause();
        List<Column> dates = reading.view().dataset().columns().stream()
                .filter(column -> column.type().isTime())
                .toList();
        String words = clause.at(i).text();
        if (dates.isEmpty()) {
            List<Column> years = reading.view().timeColumns();
            if (period == Period.YEAR && years.size() == 1) {
                clause.use(i);
                return Grouping.of(years.getFirst().name());
            }
            throw Unplannable.refused("There is no date column to group \"" + words + "\" by. "
                    + Replies.columns(reading.view().dataset()));
        }
        if (dates.size() > 1) {
            List<Column> named =
                    dates.stream().filter(date -> mentioned(reading, date)).toList();
            if (named.size() != 1) {
                throw Unplannable.ask(Replies.whichColumn(words, dates));
            }
            dates = named;
        }
        Column date = dates.getFirst();
        if (period == Period.HOUR_OF_DAY && date.type() == ColumnType.DATE) {
            throw Unplannable.refused("The column " + date.name() + " has days without a time of day.");
        }
        clause.use(i);
        reading.assume(
                words.toLowerCase(Locale.ROOT).equals(date.name().toLowerCase(Locale.ROOT))
                        ? "Grouped by " + words(period) + "."
                        : "\"" + words + "\" is the " + words(period) + " of the column " + date.name() + ".");
        return new Grouping(date.name(), Optional.of(period));
    }

    private static boolean mentioned(Reading reading, Column date) {
        boolean any = false;
        for (int i : reading.freeNames(column -> column.equals(date))) {
            reading.clause().use(i);
            any = true;
        }
        return any
                || reading.conditions().stream()
                        .anyMatch(condition -> condition.column().equals(date));
    }

    static String words(Period period) {
        return switch (period) {
            case YEAR -> "year";
            case QUARTER -> "quarter";
            case MONTH -> "calendar month";
            case WEEK -> "week";
            case DAY -> "day";
            case MONTH_OF_YEAR -> "month of the year, across years";
            case DAY_OF_WEEK -> "day of the week";
            case HOUR_OF_DAY -> "hour of the day";
        };
    }

    static String words(Grouping grouping) {
        return grouping.period()
                .map(period -> period.wire().replace('_', ' ') + " of " + grouping.column())
                .orElse(grouping.column());
    }

    static String words(List<Grouping> groups) {
        return groups.isEmpty()
                ? ""
                : " by " + Replies.and(groups.stream().map(Groups::words).toList());
    }

    /** The periods that a lone word can stand for as the thing asked for: "which month". */
    static Set<Period> cyclic() {
        return Set.of(Period.MONTH_OF_YEAR, Period.DAY_OF_WEEK, Period.HOUR_OF_DAY);
    }
}
