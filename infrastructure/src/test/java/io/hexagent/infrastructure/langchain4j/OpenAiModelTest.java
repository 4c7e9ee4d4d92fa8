package io.hexagent.infrastructure.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OpenAiModelTest extends VendorModelTest {
    @Override
    VendorServer start(String key) {
        return VendorServer.openAi(key);
    }

    @Override
    OpenAiProvider provider(String baseUrl, String key, Duration silence) {
        return new OpenAiProvider(
                new OpenAiProvider.Options(
                        "openai",
                        baseUrl,
                        key,
                        "OPENAI_API_KEY",
                        "gpt-test",
                        List.of(),
                        silence,
                        OptionalInt.of(500),
                        OptionalDouble.of(0)),
                http,
                json,
                ids,
                clock);
    }

    @Test
    void aServerWithoutAKeyIsAskedWithoutOne() throws Exception {
        try (var open = VendorServer.openAi("")) {
            open.then(VendorAnswer.text("hello"));
            LanguageModel model =
                    provider(open.baseUrl(), "", Duration.ofSeconds(5)).model("local");
            assertThat(textOf(model.reply(Prompts.question("?"), LanguageModel.SILENT)))
                    .isEqualTo("hello");
        }
    }

    @Test
    void theToolsSchemaIsSentAsItStands() {
        server.then(VendorAnswer.text("hello"));
        model().reply(Prompts.question("?"), LanguageModel.SILENT);

        Value.Fields body = server.lastRequest().body();
        assertThat(body.items("tools")).containsExactly(Prompts.CALCULATOR.functionSchema());
        assertThat(body.text("model")).contains("gpt-test");
        assertThat(body.number("max_tokens")).isPresent();
        assertThat(body.fields().get("temperature")).isEqualTo(Value.of(0));
    }

    @Test
    void aCallWithoutAnIdGetsOneOfOurs() {
        server.then(VendorAnswer.calls(
                new VendorAnswer.Call("", "calculator", "{}"), new VendorAnswer.Call("", "calculator", "")));
        assertThat(callsOf(model().reply(Prompts.question("?"), LanguageModel.SILENT)))
                .extracting(call -> call.id().value(), ToolCall::arguments)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("call_id-1", "{}"),
                        org.assertj.core.groups.Tuple.tuple("call_id-2", "{}"));
    }
}
