package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.http.PooledHttp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * OpenAI, and every server that speaks its chat-completions protocol, by base URL. Safe for use by many threads.
 *
 * <p>Tools are sent as their JSON schemas stand.
 */
public final class OpenAiProvider implements LanguageProvider {
    /** OpenAI's own address. */
    public static final String OPENAI_URL = "https://api.openai.com/v1";

    /**
     * @param name as in {@code provider/model}
     * @param baseUrl up to and without {@code /chat/completions}
     * @param apiKey empty for a server that wants none
     * @param keySetting the setting that holds the key, named when the key is refused
     * @param defaultModel meant when only the provider is named
     * @param models those listed; others are taken too
     * @param silence the longest wait for the next byte of a reply
     * @param maxOutputTokens for one reply; empty: as the server likes
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
            OptionalInt maxOutputTokens,
            OptionalDouble temperature) {
        public Options {
            models = Models.listed(defaultModel, models);
            Models.check(name, baseUrl, silence, maxOutputTokens);
        }

        /** OpenAI itself: gpt-4.1-mini, 120 s of silence. */
        public static Options defaults(String apiKey) {
            return new Options(
                    "openai",
                    OPENAI_URL,
                    apiKey,
                    "OPENAI_API_KEY",
                    "gpt-4.1-mini",
                    List.of("gpt-4.1-mini", "gpt-4.1"),
                    Duration.ofSeconds(120),
                    OptionalInt.empty(),
                    OptionalDouble.empty());
        }

        /** Without the key. */
        @Override
        public String toString() {
            return "OpenAiProvider.Options[" + name + ", " + baseUrl + ", " + defaultModel + "]";
        }
    }

    private final Options options;
    private final PooledHttp http;
    private final Json json;
    private final Replies replies;
    private final Failures failures;
    private final Models models = new Models(this::create);

    public OpenAiProvider(Options options, PooledHttp http, Json json, IdSource ids, InstantSource clock) {
        this.options = options;
        this.http = http;
        this.json = json;
        this.failures = new Failures(new Vendor(options.name(), options.keySetting(), options.apiKey()), json, clock);
        this.replies = new Replies(failures, ids, arguments -> arguments);
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
        // Servers of other makes know the older name of the limit, OpenAI's newer models only the newer one.
        boolean own = options.baseUrl().startsWith("https://api.openai.com");
        Optional<Integer> limit = options.maxOutputTokens().isPresent()
                ? Optional.of(options.maxOutputTokens().getAsInt())
                : Optional.empty();
        var whole = OpenAiChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(options.baseUrl())
                .modelName(model)
                .maxRetries(0);
        var streaming = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(options.baseUrl())
                .modelName(model);
        if (!options.apiKey().isEmpty()) {
            whole.apiKey(options.apiKey());
            streaming.apiKey(options.apiKey());
        }
        limit.ifPresent(tokens -> {
            if (own) {
                whole.maxCompletionTokens(tokens);
                streaming.maxCompletionTokens(tokens);
            } else {
                whole.maxTokens(tokens);
                streaming.maxTokens(tokens);
            }
        });
        options.temperature().ifPresent(temperature -> {
            whole.temperature(temperature);
            streaming.temperature(temperature);
        });
        OpenAiChatModel asked = whole.build();
        OpenAiStreamingChatModel heard = streaming.build();
        var requests = new OpenAiRequests(asked.defaultRequestParameters(), json);
        return new VendorModel(requests::of, asked::doChat, heard::doChat, replies, failures);
    }
}
