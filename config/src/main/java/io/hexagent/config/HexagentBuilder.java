package io.hexagent.config;

import io.avaje.inject.BeanScope;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.embedding.Embedder;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.value.IdSource;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects parts of the host's own. Not safe for use by several threads. */
public final class HexagentBuilder {
    private final Settings settings;
    private final List<LanguageProvider> providers = new ArrayList<>();
    private final List<Tool> tools = new ArrayList<>();
    private final List<Agent> agents = new ArrayList<>();
    private Optional<InstantSource> clock = Optional.empty();
    private Optional<IdSource> ids = Optional.empty();
    private boolean inMemory;
    private Optional<Embedder> embedder = Optional.empty();
    private Optional<Telemetry> telemetry = Optional.empty();
    private boolean metrics = true;
    private boolean worker = true;

    HexagentBuilder(Settings settings) {
        this.settings = settings;
    }

    /**
     * Adds a provider of language models. The first one added answers when no model is chosen, unless the settings name
     * another provider.
     */
    public HexagentBuilder provider(LanguageProvider provider) {
        providers.add(provider);
        return this;
    }

    /** Adds a tool beside those that are found by {@link java.util.ServiceLoader}. */
    public HexagentBuilder tool(Tool tool) {
        tools.add(tool);
        return this;
    }

    /** Adds an agent beside the built-in ones, or in the place of the one that has its name. */
    public HexagentBuilder agent(Agent agent) {
        agents.add(agent);
        return this;
    }

    public HexagentBuilder clock(InstantSource source) {
        clock = Optional.of(source);
        return this;
    }

    public HexagentBuilder ids(IdSource source) {
        ids = Optional.of(source);
        return this;
    }

    public HexagentBuilder embedder(Embedder model) {
        embedder = Optional.of(model);
        return this;
    }

    /** Keeps no metrics, whatever the settings say. */
    public HexagentBuilder withoutMetrics() {
        metrics = false;
        return this;
    }

    /** Has the host's own watch too. */
    public HexagentBuilder telemetry(Telemetry watching) {
        telemetry = Optional.of(watching);
        return this;
    }

    /** Keeps everything in memory, until it is closed: no Postgres is started. */
    public HexagentBuilder inMemory() {
        inMemory = true;
        return this;
    }

    /**
     * Takes no queued runs and does no chores, whatever the settings' role is: for a program that does one thing and
     * ends.
     */
    public HexagentBuilder withoutWorker() {
        worker = false;
        return this;
    }

    /**
     * Opens everything.
     *
     * @throws InvalidSetting as {@link Hexagent#open}
     * @throws StartFailure likewise
     */
    public Hexagent open() {
        var parts = new Parts(providers, tools, agents, clock, ids, inMemory, embedder, metrics, telemetry, worker);
        try {
            return new Hexagent(BeanScope.builder()
                    .modules(new CoreModule(settings, parts))
                    .bean(Settings.class, settings)
                    .bean(Parts.class, parts)
                    .shutdownHook(false)
                    .build());
        } catch (RuntimeException problem) {
            throw StartFailure.of(problem);
        }
    }
}
