package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;

/** Something an agent can call. Implementations are safe for use by many threads. */
public interface Tool {
    ToolSpec spec();

    /**
     * Does the work. The arguments are valid under the spec's schema. Blocking is fine; an interrupt means stop.
     *
     * @throws RuntimeException taken as {@link ToolResult.Failed} without its text
     */
    ToolResult call(Value.Fields arguments, ToolContext context);
}
