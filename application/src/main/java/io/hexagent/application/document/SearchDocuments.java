package io.hexagent.application.document;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.document.Document;
import io.hexagent.domain.document.Documents;
import io.hexagent.domain.document.PassageHit;
import io.hexagent.domain.document.PassageIndex;
import io.hexagent.domain.document.PassageQuery;
import io.hexagent.domain.document.Ranking;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import io.hexagent.domain.value.DocumentId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds passages of the owner's documents, each with where it stands. */
public final class SearchDocuments {
    /** The most passages of one search. */
    public static final int MOST = 50;

    /** How many passages are given when nothing is said. */
    public static final int USUAL = 5;

    private final Documents documents;
    private final PassageIndex index;
    private final Embedder embedder;
    private final int maxChars;

    /** @param maxChars the longest question */
    public SearchDocuments(Documents documents, PassageIndex index, Embedder embedder, int maxChars) {
        this.documents = documents;
        this.index = index;
        this.embedder = embedder;
        this.maxChars = maxChars;
    }

    /**
     * @param within only passages of these documents; empty: of all
     * @param limit 1 to {@link #MOST}
     */
    public record Command(Principal principal, String question, List<DocumentId> within, Ranking ranking, int limit) {
        public Command {
            within = List.copyOf(within);
            if (limit < 1 || limit > MOST) {
                throw new IllegalArgumentException("a search gives 1 to " + MOST + " passages, not " + limit);
            }
        }

        public Command(String question) {
            this(Principal.LOCAL, question, List.of(), Ranking.HYBRID, USUAL);
        }
    }

    /** A passage that was found, and the document in which it stands. */
    public record Match(Document document, PassageHit hit) {}

    public sealed interface Outcome {
        /** The best matches, the best first. */
        record Found(List<Match> matches) implements Outcome {
            public Found {
                matches = List.copyOf(matches);
            }
        }

        /** The question is blank or too long; the message says which. */
        record Unusable(String message) implements Outcome {}
    }

    /** Whether there is any document that could be searched. */
    public boolean hasDocuments(Principal principal) {
        return !documents.list(principal.owner(), 1, 0).isEmpty();
    }

    public Outcome handle(Command command) {
        String question = command.question().strip();
        if (question.isEmpty()) {
            return new Outcome.Unusable("the question is blank");
        }
        if (question.length() > maxChars) {
            return new Outcome.Unusable("the question has " + question.length() + " characters, more than " + maxChars
                    + " (setting limits.question-chars)");
        }
        OwnerId owner = command.principal().owner();
        Optional<Embedding> meaning =
                command.ranking() == Ranking.WORDS ? Optional.empty() : Optional.of(embedder.embed(question));
        List<PassageHit> hits = index.search(
                new PassageQuery(owner, question, meaning, command.ranking(), command.within(), command.limit()));
        Map<DocumentId, Optional<Document>> found = new HashMap<>();
        var matches = new ArrayList<Match>();
        for (PassageHit hit : hits) {
            // What was removed in this very moment is left out.
            found.computeIfAbsent(hit.passage().document(), id -> documents.find(owner, id))
                    .ifPresent(document -> matches.add(new Match(document, hit)));
        }
        return new Outcome.Found(matches);
    }
}
