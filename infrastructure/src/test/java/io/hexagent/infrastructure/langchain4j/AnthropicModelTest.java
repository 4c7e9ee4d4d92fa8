package io.hexagent.infrastructure.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AnthropicModelTest extends VendorModelTest {
    @Override
    VendorServer start(String key) {
        return VendorServer.anthropic(key);
    }

    @Override
    LanguageProvider provider(String baseUrl, String key, Duration silence) {
        return new AnthropicProvider(
                new AnthropicProvider.Options(
                        "anthropic",
                        baseUrl,
                        key,
                        "ANTHROPIC_API_KEY",
                        "claude-test",
                        List.of(),
                        silence,
                        500,
                        OptionalDouble.of(0)),
                http,
                json,
                ids,
                clock);
    }

    @Test
    void theSchemaOfEachArgumentIsSentAsItStands() {
        server.then(VendorAnswer.text("hello"));
        model().reply(Prompts.question("?"), LanguageModel.SILENT);

        Value.Fields tool =
                (Value.Fields) server.lastRequest().body().items("tools").getFirst();
        Value.Fields schema = tool.fields("input_schema").orElseThrow();
        Value.Fields given = Prompts.CALCULATOR.parameters();
        assertThat(schema.fields("properties")).isEqualTo(given.fields("properties"));
        assertThat(schema.texts("required")).isEqualTo(given.texts("required"));
    }

    @Test
    void argumentsThatAreNoObjectGoBackInsideOne() {
        server.then(VendorAnswer.text("hello"));
        var call = new ToolCall(new CallId("call_a"), new ToolName("calculator"), "{\"x\": oops");
        model().reply(
                        Prompts.of(List.of(
                                new Message.User("?"),
                                new Message.Assistant("", List.of(call)),
                                new Message.Tool(call.id(), call.name(), "{\"success\":false}"))),
                        LanguageModel.SILENT);
        assertThat(server.lastRequest().text()).contains("\"input\":{\"malformed_arguments\":\"{\\\"x\\\": oops\"}");
    }

    @Test
    void anErrorInTheMiddleOfAStreamIsTranslated() {
        server.then(VendorAnswer.raw(
                200,
                "event: error\n"
                        + "data:"
                        + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}\n\n"));
        assertThat(failureOf(model(), delta -> {}).code())
                .isEqualTo(io.hexagent.domain.language.LanguageModelException.Code.UNAVAILABLE);
    }
}
