package io.hexagent.config;

import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.value.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What a host brings of its own. Empty parts are made from the settings. */
record Parts(
        List<LanguageProvider> providers,
        List<Tool> tools,
        Optional<InstantSource> clock,
        Optional<IdSource> ids,
        boolean inMemory,
        Optional<Embedder> embedder,
        Optional<Telemetry> telemetry) {
    Parts {
        providers = List.copyOf(providers);
        tools = List.copyOf(tools);
    }
}
