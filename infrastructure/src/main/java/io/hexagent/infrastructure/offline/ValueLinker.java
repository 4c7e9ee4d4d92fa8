package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the categories of text columns that some words of a question can mean. */
final class ValueLinker {
    private static final List<Set<String>> SAME = List.of(
            Set.of("male", "m", "man", "boy", "males", "men", "boys", "masculine"),
            Set.of("female", "f", "woman", "girl", "females", "women", "girls", "feminine"),
            Set.of("usa", "united states", "united states of america", "america", "u s", "us"),
            Set.of("uk", "united kingdom", "great britain", "britain"),
            Set.of("uae", "united arab emirates"),
            Set.of("germany", "deutschland"),
            Set.of("russia", "russian federation"),
            Set.of("south korea", "korea rep", "republic of korea"));

    private final Map<String, List<ValueLink>> exact = new HashMap<>();
    private final Map<String, List<ValueLink>> lemmas = new HashMap<>();
    private final Map<String, List<ValueLink>> stems = new HashMap<>();
    private final Map<String, List<ValueLink>> aliases = new HashMap<>();
    private int longest = 1;

    ValueLinker(Dataset dataset) {
        for (Column column : dataset.columns()) {
            if (column.type() == ColumnType.TEXT) {
                for (String value : column.values()) {
                    index(column, value);
                }
            }
        }
    }

    private void index(Column column, String value) {
        List<Token> tokens = words(value);
        if (tokens.isEmpty()) {
            return;
        }
        String key = key(tokens, false);
        longest = Math.max(longest, tokens.size());
        add(exact, key, new ValueLink(column, value, true));
        add(lemmas, key(tokens, true), new ValueLink(column, value, true));
        if (value.contains(" & ")) {
            List<Token> spoken = words(value.replace(" & ", " and "));
            longest = Math.max(longest, spoken.size());
            add(exact, key(spoken, false), new ValueLink(column, value, true));
        }
        if (tokens.size() == 1 && key.length() >= 3) {
            add(stems, Words.stem(key), new ValueLink(column, value, false));
            if (key.endsWith("ed") && key.length() >= 6) {
                add(stems, Words.stem(key.substring(0, key.length() - 2)), new ValueLink(column, value, false));
                add(stems, Words.stem(key.substring(0, key.length() - 1)), new ValueLink(column, value, false));
            }
        }
        for (Set<String> same : SAME) {
            if (same.contains(key)) {
                same.stream()
                        .filter(alias -> !alias.equals(key))
                        .filter(alias -> alias.length() > 2 || alias.equals("uk"))
                        .forEach(alias -> add(aliases, alias, new ValueLink(column, value, false)));
            }
        }
    }

    private static void add(Map<String, List<ValueLink>> index, String key, ValueLink link) {
        List<ValueLink> links = index.computeIfAbsent(key, any -> new ArrayList<>());
        if (links.stream()
                .noneMatch(present -> present.column().equals(link.column())
                        && present.value().equals(link.value()))) {
            links.add(link);
        }
    }

    private static List<Token> words(String text) {
        return Tokeniser.tokens(text).stream()
                .filter(token -> token.kind() != Token.Kind.COMMA && token.kind() != Token.Kind.END)
                .toList();
    }

    private static String key(List<Token> tokens, boolean singular) {
        return String.join(
                " ",
                tokens.stream()
                        .map(token -> singular ? token.lemma() : token.word())
                        .toList());
    }

    /** The most words of a value. */
    int longest() {
        return longest;
    }

    /** Values written as these words, in any case or number. */
    List<ValueLink> exact(List<Token> span) {
        List<ValueLink> found = exact.getOrDefault(key(span, false), List.of());
        return found.isEmpty() ? lemmas.getOrDefault(key(span, true), List.of()) : found;
    }

    /** Values of which these words are another form or name: {@code rainy} for rain, {@code women} for FEMALE. */
    List<ValueLink> related(List<Token> span) {
        List<ValueLink> found = aliases.getOrDefault(key(span, false), List.of());
        if (!found.isEmpty() || span.size() > 1 || span.getFirst().word().length() < 4) {
            return found;
        }
        return stems.getOrDefault(Words.stem(span.getFirst().word()), List.of());
    }

    /** Values of which the word is a slip of the pen. */
    List<ValueLink> misspelt(Token token) {
        String word = token.word();
        if (word.length() < 5 || Lexicon.knows(word) || Synonyms.words().contains(token.lemma())) {
            return List.of();
        }
        var found = new LinkedHashMap<ValueLink, Boolean>();
        exact.forEach((key, links) -> {
            if (Words.misspelt(word, key) || Words.misspelt(token.lemma(), key)) {
                links.forEach(link -> found.put(new ValueLink(link.column(), link.value(), false), true));
            }
        });
        return List.copyOf(found.keySet());
    }

    /** The value of the one column that the text is, in any case. */
    static Optional<String> of(Column column, String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return column.values().stream()
                .filter(value -> value.strip().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }
}
