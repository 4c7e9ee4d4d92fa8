package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Column;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Tells what "monthly" and "per day" ask for where that is no plain grouping: a rate of pay, or the average over
 * periods of what each period adds up to.
 */
final class PeriodWords {
    private static final Set<String> PAY =
            Set.of("salary", "wage", "pay", "income", "rent", "fee", "premium", "bonus", "earning", "payment", "price");

    private PeriodWords() {}

    /**
     * Whether the adverb groups nothing, and has been placed.
     *
     * @throws Unplannable when it does not say by itself what is wanted
     */
    static boolean asAdjective(Reading reading, int i) {
        Clause clause = reading.clause();
        String word = clause.at(i).text().toLowerCase(Locale.ROOT);
        int next = clause.after(i, Role.NOISE);
        boolean pay = next < clause.size()
                && (clause.sense(next) instanceof Sense.Names || clause.sense(next) instanceof Sense.Unknown)
                && Words.split(clause.at(next).text()).stream()
                        .map(Words::lemma)
                        .anyMatch(PAY::contains);
        if (pay && !clause.isAny(clause.before(i, Role.NOISE), Role.GROUP)) {
            throw Unplannable.ask("\"" + word + " " + clause.at(next).text() + "\" may mean an amount for each period,"
                    + " which the table does not say. For the plain figure leave \"" + word
                    + "\" out; to group rows by time, say \"by " + period(clause, i) + "\".");
        }
        if (!averagesSums(reading, clause.before(i, Role.NOISE), i)) {
            return false;
        }
        return perRow(reading, i) || nested(reading, i);
    }

    /** "average revenue per day": the average of the days' sums is a figure of figures. */
    static void refuseNested(Reading reading, int i) {
        Clause clause = reading.clause();
        int mark = clause.before(i, Role.NOISE);
        boolean per = clause.is(mark, Role.GROUP) && clause.at(mark).text().equalsIgnoreCase("per");
        int column = clause.before(mark, Role.NOISE);
        int mean = clause.before(column, Role.NOISE, Role.PREPOSITION);
        if (per && reading.names(column, DatasetView::isAdditive) && averages(clause, mean)) {
            nested(reading, i);
        }
    }

    private static boolean averages(Clause clause, int i) {
        return i >= 0
                && switch (clause.sense(i)) {
                    case Sense.Calculates calculates ->
                        Set.of(Function.MEAN, Function.MEDIAN, Function.MAX, Function.MIN)
                                .contains(calculates.function());
                    case Sense.Superlative superlative -> true;
                    default -> false;
                };
    }

    private static boolean averagesSums(Reading reading, int mean, int adverb) {
        Clause clause = reading.clause();
        int next = clause.after(adverb, Role.NOISE);
        return averages(clause, mean) && reading.names(next, DatasetView::isAdditive);
    }

    /** In a table of one row a day, the daily figure is that of the row. */
    private static boolean perRow(Reading reading, int i) {
        boolean day = reading.clause().sense(i) instanceof Sense.Calendar calendar
                && calendar.period() == Period.DAY
                && RankIntent.daily(reading.view());
        if (day) {
            reading.clause().use(i);
            reading.assume("Each row is one day.");
        }
        return day;
    }

    private static boolean nested(Reading reading, int i) {
        String period = period(reading.clause(), i);
        List<Column> times = reading.view().timeColumns();
        throw Unplannable.ask("A figure over " + period + "s of what each " + period
                + " adds up to is a figure of figures, which I cannot take in one step"
                + (times.isEmpty() ? "" : " (" + times.getFirst().name() + ")") + ". Ask for the sum by " + period
                + ", or for the mean of the rows by " + period + ".");
    }

    private static String period(Clause clause, int i) {
        return clause.sense(i) instanceof Sense.Calendar calendar
                ? calendar.period().wire().replaceAll("_.*", "")
                : "period";
    }
}
