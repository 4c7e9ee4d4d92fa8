package io.hexagent.presentation.wire;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.config.Health;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Version;
import java.util.Locale;

/** The program itself: health, models. */
public final class SystemShapes {
    private SystemShapes() {}

    /**
     * {@code {status, version, provider, model, offline, parts: {name: {status, detail}}}}, names as
     * {@code provider_offline}.
     */
    public static Value.Fields health(Health health) {
        var parts = Value.fields();
        for (Health.Part part : health.parts()) {
            parts.put(
                    part.name().replace(' ', '_'),
                    Value.fields()
                            .put("status", part.status().name().toLowerCase(Locale.ROOT))
                            .put("detail", part.detail())
                            .build());
        }
        return Value.fields()
                .put("status", health.isUp() ? "up" : "down")
                .put("version", Version.number())
                .put("provider", health.provider())
                .put("model", health.model())
                .put("offline", health.provider().equals("offline"))
                .put("parts", parts.build())
                .build();
    }

    /** {@code {default, models: [{id, provider, model, default}]}}. */
    public static Value.Fields models(ModelCatalog catalog) {
        return Value.fields()
                .put("default", catalog.preferred().toString())
                .put(
                        "models",
                        Value.items(catalog.offered().stream()
                                .map(offered -> Value.fields()
                                        .put("id", offered.name().toString())
                                        .put("provider", offered.name().provider())
                                        .put("model", offered.name().model())
                                        .put("default", offered.isDefault())
                                        .build())
                                .toList()))
                .build();
    }
}
