package io.hexagent.infrastructure.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits a question into steps: at sentence ends, at "then", and at "and" before a new request. */
final class ClauseSplitter {
    private static final Set<Role> OPENERS =
            Set.of(Role.HOW_MANY, Role.HOW_MUCH, Role.WHICH, Role.LIST, Role.EXISTS, Role.DESCRIBE, Role.COMPARE);
    private static final Set<Role> QUIET = Set.of(
            Role.NOISE,
            Role.COPULA,
            Role.PREPOSITION,
            Role.AND,
            Role.COMMA,
            Role.RELATIVE,
            Role.THEN,
            Role.END,
            Role.LIST,
            Role.WITH,
            Role.TO,
            Role.WHICH,
            Role.EXISTS,
            Role.FIRST,
            Role.HOW);

    private ClauseSplitter() {}

    static List<Clause> split(List<Chunk> chunks) {
        var clauses = new ArrayList<Clause>();
        var current = new ArrayList<Chunk>();
        for (int i = 0; i < chunks.size(); i++) {
            Chunk chunk = chunks.get(i);
            boolean ends = chunk.is(Role.THEN) || chunk.is(Role.END);
            boolean joins = (chunk.is(Role.AND) || chunk.is(Role.COMMA)) && opens(chunks, i + 1) && asks(current);
            if (ends || joins) {
                flush(current, clauses);
            } else {
                current.add(chunk);
            }
        }
        flush(current, clauses);
        return List.copyOf(clauses);
    }

    /** Whether the chunks ask for something by themselves, so that a new request can follow. */
    private static boolean asks(List<Chunk> chunks) {
        return chunks.stream().anyMatch(chunk -> !isQuiet(chunk));
    }

    private static boolean isQuiet(Chunk chunk) {
        return chunk.sense() instanceof Sense.Plain plain && QUIET.contains(plain.role());
    }

    private static boolean opens(List<Chunk> chunks, int from) {
        int i = from;
        while (i < chunks.size()
                && (chunks.get(i).is(Role.NOISE)
                        || chunks.get(i).is(Role.AND)
                        || (chunks.get(i).is(Role.PREPOSITION)
                                && i + 1 < chunks.size()
                                && chunks.get(i + 1).is(Role.WHICH)))) {
            i++;
        }
        if (i >= chunks.size()) {
            return false;
        }
        return chunks.get(i).sense() instanceof Sense.Draws
                || (chunks.get(i).sense() instanceof Sense.Plain plain
                        && (OPENERS.contains(plain.role())
                                || (plain.role() == Role.COUNT
                                        && chunks.get(i).text().equalsIgnoreCase("count")
                                        && from == i
                                        && i + 1 < chunks.size()
                                        && !(chunks.get(i + 1).is(Role.GROUP))
                                        && followedByRows(chunks, i + 1))));
    }

    private static boolean followedByRows(List<Chunk> chunks, int from) {
        int i = from;
        while (i < chunks.size() && chunks.get(i).is(Role.NOISE)) {
            i++;
        }
        return i < chunks.size() && (chunks.get(i).is(Role.ROW) || chunks.get(i).sense() instanceof Sense.Means);
    }

    private static void flush(List<Chunk> current, List<Clause> clauses) {
        if (asks(current)) {
            clauses.add(new Clause(current));
        } else if (!current.isEmpty() && !clauses.isEmpty() && current.stream().anyMatch(c -> c.is(Role.PRONOUN))) {
            clauses.add(new Clause(current));
        }
        current.clear();
    }
}
