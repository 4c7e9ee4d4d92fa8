package io.hexagent.infrastructure.failsafe;

import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A provider each of whose models is a {@link ResilientLanguageModel} with a circuit breaker of its own. */
public final class ResilientProvider implements LanguageProvider {
    private static final int MOST_MODELS = 1000;

    private final LanguageProvider provider;
    private final ResilientLanguageModel.Options options;
    private final InstantSource clock;
    private final Map<String, LanguageModel> models = new ConcurrentHashMap<>();

    public ResilientProvider(LanguageProvider provider, ResilientLanguageModel.Options options, InstantSource clock) {
        this.provider = provider;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public String defaultModel() {
        return provider.defaultModel();
    }

    @Override
    public List<String> models() {
        return provider.models();
    }

    @Override
    public boolean takesOtherModels() {
        return provider.takesOtherModels();
    }

    @Override
    public LanguageModel model(String name) {
        LanguageModel known = models.get(name);
        if (known != null) {
            return known;
        }
        if (models.size() >= MOST_MODELS) {
            models.clear();
        }
        return models.computeIfAbsent(
                name,
                wanted -> new ResilientLanguageModel(
                        provider.model(wanted), provider.name() + "/" + wanted, options, clock));
    }
}
