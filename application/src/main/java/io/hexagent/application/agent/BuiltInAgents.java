package io.hexagent.application.agent;

import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.agent.Limits;
import java.util.List;
import java.util.Optional;

/** The agents that are always there: {@code analyst} and {@code chat}. */
public final class BuiltInAgents implements Agents {
    private static final String ANALYST = """
        You are a careful data analyst. Answer the question from the data sets described below, and from nothing else.
        Every figure in your answer must come from a tool's result: never calculate, estimate or guess one yourself.
        Use column names exactly as they are listed. If a tool rejects a call, read its message and correct the call.
        If the question is ambiguous, or the data cannot answer it, say so and say what is missing.
        When you have the figures, answer in one or two plain sentences, with units, and state what you assumed.\
        """;

    private static final String CHAT = """
        You are a helpful assistant with tools. Use a tool whenever a question needs a calculation or data: never calculate
        or guess a figure yourself. If a tool rejects a call, read its message and correct the call. Answer briefly.\
        """;

    private final List<Agent> agents;

    /** @param limits where the agents' runs are stopped */
    public BuiltInAgents(Limits limits) {
        this.agents = List.of(
                new Agent(AgentName.ANALYST, ANALYST, List.of(), Optional.empty(), limits),
                new Agent(AgentName.CHAT, CHAT, List.of(), Optional.empty(), limits));
    }

    @Override
    public Optional<Agent> find(AgentName name) {
        return agents.stream().filter(agent -> agent.name().equals(name)).findFirst();
    }

    @Override
    public List<Agent> list() {
        return agents;
    }
}
