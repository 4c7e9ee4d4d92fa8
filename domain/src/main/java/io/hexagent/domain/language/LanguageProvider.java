package io.hexagent.domain.language;

import java.util.List;

/** A configured source of language models: a vendor, a server, the offline planner. */
public interface LanguageProvider {
    /** As in {@code provider/model}. */
    String name();

    /** The model meant when only the provider is named. */
    String defaultModel();

    /** The models known by name; a provider may take others too. */
    List<String> models();

    /** Whether {@link #model} takes names that {@link #models} does not list. */
    boolean takesOtherModels();

    /** The model with the name. Cheap to call again: the same instance may be given. */
    LanguageModel model(String name);
}
