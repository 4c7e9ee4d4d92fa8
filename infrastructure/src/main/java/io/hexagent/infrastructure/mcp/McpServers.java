package io.hexagent.infrastructure.mcp;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Schemas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * All servers that lend tools. Each is connected to on a thread of its own, so that no start waits for one, and tried
 * again with growing pauses when it is lost. Safe for use by many threads.
 */
public final class McpServers implements ToolSource, AutoCloseable {

    /**
     * @param timeout how long a call may take
     * @param startTimeout how long a server may take until it has told its tools
     * @param patience how long those who first need the tools wait for servers that are still starting
     * @param ping how often a silent server is asked whether it is there
     * @param messageBytes the most bytes of one message of a server
     * @param tools the most tools of one server; the rest is left out
     * @param retryMin the pause before a lost server is tried again; it doubles up to {@code retryMax}
     */
    public record Options(
            Duration timeout,
            Duration startTimeout,
            Duration patience,
            Duration ping,
            int messageBytes,
            int tools,
            Duration retryMin,
            Duration retryMax) {
        public Options {
            if (!timeout.isPositive()
                    || !startTimeout.isPositive()
                    || patience.isNegative()
                    || !ping.isPositive()
                    || messageBytes < 1
                    || tools < 1
                    || !retryMin.isPositive()
                    || retryMax.compareTo(retryMin) < 0) {
                throw new IllegalArgumentException("times and limits must be positive and pauses grow: timeout "
                        + timeout + ", start " + startTimeout + ", patience " + patience + ", ping " + ping + ", "
                        + messageBytes + " bytes, " + tools + " tools, retry " + retryMin + " to " + retryMax);
            }
        }
    }

    /**
     * How a server is.
     *
     * @param detail one line for a person, without secrets
     */
    public record State(String server, boolean isUp, String detail) {}

    private final List<McpServer> servers;
    private final Options options;

    /** Begins to connect, without waiting. */
    public McpServers(List<McpServer.Entry> entries, Options options, Json json, Schemas schemas) {
        this.options = options;
        this.servers = entries.stream()
                .map(entry -> new McpServer(entry, options, new Translation(json, schemas)))
                .toList();
        servers.forEach(McpServer::begin);
    }

    @Override
    public List<Tool> tools() {
        long end = System.nanoTime() + options.patience().toNanos();
        var tools = new ArrayList<Tool>();
        for (McpServer server : servers) {
            server.awaitFirstTry(end - System.nanoTime());
            tools.addAll(server.tools());
        }
        return tools;
    }

    /** Whether a tool of that name would be one of a server, connected or not. */
    public boolean names(ToolName tool) {
        return servers.stream().anyMatch(server -> tool.value().startsWith(server.prefix()));
    }

    public List<State> states() {
        return servers.stream().map(McpServer::state).toList();
    }

    /** Leaves all servers; those that were started here are ended. */
    @Override
    public void close() {
        servers.forEach(McpServer::leave);
        servers.forEach(McpServer::close);
    }
}
