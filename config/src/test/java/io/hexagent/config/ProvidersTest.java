package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProvidersTest {
    private static Hexagent open(Map<String, String> values) {
        return Hexagent.builder(Settings.of(values)).inMemory().open();
    }

    private static String answering(Map<String, String> values) {
        try (var hexagent = open(values)) {
            return hexagent.models().preferred().toString();
        }
    }

    @Test
    void nothingConfiguredMeansOffline() {
        assertThat(answering(Map.of())).isEqualTo("offline/planner");
    }

    @Test
    void theOneConfiguredProviderAnswers() {
        assertThat(answering(Map.of("llm.anthropic.api-key", "k"))).isEqualTo("anthropic/claude-sonnet-4-5");
        assertThat(answering(Map.of("llm.openai.base-url", "http://127.0.0.1:9/v1", "model", "qwen3")))
                .isEqualTo("openai/qwen3");
    }

    @Test
    void twoConfiguredProvidersNeedAChoice() {
        var two = new HashMap<>(Map.of("llm.anthropic.api-key", "k", "llm.openai.api-key", "k"));
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(two))
                .withMessageContaining("openai")
                .withMessageContaining("anthropic")
                .withMessageContaining("HEXAGENT_PROVIDER");
        two.put("provider", "anthropic");
        assertThat(answering(two)).startsWith("anthropic/");
        two.put("provider", "offline");
        assertThat(answering(two)).isEqualTo("offline/planner");
    }

    @Test
    void aModelMayNameItsProviderAndMustBeThere() {
        assertThat(answering(Map.of(
                        "llm.anthropic.api-key", "k", "llm.openai.api-key", "k", "model", "anthropic/claude-opus")))
                .isEqualTo("anthropic/claude-opus");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("model", "gpt-5")))
                .withMessageContaining("\"gpt-5\"")
                .withMessageContaining("OPENAI_API_KEY");
    }

    @Test
    void aChosenProviderWithoutItsKeyIsAnErrorThatNamesTheKey() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("provider", "openai")))
                .withMessageContaining("OPENAI_API_KEY");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("provider", "anthropic")))
                .withMessageContaining("ANTHROPIC_API_KEY");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("provider", "gemini")))
                .withMessageContaining("\"gemini\" not in [anthropic, offline, openai]");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("llm.anthropic.base-url", "http://127.0.0.1:9")))
                .withMessageContaining("ANTHROPIC_API_KEY");
    }

    @Test
    void aDirectoryWithoutAModelAndAToolThatIsNotThereAreNamedAtStart() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("embedding.model-path", "/nowhere")))
                .withMessageContaining("EMBEDDING_MODEL_PATH")
                .withMessageContaining("model.onnx");
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("tools.disabled", "calculater")))
                .withMessageContaining("calculater")
                .withMessageContaining("calculator");
    }

    @Test
    void healthSaysPlainlyWhoAnswers() {
        try (var hexagent = open(Map.of())) {
            Health health = hexagent.health();
            assertThat(health.provider()).isEqualTo("offline");
            assertThat(health.isUp()).isTrue();
            assertThat(health.parts())
                    .anySatisfy(part -> {
                        assertThat(part.name()).isEqualTo("provider openai");
                        assertThat(part.status()).isEqualTo(Health.Status.OFF);
                    })
                    .anySatisfy(part -> {
                        assertThat(part.name()).isEqualTo("provider offline");
                        assertThat(part.detail()).contains("no language model");
                    });
        }
    }
}
