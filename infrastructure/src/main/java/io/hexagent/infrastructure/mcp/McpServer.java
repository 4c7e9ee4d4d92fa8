package io.hexagent.infrastructure.mcp;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.mcp.McpServers.Options;
import io.hexagent.infrastructure.mcp.McpServers.State;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server: connected to, lost and found again. Its tools stay known while it is away, and say so when they are
 * called. Safe for use by many threads.
 */
public final class McpServer {
    private static final Logger LOG = LoggerFactory.getLogger(McpServer.class);
    private static final String SEPARATOR = "__";

    /** How a server is reached. */
    public sealed interface Reached {}

    /**
     * A program that is started here and speaks over its standard input and output. It inherits nothing of our
     * environment but what a program needs to start.
     *
     * @param words the program and its arguments
     * @param environment variables that it is given
     */
    public record Command(List<String> words, Map<String, String> environment) implements Reached {
        public Command {
            words = List.copyOf(words);
            environment = Map.copyOf(environment);
        }
    }

    /** A server that runs elsewhere and speaks over HTTP. @param headers are sent with each request */
    public record Http(URI url, Map<String, String> headers) implements Reached {
        public Http {
            headers = Map.copyOf(headers);
        }
    }

    /** @param name the prefix of its tools' names */
    public record Entry(String name, Reached reached) {}

    private final Entry entry;
    private final Options options;
    private final Translation translation;
    private final CountDownLatch firstTry = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread keeper;

    private volatile @Nullable McpConnection connection;
    private volatile List<Tool> tools = List.of();
    private volatile String trouble = "not connected yet";

    McpServer(Entry entry, Options options, Translation translation) {
        this.entry = entry;
        this.options = options;
        this.translation = translation;
        this.keeper = Thread.ofVirtual().name("mcp-" + entry.name()).unstarted(this::keep);
    }

    void begin() {
        keeper.start();
    }

    String name() {
        return entry.name();
    }

    String prefix() {
        return entry.name() + SEPARATOR;
    }

    /** The tools that it told of when it was last there. */
    List<Tool> tools() {
        return tools;
    }

    State state() {
        boolean isUp = connection != null;
        return new State(entry.name(), isUp, isUp ? tools.size() + " tools" : trouble + ", tried again");
    }

    /** Waits until it is connected, or was tried once. */
    void awaitFirstTry(long nanos) {
        try {
            if (!firstTry.await(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                LOG.debug("the MCP server {} is not waited for any longer", entry.name());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Calls one of its tools, by the server's own name for it. */
    ToolResult call(String tool, Value.Fields arguments) {
        McpConnection current = connection;
        return current == null
                ? new ToolResult.Failed("the MCP server " + entry.name() + " is not there at the moment: " + trouble)
                : current.call(tool, arguments);
    }

    private void keep() {
        Duration pause = options.retryMin();
        try {
            while (closed.getCount() > 0) {
                long start = System.nanoTime();
                trouble = live();
                LOG.info("the MCP server {} is lost: {}", entry.name(), trouble);
                // Who was there for a while may have been restarted: it is looked for soon again.
                boolean stayed = System.nanoTime() - start > options.retryMax().toNanos();
                pause = stayed ? options.retryMin() : pause;
                if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                Duration twice = pause.multipliedBy(2);
                pause = twice.compareTo(options.retryMax()) > 0 ? options.retryMax() : twice;
            }
        } catch (InterruptedException stop) {
            LOG.debug("the MCP server {} is left", entry.name());
        } finally {
            firstTry.countDown();
        }
    }

    /** From connecting until it is lost; gives the reason. */
    private String live() throws InterruptedException {
        try (McpConnection made = McpConnection.to(entry, options, translation)) {
            tools = translation.tools(this, made.start(), options.tools());
            made.whenToolsChange(told -> tools = translation.tools(this, told, options.tools()));
            connection = made;
            firstTry.countDown();
            LOG.info("the MCP server {} lends {} tools", entry.name(), tools.size());
            return made.awaitEnd();
        } catch (McpConnection.Lost lost) {
            // Known before anybody is told that it was tried.
            trouble = String.valueOf(lost.getMessage());
            return trouble;
        } finally {
            connection = null;
            firstTry.countDown();
        }
    }

    /** Begins to leave it, without waiting. */
    synchronized void leave() {
        // Only once: the second interrupt would disturb the leaving.
        if (closed.getCount() > 0) {
            closed.countDown();
            keeper.interrupt();
        }
    }

    /** Leaves it and waits until it is left. */
    void close() {
        leave();
        try {
            if (!keeper.join(Duration.ofSeconds(5))) {
                LOG.warn("the MCP server {} could not be left in time", entry.name());
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
