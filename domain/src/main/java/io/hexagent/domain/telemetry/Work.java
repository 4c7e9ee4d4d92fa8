package io.hexagent.domain.telemetry;

import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;

/** A piece of work that takes time. */
public sealed interface Work {
    /** One attempt of a worker at a run. @param attempt from 1 */
    record InvokeAgent(RunId run, ConversationId conversation, AgentName agent, ModelName model, int attempt)
            implements Work {}

    /** One reply of a language model, with all attempts that it takes. */
    record Chat(ModelName model) implements Work {}

    /** One call of a tool that exists. */
    record ExecuteTool(ToolName tool, CallId call) implements Work {}
}
