package io.hexagent.application.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.application.language.ModelCatalog.UnknownModel;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCatalogTest {
    private record Listed(String name, List<String> models, boolean takesOtherModels) implements LanguageProvider {
        @Override
        public String defaultModel() {
            return models.getFirst();
        }

        @Override
        public LanguageModel model(String model) {
            return (prompt, deltas) -> Reply.Answer.answered(model, TokenUsage.NONE);
        }
    }

    private final ModelCatalog catalog = new ModelCatalog(
            List.of(
                    new Listed("openai", List.of("gpt", "shared", "org/model"), true),
                    new Listed("anthropic", List.of("claude", "shared"), true),
                    new Listed("offline", List.of("planner"), false)),
            new ModelName("openai", "gpt"));

    @ParameterizedTest
    @CsvSource(textBlock = """
        openai/gpt, openai/gpt
        anthropic/claude, anthropic/claude
        anthropic, anthropic/claude
        offline, offline/planner
        claude, anthropic/claude
        planner, offline/planner
        openai/org/model, openai/org/model
        openai/something-new, openai/something-new
        something-new, openai/something-new
        shared, openai/shared
        """)
    void modelsAreChosenByProviderAndModel(String wanted, String chosen) {
        assertThat(catalog.choose(Optional.of(wanted)).name()).hasToString(chosen);
    }

    @Test
    void nothingChosenMeansTheDefault() {
        assertThat(catalog.choose(Optional.empty()).name()).hasToString("openai/gpt");
        assertThat(catalog.offered())
                .filteredOn(ModelCatalog.Offered::isDefault)
                .singleElement()
                .satisfies(offered -> assertThat(offered.name()).hasToString("openai/gpt"));
    }

    @ParameterizedTest
    @CsvSource({"offline/gpt", "nobody/nothing", "''", "openai/"})
    void anUnknownModelIsNamedWithThoseThereAre(String wanted) {
        assertThatExceptionOfType(UnknownModel.class)
                .isThrownBy(() -> catalog.choose(Optional.of(wanted)))
                .withMessageContaining("\"" + wanted + "\"")
                .withMessageContaining("offline/planner");
    }
}
