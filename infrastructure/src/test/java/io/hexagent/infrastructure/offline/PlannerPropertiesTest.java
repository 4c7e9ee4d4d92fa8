package io.hexagent.infrastructure.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PlannerPropertiesTest {
    private static final Dataset PENGUINS = SampleTables.example("penguins.csv");
    private static final Dataset WEATHER = SampleTables.example("seattle-weather.csv");
    private static final List<String> ANSWERABLE = List.of(
            "what is the average body mass by species",
            "how many Gentoo penguins are female",
            "which species is the heaviest",
            "correlation between beak length and body mass",
            "outliers in body mass",
            "share of penguins on Biscoe",
            "compare body mass between male and female",
            "plot body mass by species",
            "median flipper length per island and sex",
            "show the first 5 rows",
            "list the islands",
            "missing values",
            "describe the data",
            "distribution of species",
            "penguins heavier than 6000");
    private static final List<String> WORDS = List.of(
            "average",
            "by",
            "species",
            "body",
            "mass",
            "Gentoo",
            "not",
            "above",
            "5",
            "2014",
            "top",
            "and",
            "then",
            "plot",
            "it",
            "share",
            "of",
            "%",
            "(",
            ")",
            "+",
            "how",
            "many",
            "between",
            "the",
            "highest",
            "per",
            "each",
            "missing",
            "sorted",
            "or",
            "than",
            "heavier",
            "in",
            "March",
            "percentile",
            "90th",
            "count",
            "\"",
            "first",
            "rows",
            "vs",
            "difference",
            "trend",
            "over",
            "time",
            "is",
            "with",
            "without",
            "sex",
            "female",
            ",",
            "?",
            "^",
            "multiply",
            "-",
            "from",
            "to",
            "histogram",
            "bins",
            "most",
            "common",
            "which",
            "island",
            "weigh",
            "more");

    @Property(tries = 1000)
    void aQuestionWithAnUnknownWordIsNeverAnswered(
            @ForAll("questions") String question, @ForAll("unknownWords") String unknown, @ForAll int place) {
        var words = new ArrayList<>(List.of(question.split(" ", -1)));
        words.add(Math.floorMod(place, words.size() + 1), unknown);
        assertThat(Plans.of(String.join(" ", words), List.of(PENGUINS))).isIn(List.of("REFUSED"), List.of("QUESTION"));
    }

    @Property(tries = 1500)
    void anyTextIsPlannedOrTurnedDown(@ForAll String text) {
        assertThat(Plans.of(text, List.of(PENGUINS))).isNotEmpty();
        assertThat(Plans.of(text, List.of())).isNotEmpty();
    }

    @Property(tries = 4000)
    void anyWordsArePlannedOrTurnedDownAndPlansNameOnlyColumnsThatExist(@ForAll("wordSalads") String text) {
        for (Dataset dataset : List.of(PENGUINS, WEATHER)) {
            Set<String> columns = dataset.columns().stream().map(Column::name).collect(Collectors.toSet());
            try {
                for (PlanStep step : Plans.QUESTIONS
                        .understand(text, List.of(dataset), List.of())
                        .steps()) {
                    assertThat(columns).containsAll(columnsOf(step.arguments().of(List.of(Optional.empty()))));
                }
            } catch (Unplannable turnedDown) {
                assertThat(turnedDown.text()).isNotBlank();
            }
        }
    }

    @Property(tries = 300)
    void theSameQuestionHasTheSamePlan(@ForAll("wordSalads") String text) {
        assertThat(Plans.of(text, List.of(PENGUINS))).isEqualTo(Plans.of(text, List.of(PENGUINS)));
    }

    @Provide
    Arbitrary<String> questions() {
        return Arbitraries.of(ANSWERABLE);
    }

    @Provide
    Arbitrary<String> unknownWords() {
        return Arbitraries.of(
                "africa",
                "emperor",
                "geometric",
                "blue",
                "probably",
                "weekend",
                "harmonic",
                "kangaroo",
                "unweighted",
                "tropical",
                "seldom",
                "Bolivia",
                "yesterday",
                "adjusting",
                "winsorized",
                "migrating",
                "wxqzv",
                "hypothetical",
                "approximately",
                "rolling",
                "cumulatively",
                "neighbouring",
                "half",
                "twice",
                "doubled",
                "healthy",
                "recent",
                "normalised",
                "quarterback",
                "zorgon");
    }

    @Provide
    Arbitrary<String> wordSalads() {
        return Arbitraries.of(WORDS).list().ofMinSize(1).ofMaxSize(14).map(words -> String.join(" ", words));
    }

    /** The names under the keys that hold columns. */
    private static List<String> columnsOf(Value value) {
        var names = new ArrayList<String>();
        switch (value) {
            case Value.Fields fields ->
                fields.fields().forEach((key, inner) -> {
                    boolean holdsColumn =
                            Set.of("column", "x", "y", "color", "time").contains(key) && inner instanceof Value.Text;
                    boolean holdsColumns = Set.of("columns", "group_by").contains(key);
                    if (holdsColumn || (holdsColumns && inner instanceof Value.Text)) {
                        names.add(inner.toString());
                    } else if (holdsColumns && inner instanceof Value.Items items) {
                        items.items().stream()
                                .filter(Value.Text.class::isInstance)
                                .forEach(item -> names.add(item.toString()));
                        names.addAll(columnsOf(inner));
                    } else {
                        names.addAll(columnsOf(inner));
                    }
                });
            case Value.Items items -> items.items().forEach(item -> names.addAll(columnsOf(item)));
            case Value.Text text -> {}
            case Value.Number number -> {}
            case Value.Flag flag -> {}
            case Value.Absent absent -> {}
        }
        return names;
    }
}
