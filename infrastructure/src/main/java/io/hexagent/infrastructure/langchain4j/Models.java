package io.hexagent.infrastructure.langchain4j;

import io.hexagent.domain.language.LanguageModel;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The models of one provider by name, made when first asked for. Names come from outside, so not all are kept. */
final class Models {
    private static final int KEPT = 64;

    private final Map<String, LanguageModel> kept = new ConcurrentHashMap<>();
    private final Function<String, LanguageModel> create;

    Models(Function<String, LanguageModel> create) {
        this.create = create;
    }

    LanguageModel get(String name) {
        LanguageModel known = kept.get(name);
        if (known != null) {
            return known;
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("a model's name must not be blank");
        }
        return kept.size() < KEPT ? kept.computeIfAbsent(name, create) : create.apply(name);
    }

    /** The listed models, the default one first among them when it is missing. */
    static List<String> listed(String defaultModel, List<String> models) {
        if (defaultModel.isBlank()) {
            throw new IllegalArgumentException("a provider needs a default model");
        }
        if (models.contains(defaultModel)) {
            return List.copyOf(models);
        }
        Set<String> all = new LinkedHashSet<>();
        all.add(defaultModel);
        all.addAll(models);
        return List.copyOf(all);
    }

    static void check(String name, String baseUrl, Duration silence, OptionalInt maxOutputTokens) {
        if (name.isBlank() || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("a provider's name must not be blank or hold a /, got \"" + name + "\"");
        }
        String scheme = URI.create(baseUrl).getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "the base URL of " + name + " must begin with http:// or https://, got \"" + baseUrl + "\"");
        }
        if (!silence.isPositive()) {
            throw new IllegalArgumentException("the timeout of " + name + " must be positive, got " + silence);
        }
        if (maxOutputTokens.isPresent() && maxOutputTokens.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "the output tokens of " + name + " must be at least 1, got " + maxOutputTokens.getAsInt());
        }
    }
}
