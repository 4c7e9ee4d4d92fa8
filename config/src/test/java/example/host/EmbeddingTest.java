package example.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.avaje.inject.BeanScope;
import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunAnalysisBatch;
import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How an application embeds the library. */
class EmbeddingTest {
    private static final String SPECIES = "species,mass\nAdelie,3700\nGentoo,5000\nGentoo,5100\n";

    @Test
    void aScriptedModelNeedsNoPostgresAndNoKey() {
        var model = ScriptedLanguageModel.script()
                .whenAsked("\"mass\"")
                .calls(
                        "aggregate",
                        "{\"measures\":[{\"function\":\"mean\",\"column\":\"mass\"}],\"group_by\":[\"species\"]}")
                .whenAsked("5050")
                .answers("Gentoo are heavier.")
                .build();
        try (var hexagent = Hexagent.builder(Settings.defaults())
                .inMemory()
                .provider(ScriptedProvider.of(model))
                .open()) {
            var outcome = hexagent.runAnalysis()
                    .handle(new RunAnalysis.Command("Which are heavier?", DataInput.csv("birds.csv", SPECIES)));
            assertThat(outcome).isInstanceOfSatisfying(RunAnalysis.Outcome.Ended.class, ended -> {
                assertThat(ended.report().answer()).contains("Gentoo are heavier.");
                assertThat(ended.report().table().orElseThrow().columns()).containsExactly("species", "mean of mass");
            });
        }
    }

    @Test
    void aHostThatUsesAvajeItselfStillStarts() {
        try (var host = BeanScope.builder().build()) {
            assertThat(host.all()).noneMatch(bean -> bean.type().getName().startsWith("io.hexagent"));
        }
    }

    @Test
    void aBatchKeepsTheOrderAndOneFailureHarmsNoOther() {
        try (var hexagent = Hexagent.builder(Settings.of(Map.of())).inMemory().open()) {
            var outcomes = hexagent.runAnalysisBatch()
                    .handle(new RunAnalysisBatch.Command(
                            List.of(
                                    new RunAnalysis.Command("What is 1 + 1?"),
                                    new RunAnalysis.Command("How many rows?", DataInput.file(Path.of("no-such.csv"))),
                                    new RunAnalysis.Command("What is 3 * 4?"),
                                    new RunAnalysis.Command(
                                            "How many Gentoo are there?", DataInput.csv("birds.csv", SPECIES))),
                            2));
            assertThat(outcomes).hasSize(4);
            assertThat(answer(outcomes.get(0))).contains("2");
            assertThat(((RunAnalysisBatch.Outcome.Handled) outcomes.get(1)).outcome())
                    .isInstanceOf(RunAnalysis.Outcome.Unusable.class);
            assertThat(answer(outcomes.get(2))).contains("12");
            assertThat(answer(outcomes.get(3))).contains("2");
        }
    }

    private static String answer(RunAnalysisBatch.Outcome outcome) {
        var handled = (RunAnalysisBatch.Outcome.Handled) outcome;
        var report = ((RunAnalysis.Outcome.Ended) handled.outcome()).report();
        assertThat(report.run().status()).isEqualTo(RunStatus.COMPLETED);
        return report.answer().orElseThrow();
    }
}
