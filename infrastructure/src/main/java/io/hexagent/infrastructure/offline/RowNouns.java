package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The nouns that mean one row of a data set: words of its name, and what its columns show its rows to be. */
final class RowNouns {
    /**
     * Nouns for the same kind of row; after the bar, words of column names that show it. A line that begins with !
     * lists events, which the name of a date column ("admission date") shows too.
     */
    private static final String KINDS = """
        employee staff worker person colleague personnel | salary wage hire hired department payroll
        customer client person shopper subscriber user | customer subscription churn
        order purchase sale transaction deal invoice | order product quantity revenue invoice unit sku
        house home property listing apartment flat building | bedroom bathroom sqft bed bath
        student pupil person learner | gpa exam grade school math test
        patient visit person admission case encounter | diagnosis admission patient treatment ward
        ! visit admission encounter stay | admission ward diagnosis treatment
        ! hire | hire
        ! match game fixture | goal referee opponent
        ! trip ride journey rental | bike station
        rider cyclist | bike
        ! reading measurement | temperature temperatur humidity voltage kwh
        request hit visit log event call | status url path ip endpoint method
        car vehicle automobile model | mpg horsepower cylinder displacement engine mileage
        passenger person traveller traveler | fare pclass survived embarked cabin
        flower plant iris bloom | sepal petal
        movie film title show | genre director imdb
        reading measurement sensor | sensor humidity voltage reading
        bird animal penguin | beak bill flipper wing
        flight | airline airport carrier
        bill meal party diner | tip
        loan borrower applicant | loan credit
        diamond gem stone | carat
        player athlete person | team goal position
        book | isbn author
        person respondent user participant individual | gender sex age birth
        product item good article | sku price stock
        trip ride journey | pickup dropoff trip
        """;

    private static final Set<String> TOO_GENERAL = Set.of(
            "data", "csv", "file", "daily", "table", "set", "the", "of", "and", "a", "test", "train", "sample", "new",
            "final", "clean", "report", "export", "tsv", "txt");

    private final Set<String> nouns = new HashSet<>();
    private boolean known;

    RowNouns(Dataset dataset) {
        var evidence = new HashSet<String>();
        for (String word : Words.split(dataset.name())) {
            String lemma = Words.lemma(word);
            if (!TOO_GENERAL.contains(lemma) && lemma.length() > 2 && !Character.isDigit(lemma.charAt(0))) {
                nouns.add(lemma);
                evidence.add(lemma);
            }
        }
        for (Column column : dataset.columns()) {
            List<String> words =
                    Words.split(column.name()).stream().map(Words::lemma).toList();
            evidence.addAll(words);
            if (words.size() == 2 && words.getLast().equals("id") && column.distinct() == dataset.rows()) {
                nouns.add(words.getFirst());
            }
            if (column.type().isTime() && column.distinct() == dataset.rows()) {
                nouns.add("time");
                if (column.type() == ColumnType.DATE) {
                    nouns.add("day");
                }
            }
        }
        var named = new HashSet<>(nouns);
        var ofColumns = new HashSet<String>();
        var notTimes = new HashSet<String>();
        for (Column column : dataset.columns()) {
            if (column.distinct() < dataset.rows()) {
                Words.split(column.name()).forEach(word -> {
                    ofColumns.add(Words.lemma(word));
                    if (!column.type().isTime()) {
                        notTimes.add(Words.lemma(word));
                    }
                });
            }
        }
        for (String line : KINDS.lines().toList()) {
            List<String> parts = List.of(line.strip().split(" \\| ", -1));
            boolean event = parts.get(0).startsWith("! ");
            List<String> kind = List.of(parts.get(0).substring(event ? 2 : 0).split(" ", -1));
            List<String> signs = List.of(parts.get(1).split(" ", -1));
            boolean sure = kind.stream().anyMatch(named::contains);
            boolean likely =
                    signs.stream().anyMatch(evidence::contains) && kind.stream().noneMatch(ofColumns::contains);
            if (event && signs.stream().anyMatch(evidence::contains)) {
                kind.stream().filter(noun -> !notTimes.contains(noun)).forEach(noun -> {
                    nouns.add(noun);
                    named.add(noun);
                    known = true;
                });
            }
            if (sure || likely) {
                nouns.addAll(kind);
                known = true;
            }
        }
        nouns.removeIf(noun -> ofColumns.contains(noun) && !named.contains(noun));
    }

    /** Whether the data show what kind of thing the rows are, so that a noun of another kind means something else. */
    boolean known() {
        return known;
    }

    boolean contains(Token token) {
        return token.isWord() && (nouns.contains(token.lemma()) || nouns.contains(token.word()));
    }

    boolean misspelt(Token token) {
        return token.isWord()
                && !Lexicon.knows(token.word())
                && nouns.stream().anyMatch(noun -> noun.length() >= 6 && Words.misspelt(token.lemma(), noun));
    }
}
