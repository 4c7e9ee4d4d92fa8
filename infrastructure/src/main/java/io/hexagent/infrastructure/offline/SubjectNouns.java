package io.hexagent.infrastructure.offline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An unknown noun that can only mean the rows: "how many trips were longer than 5 km", "bookings per month". It is
 * taken so only as the subject of a count, as the only unknown word, and if it is a thing that tables list one a row.
 */
final class SubjectNouns {
    /** Things and events of which tables keep one a row; people and what is measured are not among them. */
    private static final Set<String> LISTED = Set.of(
            "trip",
            "ride",
            "journey",
            "rental",
            "match",
            "game",
            "fixture",
            "visit",
            "admission",
            "stay",
            "reading",
            "measurement",
            "observation",
            "hire",
            "booking",
            "reservation",
            "session",
            "event",
            "sale",
            "purchase",
            "transaction",
            "payment",
            "call",
            "flight",
            "delivery",
            "shipment",
            "ticket",
            "incident",
            "accident",
            "crime",
            "offence",
            "loan",
            "request",
            "hit",
            "order",
            "invoice",
            "application",
            "appointment",
            "claim",
            "donation",
            "entry",
            "submission",
            "response",
            "review",
            "complaint",
            "experiment",
            "trial",
            "test",
            "inspection",
            "earthquake",
            "launch",
            "mission",
            "race",
            "workout",
            "run",
            "song",
            "track",
            "movie",
            "film",
            "book",
            "article",
            "post",
            "tweet",
            "message",
            "job",
            "listing",
            "house",
            "home",
            "property",
            "car",
            "vehicle",
            "product",
            "item",
            "employee",
            "student",
            "patient",
            "customer");

    private SubjectNouns() {}

    /** The clause with the noun in the role of the rows, and the noun. */
    record Placed(Clause clause, String noun) {}

    static Optional<Placed> place(Clause clause, DatasetView view) {
        if (view.nouns().known() || RankIntent.daily(view)) {
            return Optional.empty();
        }
        List<Integer> unknown = IntStream.range(0, clause.size())
                .filter(i -> clause.sense(i) instanceof Sense.Unknown)
                .boxed()
                .toList();
        if (unknown.size() != 1 || !isSubject(clause, unknown.getFirst())) {
            return Optional.empty();
        }
        int i = unknown.getFirst();
        String noun = clause.at(i).text();
        if (!LISTED.contains(Words.lemma(noun)) || Words.lemma(noun).equals(noun)) {
            return Optional.empty();
        }
        var chunks = new ArrayList<>(clause.chunks());
        chunks.set(i, new Chunk(noun, new Sense.Plain(Role.ROW)));
        return Optional.of(new Placed(new Clause(chunks), noun));
    }

    /** After "how many", "number of", "share of" or "the most", or before "per" and "by" where the question begins. */
    private static boolean isSubject(Clause clause, int i) {
        int before = clause.before(i, Role.NOISE, Role.PREPOSITION, Role.DISTINCT);
        boolean counted = clause.isAny(before, Role.HOW_MANY, Role.COUNT, Role.SHARE, Role.EXISTS)
                || (before >= 0
                        && clause.sense(before) instanceof Sense.Superlative superlative
                        && superlative.measures().isEmpty());
        boolean opens = before < 0 || clause.isAny(before, Role.LIST, Role.WHICH);
        boolean grouped = clause.is(i + 1, Role.GROUP)
                || (i + 1 < clause.size()
                        && clause.sense(i + 1) instanceof Sense.Calendar calendar
                        && calendar.adverb());
        return counted || (opens && grouped);
    }
}
