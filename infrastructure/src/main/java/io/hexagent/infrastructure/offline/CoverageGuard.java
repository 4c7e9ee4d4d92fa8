package io.hexagent.infrastructure.offline;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Makes sure that a plan used every word that means something: one that was not used is never passed over. */
final class CoverageGuard {
    private static final Set<Role> SMALL = EnumSet.of(
            Role.NOISE,
            Role.COPULA,
            Role.PREPOSITION,
            Role.WITH,
            Role.AMONG,
            Role.AND,
            Role.COMMA,
            Role.RELATIVE,
            Role.ROW,
            Role.LIST,
            Role.EXISTS,
            Role.WHICH,
            Role.HOW,
            Role.PRONOUN,
            Role.TO,
            Role.FROM,
            Role.USUALLY,
            Role.EQUALS,
            Role.FIRST);

    private static final Set<String> SECOND =
            Set.of("when", "where", "who", "whose", "how", "in which", "for which", "on which", "at which", "of which");

    private CoverageGuard() {}

    /** Whether the chunk changes nothing when no slot takes it. */
    static boolean mayStayUnused(Chunk chunk) {
        return chunk.sense() instanceof Sense.Plain plain && SMALL.contains(plain.role());
    }

    /** The words that mean something and that no slot took. */
    static List<String> unused(Clause clause) {
        return IntStream.range(0, clause.size())
                .filter(i -> clause.free(i) && !ties(clause, i))
                .filter(i -> !mayStayUnused(clause.at(i)) || countsRows(clause, i))
                .mapToObj(i -> clause.at(i).text())
                .distinct()
                .toList();
    }

    /** "took longer than", "used Firefox"; but in "used cars" and "average used price" it describes them. */
    private static boolean ties(Clause clause, int i) {
        if (!clause.is(i, Role.VERB)) {
            return false;
        }
        int before = clause.before(i, Role.NOISE);
        int after = clause.after(i, Role.NOISE);
        boolean describes = before < 0
                || clause.is(after, Role.ROW)
                || clause.isAny(
                        before,
                        Role.HOW_MANY,
                        Role.COUNT,
                        Role.LIST,
                        Role.GROUP,
                        Role.EACH,
                        Role.PREPOSITION,
                        Role.WITH,
                        Role.NEGATION)
                || clause.sense(before) instanceof Sense.Calculates
                || clause.sense(before) instanceof Sense.Superlative;
        return !describes;
    }

    /** "first" opens a sentence, but further on it means something. */
    private static boolean countsRows(Clause clause, int i) {
        return (clause.is(i, Role.FIRST) && i > 1) || asksMore(clause, i);
    }

    /** "… and when", "… and in which region": a second question, which no slot takes. */
    private static boolean asksMore(Clause clause, int i) {
        boolean asks = SECOND.contains(clause.at(i).text().toLowerCase(Locale.ROOT))
                && clause.is(clause.before(i, Role.NOISE), Role.AND);
        boolean filters = clause.at(i).text().equalsIgnoreCase("where")
                && IntStream.range(i + 1, clause.size())
                        .anyMatch(k -> clause.sense(k) instanceof Sense.Amount
                                || clause.sense(k) instanceof Sense.Means
                                || clause.sense(k) instanceof Sense.Moment);
        return asks && !filters;
    }

    /** What the steps do, to begin a sentence with. */
    static String understood(List<PlanStep> steps) {
        String text = String.join(" ", steps.stream().map(PlanStep::thought).toList());
        String phrase = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        return phrase.isEmpty() ? phrase : Character.toLowerCase(phrase.charAt(0)) + phrase.substring(1);
    }

    /** The words without any sense. */
    static List<String> unknown(Clause clause) {
        return clause.chunks().stream()
                .filter(chunk -> chunk.sense() instanceof Sense.Unknown || chunk.sense() instanceof Sense.Quoted)
                .map(Chunk::text)
                .distinct()
                .toList();
    }
}
