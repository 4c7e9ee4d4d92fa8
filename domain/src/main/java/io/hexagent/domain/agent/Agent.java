package io.hexagent.domain.agent;

import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.tool.ToolName;
import java.util.List;
import java.util.Optional;

/**
 * An agent's definition.
 *
 * @param tools the tools it may call; empty: all that are enabled
 * @param model its own model; empty: the default one
 */
public record Agent(
        AgentName name, String instructions, List<ToolName> tools, Optional<ModelName> model, Limits limits) {
    public Agent {
        tools = List.copyOf(tools);
    }
}
