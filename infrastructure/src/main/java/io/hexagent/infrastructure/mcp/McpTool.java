package io.hexagent.infrastructure.mcp;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;

/** A tool that a server lends. @param remoteName what the server calls it */
record McpTool(McpServer server, String remoteName, ToolSpec spec) implements Tool {
    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        return server.call(remoteName, arguments);
    }
}
