package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.infrastructure.offline.ColumnLink.Fit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the columns that some words of a question can mean. */
final class ColumnLinker {
    /** Words that stand inside a name without being part of it, as in "length of the beak". */
    private static final Set<String> INNER = Set.of("of", "the", "in", "per", "for");

    private static final Set<String> NOISE_PARTS = Set.of(
            "of", "the", "in", "per", "for", "and", "a", "is", "by", "to", "at", "on", "or", "with", "from", "not",
            "no", "has");

    private record Name(Column column, List<String> lemmas, Optional<String> unit) {}

    private final List<Name> names;

    ColumnLinker(Dataset dataset) {
        this.names = dataset.columns().stream()
                .map(column -> new Name(column, lemmas(withoutUnit(column.name())), unit(column.name())))
                .toList();
    }

    /** The name without a unit in brackets at its end. */
    static String withoutUnit(String name) {
        int open = Math.max(name.lastIndexOf('('), name.lastIndexOf('['));
        boolean closes = name.endsWith(")") || name.endsWith("]");
        return open > 0 && closes ? name.substring(0, open).strip() : name;
    }

    /** The unit in brackets at the end of a column's name, in lower case. */
    static Optional<String> unit(String name) {
        String bare = withoutUnit(name);
        return bare.length() == name.length()
                ? Optional.empty()
                : Optional.of(name.substring(bare.length())
                        .replaceAll("[()\\[\\]]", "")
                        .strip()
                        .toLowerCase(java.util.Locale.ROOT));
    }

    private static List<String> lemmas(String name) {
        return Words.split(name).stream().map(Words::lemma).toList();
    }

    /** The column's name for a sentence: words apart, the unit left out. */
    static String spoken(String name) {
        return String.join(" ", Words.split(withoutUnit(name)));
    }

    /** The columns that fit the tokens best, all with the same fit; empty when none does. */
    List<ColumnLink> link(List<Token> span, Set<Fit> allowed) {
        List<Token> content = content(span);
        if (content.isEmpty()) {
            return List.of();
        }
        boolean whole = content.size() == span.size();
        String words = String.join(" ", span.stream().map(Token::text).toList());
        var links = new ArrayList<ColumnLink>();
        for (Name name : names) {
            fit(content, name)
                    .filter(allowed::contains)
                    .filter(fit -> whole || fit.compareTo(Fit.SYNONYM) <= 0)
                    .filter(fit ->
                            fit.compareTo(Fit.WORDS) <= 0 || span.stream().noneMatch(token -> token.is("per")))
                    .ifPresent(fit -> links.add(new ColumnLink(name.column(), fit, words)));
        }
        Optional<Fit> best = links.stream().map(ColumnLink::fit).min(Comparator.naturalOrder());
        return links.stream().filter(link -> link.fit() == best.orElseThrow()).toList();
    }

    /** The tokens without "of the" between them; empty when the span begins or ends with such a word. */
    private static List<Token> content(List<Token> span) {
        if (span.stream().anyMatch(token -> token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.NUMBER)) {
            return List.of();
        }
        if (span.size() < 3
                || INNER.contains(span.getFirst().word())
                || INNER.contains(span.getLast().word())) {
            return span;
        }
        return span.stream().filter(token -> !INNER.contains(token.word())).toList();
    }

    private static Optional<Fit> fit(List<Token> tokens, Name name) {
        List<String> lemmas = name.lemmas();
        if (tokens.size() > lemmas.size()) {
            return tokens.size() == lemmas.size() + 1 && joined(tokens).equals(String.join("", lemmas))
                    ? Optional.of(Fit.WORDS)
                    : Optional.empty();
        }
        if (tokens.size() == lemmas.size()
                && Words.split(withoutUnit(name.column().name()))
                        .equals(tokens.stream().map(Token::word).toList())) {
            return Optional.of(Fit.NAME);
        }
        if (joined(tokens).equals(String.join("", lemmas))) {
            return Optional.of(Fit.WORDS);
        }
        var left = new ArrayList<>(lemmas);
        Fit worst = Fit.WORDS;
        for (Token token : tokens) {
            Optional<Pair> pair = left.stream()
                    .flatMap(lemma -> how(token, lemma).stream().map(fit -> new Pair(lemma, fit)))
                    .min(Comparator.comparing(Pair::fit));
            if (pair.isEmpty()) {
                return Optional.empty();
            }
            left.remove(pair.get().lemma());
            worst = worst.compareTo(pair.get().fit()) >= 0 ? worst : pair.get().fit();
        }
        boolean complete = NOISE_PARTS.containsAll(left);
        boolean level = lemmas.contains("grade") && lemmas.contains("level");
        if (level && tokens.stream().anyMatch(token -> Set.of("score", "mark").contains(token.lemma()))) {
            return Optional.empty();
        }
        return Optional.of(
                switch (worst) {
                    case NAME, WORDS -> complete ? Fit.WORDS : partOrNothing(tokens, Fit.PART);
                    case SYNONYM -> complete ? Fit.SYNONYM : Fit.PART_SYNONYM;
                    case PART, PART_SYNONYM, SPELLING, MEANING -> Fit.SPELLING;
                });
    }

    private static Fit partOrNothing(List<Token> tokens, Fit fit) {
        return tokens.stream().allMatch(token -> NOISE_PARTS.contains(token.word())) ? Fit.MEANING : fit;
    }

    private static String joined(List<Token> tokens) {
        return String.join("", tokens.stream().map(Token::lemma).toList());
    }

    private record Pair(String lemma, Fit fit) {}

    /** How a word of the question fits a word of a name. */
    private static Optional<Fit> how(Token token, String lemma) {
        String word = token.lemma();
        if (word.equals(lemma) || token.word().equals(lemma) || token.word().equals(lemma + "s")) {
            return Optional.of(Fit.WORDS);
        }
        if (!token.isWord() || word.length() < 2) {
            return Optional.empty();
        }
        if (Synonyms.same(word, lemma) || Synonyms.same(token.word(), lemma)) {
            return Optional.of(Fit.SYNONYM);
        }
        if (Lexicon.sense(token.word()).isPresent() || Lexicon.sense(word).isPresent()) {
            return Optional.empty();
        }
        boolean endsIt = word.length() >= 4 && lemma.endsWith(word) && lemma.length() - word.length() == 1;
        boolean abbreviates = endsIt
                || (lemma.length() >= 3 && word.startsWith(lemma) && word.length() - lemma.length() >= 2)
                || (word.length() >= 3 && lemma.startsWith(word) && lemma.length() - word.length() >= 2);
        boolean related =
                word.length() >= 4 && lemma.length() >= 4 && Words.stem(word).equals(Words.stem(lemma));
        boolean knownWord = Synonyms.words().contains(word) && Synonyms.words().contains(lemma);
        if (related || (abbreviates && !knownWord)) {
            return Optional.of(Fit.SYNONYM);
        }
        boolean slip = !Lexicon.knows(word) && !Synonyms.words().contains(word) && Words.misspelt(word, lemma);
        return slip ? Optional.of(Fit.SPELLING) : Optional.empty();
    }
}
