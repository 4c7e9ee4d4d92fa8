package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Json.MalformedJson;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.cache.ByInstance;
import io.hexagent.infrastructure.http.PooledHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Anthropic's messages API. Safe for use by many threads. */
public final class AnthropicProvider implements LanguageProvider {
    /** Anthropic's own address. */
    public static final String ANTHROPIC_URL = "https://api.anthropic.com/v1";

    /**
     * @param name as in {@code provider/model}
     * @param baseUrl up to and without {@code /messages}
     * @param apiKey not empty
     * @param keySetting the setting that holds the key, named when the key is refused
     * @param defaultModel meant when only the provider is named
     * @param models those listed; others are taken too
     * @param silence the longest wait for the next byte of a reply
     * @param maxOutputTokens for one reply; the API wants a number
     * @param temperature empty: as the server likes
     */
    public record Options(
            String name,
            String baseUrl,
            String apiKey,
            String keySetting,
            String defaultModel,
            List<String> models,
            Duration silence,
            int maxOutputTokens,
            OptionalDouble temperature) {
        public Options {
            models = Models.listed(defaultModel, models);
            Models.check(name, baseUrl, silence, OptionalInt.of(maxOutputTokens));
            if (apiKey.isBlank()) {
                throw new IllegalArgumentException("the provider " + name + " needs a key: set " + keySetting);
            }
        }

        /** Anthropic itself: claude-sonnet-4-5, 120 s of silence, 8,192 tokens. */
        public static Options defaults(String apiKey) {
            return new Options(
                    "anthropic",
                    ANTHROPIC_URL,
                    apiKey,
                    "ANTHROPIC_API_KEY",
                    "claude-sonnet-4-5",
                    List.of("claude-sonnet-4-5", "claude-haiku-4-5"),
                    Duration.ofSeconds(120),
                    8_192,
                    OptionalDouble.empty());
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "AnthropicProvider.Options[" + name + ", " + baseUrl + ", " + defaultModel + "]";
        }
    }

    private final Options options;
    private final PooledHttp http;
    private final Json json;
    private final Requests requests;
    private final Replies replies;
    private final Failures failures;
    private final Models models = new Models(this::create);

    public AnthropicProvider(Options options, PooledHttp http, Json json, IdSource ids, InstantSource clock) {
        this.options = options;
        this.http = http;
        this.json = json;
        var specifications = new ByInstance<ToolSpec, ToolSpecification>(this::specification);
        this.requests = new Requests(
                tools -> ChatRequestParameters.builder()
                        .toolSpecifications(
                                tools.stream().map(specifications::of).toList())
                        .build(),
                this::sendable);
        this.failures = new Failures(new Vendor(options.name(), options.keySetting(), options.apiKey()), json, clock);
        this.replies = new Replies(failures, ids, AnthropicProvider::compact);
    }

    /** Each property keeps its schema as it stands; LangChain4j's own elements know no bounds, patterns or unions. */
    private ToolSpecification specification(ToolSpec spec) {
        var parameters = JsonObjectSchema.builder();
        spec.parameters()
                .fields("properties")
                .orElse(Value.Fields.EMPTY)
                .fields()
                .forEach((name, schema) -> parameters.addProperty(name, JsonRawSchema.from(json.write(schema))));
        parameters.required(spec.parameters().texts("required"));
        return ToolSpecification.builder()
                .name(spec.name().value())
                .description(spec.description())
                .parameters(parameters.build())
                .build();
    }

    /** LangChain4j writes out anew, with indents, what came as an object; what came as a stream it leaves alone. */
    private static String compact(String arguments) {
        if (!arguments.startsWith("{\n")) {
            return arguments;
        }
        CompactBody body = CompactBody.of(arguments);
        return new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
    }

    /** The API takes arguments as an object, so that text which is none is sent back inside one. */
    private String sendable(String arguments) {
        try {
            json.readFields(arguments);
            return arguments;
        } catch (MalformedJson e) {
            return json.write(
                    Value.fields().put("malformed_arguments", arguments).build());
        }
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public String defaultModel() {
        return options.defaultModel();
    }

    @Override
    public List<String> models() {
        return options.models();
    }

    @Override
    public boolean takesOtherModels() {
        return true;
    }

    @Override
    public LanguageModel model(String name) {
        return models.get(name);
    }

    private LanguageModel create(String model) {
        var client = new PooledLangChainHttpBuilder(http, options.silence());
        var whole = AnthropicChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(options.baseUrl())
                .apiKey(options.apiKey())
                .modelName(model)
                .maxTokens(options.maxOutputTokens())
                .maxRetries(0);
        var streaming = AnthropicStreamingChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(options.baseUrl())
                .apiKey(options.apiKey())
                .modelName(model)
                .maxTokens(options.maxOutputTokens());
        options.temperature().ifPresent(temperature -> {
            whole.temperature(temperature);
            streaming.temperature(temperature);
        });
        return new VendorModel(requests::of, whole.build()::chat, streaming.build()::chat, replies, failures);
    }
}
