package io.hexagent.domain.conversation;

import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import java.util.List;

/** One message of the history that a language model sees. */
public sealed interface Message {
    String text();

    /** What the person said. */
    record User(String text) implements Message {}

    /**
     * What the model said, and the tools it asked for. Each call is answered by one {@link Tool} message right after
     * it.
     */
    record Assistant(String text, List<ToolCall> calls) implements Message {
        public Assistant {
            calls = List.copyOf(calls);
        }
    }

    /** @param text what the tool gave back, as JSON */
    record Tool(CallId call, ToolName name, String text) implements Message {}
}
