package io.hexagent.infrastructure.offline;

import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.value.Json;
import java.util.List;
import java.util.function.Supplier;

/**
 * The provider that needs no key: a deterministic planner. It is no language model, states the plan it chose and the
 * assumptions it made, and refuses what it could not place. Safe for use by many threads.
 */
public final class OfflineProvider implements LanguageProvider {
    private static final String NAME = "offline";
    private static final String MODEL = "planner";

    private final LanguageModel model;

    /**
     * @param embedder asked for only when the words of a question do not decide; one that fails counts as no evidence
     * @param json writes the arguments of calls and reads the results of tools
     */
    public OfflineProvider(Supplier<Embedder> embedder, Json json) {
        this.model = new PlanningModel(new Questions(new Meanings(embedder)), json);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String defaultModel() {
        return MODEL;
    }

    @Override
    public List<String> models() {
        return List.of(MODEL);
    }

    @Override
    public boolean takesOtherModels() {
        return false;
    }

    /** @throws IllegalArgumentException when the name is not that of the planner */
    @Override
    public LanguageModel model(String name) {
        if (!name.equals(MODEL)) {
            throw new IllegalArgumentException("model \"" + name + "\" not in [" + MODEL + "]");
        }
        return model;
    }
}
