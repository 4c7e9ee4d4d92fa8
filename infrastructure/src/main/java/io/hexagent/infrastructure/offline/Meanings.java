package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How close words lie in meaning, as the embedding model sees it. Asked only when the words themselves do not decide.
 */
final class Meanings {
    private static final Logger LOG = LoggerFactory.getLogger(Meanings.class);
    private static final double CLOSE = 0.5;
    private static final int MOST_COLUMNS = 100;
    private static final int SHORTEST = 3;

    private final Supplier<Embedder> embedder;

    Meanings(Supplier<Embedder> embedder) {
        this.embedder = embedder;
    }

    /** Columns whose names look like one of the words, or else are close in meaning, the closest first. */
    List<String> suggestions(List<String> words, Dataset dataset) {
        List<String> phrases = words.stream()
                .filter(word -> word.chars().anyMatch(Character::isLetter))
                .limit(4)
                .toList();
        List<Column> columns = dataset.columns().stream().limit(MOST_COLUMNS).toList();
        if (phrases.isEmpty() || columns.isEmpty()) {
            return List.of();
        }
        List<String> misspelled = columns.stream()
                .map(Column::name)
                .filter(name -> phrases.stream().anyMatch(word -> looksLike(word, name)))
                .limit(2)
                .toList();
        if (!misspelled.isEmpty()) {
            return misspelled;
        }
        var texts = new ArrayList<>(phrases);
        columns.forEach(column -> {
            String spoken = ColumnLinker.spoken(column.name());
            texts.add(spoken.isBlank() ? "column" : spoken);
        });
        List<Embedding> vectors = embed(texts);
        if (vectors.size() != texts.size()) {
            return List.of();
        }
        record Suggestion(String name, double similarity) {}
        return IntStream.range(0, columns.size())
                .mapToObj(i -> new Suggestion(
                        columns.get(i).name(),
                        IntStream.range(0, phrases.size())
                                .mapToDouble(p -> vectors.get(p).similarity(vectors.get(phrases.size() + i)))
                                .max()
                                .orElse(0)))
                .filter(near -> near.similarity() >= CLOSE)
                .sorted(Comparator.comparingDouble(Suggestion::similarity).reversed())
                .limit(2)
                .map(Suggestion::name)
                .toList();
    }

    /** Whether the word is a word of the name but for a letter, or two in a long word. */
    private static boolean looksLike(String word, String name) {
        int allowed = word.length() < 6 ? 1 : 2;
        return word.length() >= SHORTEST
                && Arrays.stream(ColumnLinker.spoken(name).split(" ", -1))
                        .filter(part -> part.length() >= SHORTEST)
                        .anyMatch(part -> Words.distance(word, part) <= allowed);
    }

    /** A column and how close its name is to a word. */
    record Near(Column column, double similarity) {}

    /** The columns by closeness of their names to the word, the closest first; none when the model does not answer. */
    List<Near> nearest(String word, Dataset dataset) {
        List<Column> columns = dataset.columns().stream().limit(MOST_COLUMNS).toList();
        var texts = new ArrayList<>(List.of(word));
        columns.forEach(column -> {
            String spoken = ColumnLinker.spoken(column.name());
            texts.add(spoken.isBlank() ? "column" : spoken);
        });
        List<Embedding> vectors = embed(texts);
        if (vectors.size() != texts.size()) {
            return List.of();
        }
        return IntStream.range(0, columns.size())
                .mapToObj(i -> new Near(columns.get(i), vectors.getFirst().similarity(vectors.get(i + 1))))
                .sorted(Comparator.comparingDouble(Near::similarity).reversed())
                .toList();
    }

    private List<Embedding> embed(List<String> texts) {
        try {
            return embedder.get().embed(texts);
        } catch (RuntimeException unavailable) {
            LOG.debug("The embedding model gave no evidence: {}", unavailable.toString());
            return List.of();
        }
    }
}
