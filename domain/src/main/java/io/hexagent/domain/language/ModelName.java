package io.hexagent.domain.language;

/** A model of a provider, written {@code provider/model}; the model's own name may hold more slashes. */
public record ModelName(String provider, String model) {
    public ModelName {
        if (provider.isBlank() || model.isBlank() || provider.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "a model is named provider/model, got \"" + provider + "/" + model + "\"");
        }
    }

    @Override
    public String toString() {
        return provider + "/" + model;
    }
}
