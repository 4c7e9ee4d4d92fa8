package io.hexagent.application.language;

import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.ModelName;
import java.util.List;
import java.util.Optional;

/** The configured providers and the choice of one model among them. Safe for use by many threads. */
public final class ModelCatalog {
    private final List<LanguageProvider> providers;
    private final ModelName preferred;

    /**
     * @param providers at least one, with different names
     * @param preferred the model meant when nothing is chosen
     */
    public ModelCatalog(List<LanguageProvider> providers, ModelName preferred) {
        this.providers = List.copyOf(providers);
        this.preferred = preferred;
    }

    /** A model and its name. */
    public record Chosen(ModelName name, LanguageModel model) {}

    /** A model that can be chosen. @param isDefault whether it is the one meant when nothing is chosen */
    public record Offered(ModelName name, boolean isDefault) {}

    /** The model meant when nothing is chosen. */
    public ModelName preferred() {
        return preferred;
    }

    public List<LanguageProvider> providers() {
        return providers;
    }

    /** All models known by name. */
    public List<Offered> offered() {
        return providers.stream()
                .flatMap(provider -> provider.models().stream().map(model -> new ModelName(provider.name(), model)))
                .map(name -> new Offered(name, name.equals(preferred)))
                .toList();
    }

    /**
     * The model of that name: {@code provider/model}, a provider alone for its default model, or the name of a model of
     * the default provider or of just one provider.
     *
     * @throws UnknownModel naming what there is
     */
    public Chosen choose(Optional<String> wanted) {
        if (wanted.isEmpty()) {
            return chosen(provider(preferred.provider()), preferred.model());
        }
        String text = wanted.get().strip();
        int slash = text.indexOf('/');
        if (slash > 0) {
            Optional<LanguageProvider> named = find(text.substring(0, slash));
            if (named.isPresent() && slash + 1 < text.length()) {
                return taken(named.get(), text.substring(slash + 1)).orElseThrow(() -> unknown(text));
            }
        }
        Optional<LanguageProvider> alone = find(text);
        if (alone.isPresent()) {
            return chosen(alone.get(), alone.get().defaultModel());
        }
        List<LanguageProvider> listing = providers.stream()
                .filter(provider -> provider.models().contains(text))
                .toList();
        if (listing.size() == 1) {
            return chosen(listing.getFirst(), text);
        }
        if (slash < 0 && !text.isEmpty()) {
            return taken(provider(preferred.provider()), text).orElseThrow(() -> unknown(text));
        }
        throw unknown(text);
    }

    private Optional<Chosen> taken(LanguageProvider provider, String model) {
        return provider.models().contains(model) || provider.takesOtherModels()
                ? Optional.of(chosen(provider, model))
                : Optional.empty();
    }

    private static Chosen chosen(LanguageProvider provider, String model) {
        return new Chosen(new ModelName(provider.name(), model), provider.model(model));
    }

    private LanguageProvider provider(String name) {
        return find(name).orElseThrow(() -> unknown(name));
    }

    private Optional<LanguageProvider> find(String name) {
        return providers.stream()
                .filter(provider -> provider.name().equals(name))
                .findFirst();
    }

    private UnknownModel unknown(String wanted) {
        var names = new StringBuilder();
        for (LanguageProvider provider : providers) {
            for (String model : provider.models()) {
                names.append(names.isEmpty() ? "" : ", ")
                        .append(provider.name())
                        .append('/')
                        .append(model);
            }
        }
        return new UnknownModel("model \"" + wanted + "\" is not configured; there is: " + names
                + ". Other providers are configured by OPENAI_API_KEY, OPENAI_BASE_URL or ANTHROPIC_API_KEY");
    }

    /** No configured provider has the model. The message may be shown. */
    public static final class UnknownModel extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownModel(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
