package io.hexagent.infrastructure.offline;

import java.util.Locale;
import java.util.Set;

/** How far "excluding", "except" and their like reach: the first thing after them, and what a list joins to it. */
final class Exclusions {
    private static final Set<String> WORDS = Set.of(
            "excluding",
            "exclude",
            "except",
            "except for",
            "other than",
            "apart from",
            "leaving out",
            "ignoring",
            "all but",
            "minus the",
            "omit",
            "omitting",
            "but not",
            "without");

    private Exclusions() {}

    static boolean is(Clause clause, int i) {
        return clause.is(i, Role.NEGATION) && WORDS.contains(clause.at(i).text().toLowerCase(Locale.ROOT));
    }

    /**
     * Whether the condition that begins at the chunk is left out by such a word, which is then placed: "excluding
     * orders before 2022", "excluding lamps and orders before 2022".
     *
     * @throws Unplannable when it cannot be told whether the word reaches as far
     */
    static boolean reaches(Clause clause, int i) {
        int at = i - 1;
        boolean rows = false;
        while (at >= 0
                && (clause.isAny(
                                at,
                                Role.NOISE,
                                Role.PREPOSITION,
                                Role.WITH,
                                Role.RELATIVE,
                                Role.COPULA,
                                Role.ROW,
                                Role.PRONOUN,
                                Role.VERB,
                                Role.FROM)
                        || clause.sense(at) instanceof Sense.Names)) {
            rows |= clause.isAny(at, Role.ROW, Role.PRONOUN);
            at--;
        }
        if (is(clause, at)) {
            clause.use(at);
            return true;
        }
        if (!clause.isAny(at, Role.AND, Role.COMMA) || !listExcluded(clause, at)) {
            return false;
        }
        if (!rows) {
            throw Unplannable.ask("Should \"" + clause.at(i).text()
                    + "\" be left out as well, or kept? Say \"excluding\"" + " again before it, or name it first.");
        }
        return true;
    }

    /**
     * Refuses a value of another column in such a list: "excluding the East and desks" may keep the desks or not.
     *
     * @param and the "and" before the value
     */
    static void refuseMixedList(Clause clause, int and, int value) {
        if (clause.isAny(and, Role.AND, Role.COMMA) && listExcluded(clause, and)) {
            throw Unplannable.ask("Should \"" + clause.at(value).text() + "\" be left out as well, or kept? Say"
                    + " \"excluding\" again before it, or name it first.");
        }
    }

    /** Whether the chunk is a noun of rows, or stands after one, that such a word leaves out; it is then placed. */
    static boolean leavesOutRows(Clause clause, int i) {
        int at = i;
        boolean rows = false;
        while (clause.isAny(at, Role.ROW, Role.NOISE, Role.PRONOUN, Role.RELATIVE, Role.WHICH, Role.COPULA)
                || (at >= 0
                        && clause.sense(at) instanceof Sense.Names names
                        && names.candidates().stream()
                                .allMatch(link -> DatasetView.isIdentifier(link.column()) && !link.literal()))) {
            rows |= !clause.is(at, Role.NOISE);
            at--;
        }
        if (rows && clause.free(at) && is(clause, at)) {
            clause.use(at);
            return true;
        }
        return false;
    }

    /** Whether the list that the "and" ends began with such a word. */
    private static boolean listExcluded(Clause clause, int and) {
        int at = and - 1;
        while (at >= 0
                && (clause.isAny(at, Role.NOISE, Role.AND, Role.COMMA, Role.ROW, Role.PREPOSITION)
                        || clause.sense(at) instanceof Sense.Means
                        || clause.sense(at) instanceof Sense.Moment
                        || clause.sense(at) instanceof Sense.Amount)) {
            at--;
        }
        return is(clause, at);
    }
}
