package io.hexagent.config;

import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.value.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What a host brings of its own. Empty parts are made from the settings.
 *
 * @param worker whether this process may take queued runs and do chores, if its role says so
 */
record Parts(
        List<LanguageProvider> providers,
        List<Tool> tools,
        List<Agent> agents,
        Optional<InstantSource> clock,
        Optional<IdSource> ids,
        boolean inMemory,
        Optional<Embedder> embedder,
        boolean metrics,
        Optional<Telemetry> telemetry,
        boolean worker) {
    Parts {
        providers = List.copyOf(providers);
        tools = List.copyOf(tools);
        agents = List.copyOf(agents);
    }
}
