package io.hexagent.infrastructure.langchain4j;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SegmentedStringWriter;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.cache.ByInstance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Words a prompt as a request of chat completions. LangChain4j would map each message twice and write each request
 * twice, once for either way of asking, which by the thirtieth turn is most of a call's CPU. So the messages are
 * written here, straight from the domain, and the tools once for each list of them; both go in as custom parameters
 * that LangChain4j copies. Safe for use by many threads.
 */
final class OpenAiRequests {
    private static final List<ChatMessage> ELSEWHERE = List.of(UserMessage.from("the messages are a custom parameter"));

    private final JsonFactory factory = new JsonFactory();
    private final RecyclerPool<BufferRecycler> buffers = JsonRecyclerPools.newConcurrentDequePool();
    private final OpenAiChatRequestParameters defaults;
    private final ByInstance<List<ToolSpec>, RawValue> tools;

    /** @param defaults the parameters of every request */
    OpenAiRequests(OpenAiChatRequestParameters defaults, Json json) {
        this.defaults = defaults;
        var written = new ByInstance<ToolSpec, String>(spec -> json.write(spec.functionSchema()));
        this.tools = new ByInstance<>(
                list -> new RawValue(list.stream().map(written::of).collect(Collectors.joining(",", "[", "]"))));
    }

    ChatRequest of(Prompt prompt) {
        var messages = new RawValue(messages(prompt));
        Map<String, Object> custom = prompt.tools().isEmpty()
                ? Map.of("messages", messages)
                : Map.of("messages", messages, "tools", tools.of(prompt.tools()));
        return new Written(OpenAiChatRequestParameters.builder()
                .overrideWith(defaults)
                .customParameters(custom)
                .build());
    }

    private String messages(Prompt prompt) {
        BufferRecycler recycler = buffers.acquireAndLinkPooled();
        try (var text = new SegmentedStringWriter(recycler)) {
            try (JsonGenerator json = factory.createGenerator(text)) {
                json.writeStartArray();
                if (!prompt.instructions().isBlank()) {
                    begin(json, "system", prompt.instructions());
                    json.writeEndObject();
                }
                for (Message message : prompt.messages()) {
                    write(json, message);
                }
                json.writeEndArray();
            }
            return text.getAndClear();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        } finally {
            recycler.releaseToPool();
        }
    }

    private static void write(JsonGenerator json, Message message) throws IOException {
        switch (message) {
            case Message.User user -> begin(json, "user", user.text());
            case Message.Assistant assistant -> {
                if (assistant.calls().isEmpty() || !assistant.text().isEmpty()) {
                    begin(json, "assistant", assistant.text());
                } else {
                    json.writeStartObject();
                    json.writeStringField("role", "assistant");
                    json.writeNullField("content");
                }
                write(json, assistant.calls());
            }
            case Message.Tool tool -> {
                begin(json, "tool", tool.text());
                json.writeStringField("tool_call_id", tool.call().value());
            }
        }
        json.writeEndObject();
    }

    private static void begin(JsonGenerator json, String role, String content) throws IOException {
        json.writeStartObject();
        json.writeStringField("role", role);
        json.writeStringField("content", content);
    }

    private static void write(JsonGenerator json, List<ToolCall> calls) throws IOException {
        if (calls.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("tool_calls");
        for (ToolCall call : calls) {
            json.writeStartObject();
            json.writeStringField("id", call.id().value());
            json.writeStringField("type", "function");
            json.writeObjectFieldStart("function");
            json.writeStringField("name", call.name().value());
            json.writeStringField("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A request without messages of its own; LangChain4j leaves an empty list out. */
    private static final class Written extends ChatRequest {
        Written(OpenAiChatRequestParameters parameters) {
            super(ChatRequest.builder().messages(ELSEWHERE).parameters(parameters));
        }

        @Override
        public List<ChatMessage> messages() {
            return List.of();
        }
    }
}
