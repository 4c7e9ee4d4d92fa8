package io.hexagent.infrastructure.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.embedding.Embedding;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The vectors are made up so that their cosines are those that the bundled model gives. */
class MeaningLinksTest {
    private static final Dataset WEATHER = SampleTables.example("seattle-weather.csv");

    @Test
    void aWordMuchNearerToOneColumnThanToTheOthersIsTakenAsThatColumnAndSaidSo() {
        Questions questions = withCosines(Map.of("wind", 0.71, "weather", 0.42));

        PlanStep step = questions
                .understand("average breeze by weather", List.of(WEATHER), List.of())
                .steps()
                .getFirst();

        assertThat(step.thought()).contains("mean of wind");
        assertThat(step.assumptions()).contains("\"breeze\" is taken, as the closest in meaning, for the column wind.");
    }

    @Test
    void aWordNearToTwoColumnsIsAskedBack() {
        Questions questions = withCosines(Map.of("wind", 0.9, "weather", 0.77));

        assertThatThrownBy(() -> questions.understand("average breeze", List.of(WEATHER), List.of()))
                .isInstanceOfSatisfying(
                        Unplannable.class,
                        problem -> assertThat(problem.text())
                                .isEqualTo("Which column do you mean by \"breeze\": wind or weather?"));
    }

    @Test
    void aWordThatIsNotNearEnoughStaysUnknown() {
        Questions questions = withCosines(Map.of("wind", 0.68, "weather", 0.32));

        assertThatThrownBy(() -> questions.understand("average breeze", List.of(WEATHER), List.of()))
                .hasMessageContaining("did not use \"breeze\"");
    }

    @Test
    void aWordWhereNoColumnIsDueIsNotLinked() {
        Questions questions = withCosines(Map.of("wind", 0.9));

        assertThatThrownBy(() -> questions.understand("how many breeze", List.of(WEATHER), List.of()))
                .hasMessageContaining("did not use \"breeze\"");
    }

    private static Questions withCosines(Map<String, Double> cosines) {
        return new Questions(new Meanings(() -> new Embedder() {
            @Override
            public String model() {
                return "made-up";
            }

            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public int maxTokens() {
                return 256;
            }

            @Override
            public List<Embedding> embed(List<String> texts) {
                return texts.stream().map(text -> vector(text, cosines)).toList();
            }
        }));
    }

    private static Embedding vector(String text, Map<String, Double> cosines) {
        double cosine = text.equals("breeze") ? 1 : cosines.getOrDefault(text, 0.0);
        return new Embedding("made-up", new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)}, false);
    }
}
