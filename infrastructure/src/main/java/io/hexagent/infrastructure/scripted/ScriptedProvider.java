package io.hexagent.infrastructure.scripted;

import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A provider of given models, for tests: scripted ones or any others. Immutable. */
public final class ScriptedProvider implements LanguageProvider {
    /** The name when none is given. */
    public static final String NAME = "scripted";

    private final String name;
    private final String defaultModel;
    private final Map<String, LanguageModel> models;

    private ScriptedProvider(String name, String defaultModel, Map<String, LanguageModel> models) {
        this.name = name;
        this.defaultModel = defaultModel;
        this.models = models;
    }

    /** The provider {@code scripted} with the one model {@code script}. */
    public static ScriptedProvider of(LanguageModel model) {
        return of(NAME, "script", model);
    }

    /** A provider with one model, which is the default one. */
    public static ScriptedProvider of(String name, String modelName, LanguageModel model) {
        return new ScriptedProvider(name, modelName, Map.of(modelName, model));
    }

    /** The same with one more model. */
    public ScriptedProvider with(String modelName, LanguageModel model) {
        Map<String, LanguageModel> more = new LinkedHashMap<>(models);
        more.put(modelName, model);
        return new ScriptedProvider(name, defaultModel, more);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String defaultModel() {
        return defaultModel;
    }

    @Override
    public List<String> models() {
        return List.copyOf(models.keySet());
    }

    @Override
    public boolean takesOtherModels() {
        return false;
    }

    /** @throws IllegalArgumentException when there is no such model */
    @Override
    public LanguageModel model(String wanted) {
        LanguageModel model = models.get(wanted);
        if (model == null) {
            throw new IllegalArgumentException("model \"" + wanted + "\" not in " + models());
        }
        return model;
    }
}
