package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.infrastructure.offline.ColumnLink.Fit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Links the one unknown word of a clause to the column closest in meaning, where a column is due: "average longevity by
 * country". Close is not the same: profit lies as near to revenue as a synonym does, so the word must be much nearer to
 * one column than to the next; where two are near, the person is asked.
 */
final class MeaningLinks {
    /** Measured: wage and salary 0.72, breeze and wind 0.71; but africa and country 0.68, mortality and life 0.67. */
    private static final double SURE = 0.7;
    /** Measured: salary leads for wage by 0.26, wind for breeze by 0.29; but revenue for profit by 0.20. */
    private static final double LEAD = 0.25;

    private MeaningLinks() {}

    /**
     * The clause with the word linked; empty when it stays unknown.
     *
     * @throws Unplannable when several columns are about as near
     */
    static Optional<Clause> link(Clause clause, DatasetView view, Meanings meanings) {
        List<Integer> unknown = IntStream.range(0, clause.size())
                .filter(i -> clause.sense(i) instanceof Sense.Unknown)
                .boxed()
                .toList();
        if (unknown.size() != 1 || !isColumnSlot(clause, unknown.getFirst())) {
            return Optional.empty();
        }
        int i = unknown.getFirst();
        String word = clause.at(i).text();
        List<Meanings.Near> near = meanings.nearest(word, view.dataset());
        if (near.isEmpty() || near.getFirst().similarity() < SURE) {
            return Optional.empty();
        }
        double best = near.getFirst().similarity();
        List<Column> rivals = near.stream()
                .filter(any -> best - any.similarity() < LEAD)
                .map(Meanings.Near::column)
                .toList();
        if (rivals.size() > 1) {
            throw Unplannable.ask(Replies.whichColumn(word, rivals));
        }
        var chunks = new ArrayList<>(clause.chunks());
        chunks.set(
                i,
                new Chunk(
                        word,
                        new Sense.Names(
                                List.of(new ColumnLink(rivals.getFirst(), Fit.MEANING, word)), Optional.empty())));
        return Optional.of(new Clause(chunks));
    }

    /** After a calculation, a group mark or a superlative, and no part of a longer name. */
    private static boolean isColumnSlot(Clause clause, int i) {
        boolean word = clause.at(i).text().chars().allMatch(Character::isLetter)
                && clause.at(i).text().length() >= 4;
        int before = clause.before(i, Role.NOISE, Role.PREPOSITION);
        boolean partOfName = (i + 1 < clause.size() && clause.sense(i + 1) instanceof Sense.Names)
                || (i > 0 && clause.sense(i - 1) instanceof Sense.Names);
        boolean due = before >= 0
                && (clause.sense(before) instanceof Sense.Calculates
                        || clause.sense(before) instanceof Sense.Superlative
                        || clause.isAny(
                                before,
                                Role.GROUP,
                                Role.EACH,
                                Role.DISTRIBUTION,
                                Role.OUTLIERS,
                                Role.CORRELATE,
                                Role.TREND));
        return word && due && !partOfName;
    }
}
