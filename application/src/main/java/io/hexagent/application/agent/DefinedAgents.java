package io.hexagent.application.agent;

import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Agents as they were defined, in that order: a later definition of a name takes the place of an earlier one. */
public final class DefinedAgents implements Agents {
    private final Map<AgentName, Agent> agents = new LinkedHashMap<>();

    public DefinedAgents(List<Agent> definitions) {
        definitions.forEach(agent -> agents.put(agent.name(), agent));
    }

    @Override
    public Optional<Agent> find(AgentName name) {
        return Optional.ofNullable(agents.get(name));
    }

    @Override
    public List<Agent> list() {
        return List.copyOf(agents.values());
    }
}
