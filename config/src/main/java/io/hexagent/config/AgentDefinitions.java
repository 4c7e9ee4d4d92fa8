package io.hexagent.config;

import io.hexagent.application.agent.BuiltInAgents;
import io.hexagent.application.agent.DefinedAgents;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.tool.ToolName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts together the agents: the built-in ones, the host's, and what the settings define or change of them. */
final class AgentDefinitions {
    private static final Logger LOG = LoggerFactory.getLogger(AgentDefinitions.class);

    /** Built-in agents use tools of parts that a program may be without. */
    private static final Set<AgentName> BUILT_IN =
            Set.of(AgentName.ANALYST, AgentName.CHAT, AgentName.PLOTTER, AgentName.RESEARCHER);

    private final Settings settings;
    private final ModelCatalog models;
    private final ToolRegistry tools;

    private AgentDefinitions(Settings settings, ModelCatalog models, ToolRegistry tools) {
        this.settings = settings;
        this.models = models;
        this.tools = tools;
    }

    /** @throws InvalidSetting when an agent cannot be made of what is set */
    static Agents of(Parts parts, Settings settings, ModelCatalog models, ToolRegistry tools) {
        return new AgentDefinitions(settings, models, tools).agents(parts.agents());
    }

    private Agents agents(List<Agent> ofHost) {
        Settings.AgentLimits usual = settings.agent();
        var limits = new Limits(
                usual.maxTurns(), usual.maxToolCalls(), usual.maxTokens(), usual.maxTime(), usual.maxRepairs());
        var definitions = new ArrayList<Agent>(new BuiltInAgents(limits).list());
        definitions.addAll(ofHost);
        var known = new DefinedAgents(definitions);
        settings.agents().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            var name = new AgentName(entry.getKey());
            definitions.add(defined(name, entry.getValue(), known.find(name), limits));
        });
        var agents = new DefinedAgents(definitions);
        agents.list().forEach(this::check);
        return agents;
    }

    private Agent defined(AgentName name, Settings.DefinedAgent set, Optional<Agent> before, Limits usual) {
        String instructions = set.instructions()
                .or(() -> before.map(Agent::instructions))
                .orElseThrow(() -> new InvalidSetting("agent \"" + name + "\" has no instructions: set agents." + name
                        + ".instructions, or write them to agents/" + name + ".md in the data directory"));
        Limits limits = before.map(Agent::limits).orElse(usual);
        return new Agent(
                name,
                instructions,
                set.tools()
                        .map(names -> names.stream().map(ToolName::new).toList())
                        .orElseGet(() -> before.map(Agent::tools).orElse(List.of())),
                set.model().map(text -> model(name, text)).or(() -> before.flatMap(Agent::model)),
                new Limits(
                        set.maxTurns().orElse(limits.turns()),
                        set.maxToolCalls().orElse(limits.toolCalls()),
                        set.maxTokens().map(Integer::longValue).orElse(limits.tokens()),
                        set.maxTime().orElse(limits.time()),
                        set.maxRepairs().orElse(limits.repairs())));
    }

    private ModelName model(AgentName agent, String text) {
        try {
            return models.choose(Optional.of(text)).name();
        } catch (ModelCatalog.UnknownModel unknown) {
            throw new InvalidSetting("setting agents." + agent + ".model: " + unknown.getMessage());
        }
    }

    /** A model has to be there; a tool may still come, from a server that is not up yet or from a user. */
    private void check(Agent agent) {
        agent.model().ifPresent(name -> {
            ModelName ignored = model(agent.name(), name.toString());
        });
        List<ToolName> missing = agent.tools().stream()
                .filter(name -> tools.find(OwnerId.LOCAL, name).isEmpty())
                .toList();
        if (!missing.isEmpty() && !BUILT_IN.contains(agent.name())) {
            LOG.warn("agent {} names tools that are not there: {}", agent.name(), missing);
        }
    }
}
