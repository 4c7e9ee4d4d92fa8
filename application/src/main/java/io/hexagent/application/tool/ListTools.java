package io.hexagent.application.tool;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;
import java.util.Optional;

/** Lists tools, enabled or not: all of them, or those of a kind. */
public final class ListTools {
    private final ToolRegistry registry;
    private final Agents agents;

    public ListTools(ToolRegistry registry, Agents agents) {
        this.registry = registry;
        this.agents = agents;
    }

    /**
     * What is empty leaves nothing out.
     *
     * @param requiresAuth whether a credential of the user is needed
     * @param agent who may call them
     */
    public record Command(
            Principal principal,
            Optional<ToolCategory> category,
            Optional<Boolean> requiresAuth,
            Optional<AgentName> agent) {
        /** All of them. */
        public Command(Principal principal) {
            this(principal, Optional.empty(), Optional.empty(), Optional.empty());
        }

        public Command() {
            this(Principal.LOCAL);
        }
    }

    public sealed interface Outcome {
        record Found(List<ToolRegistry.Listed> tools) implements Outcome {
            public Found {
                tools = List.copyOf(tools);
            }
        }

        /** @param known the agents there are */
        record UnknownAgent(AgentName agent, List<AgentName> known) implements Outcome {
            public UnknownAgent {
                known = List.copyOf(known);
            }
        }
    }

    public Outcome handle(Command command) {
        var owner = command.principal().owner();
        List<ToolRegistry.Listed> tools = registry.list(owner);
        if (command.agent().isPresent()) {
            Optional<Agent> agent = agents.find(command.agent().get());
            if (agent.isEmpty()) {
                return new Outcome.UnknownAgent(
                        command.agent().get(),
                        agents.list().stream().map(Agent::name).toList());
            }
            tools = registry.list(owner, agent.get());
        }
        return new Outcome.Found(tools.stream()
                .filter(tool ->
                        command.category().map(tool.spec().category()::equals).orElse(true))
                .filter(tool -> command.requiresAuth()
                        .map(needed -> needed == tool.spec().requiresAuth())
                        .orElse(true))
                .toList());
    }
}
