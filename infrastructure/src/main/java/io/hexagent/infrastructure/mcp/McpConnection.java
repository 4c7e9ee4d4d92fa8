package io.hexagent.infrastructure.mcp;

import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.mcp.McpServers.Options;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One connection to a server, until one side ends it. Safe for use by many threads. */
final class McpConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(McpConnection.class);
    private static final int LONGEST_ERROR = 2_000;

    /** The server is not there. The message says why, without secrets. */
    static final class Lost extends Exception {
        private static final long serialVersionUID = 1L;

        Lost(String why, Throwable cause) {
            super(why, cause);
        }
    }

    private final String name;
    private final Options options;
    private final Translation translation;
    private final McpAsyncClient client;
    private final CompletableFuture<String> end;
    private final McpClientTransport transport;
    private volatile Consumer<List<McpSchema.Tool>> change = tools -> {};

    private McpConnection(
            String name,
            Options options,
            Translation translation,
            McpClientTransport transport,
            CompletableFuture<String> end) {
        this.name = name;
        this.options = options;
        this.translation = translation;
        this.end = end;
        this.transport = transport;
        this.client = McpClient.async(transport)
                .requestTimeout(options.timeout())
                .initializationTimeout(options.startTimeout())
                .clientInfo(new McpSchema.Implementation("hexagent", "1"))
                .toolsChangeConsumer(tools -> Mono.fromRunnable(() -> change.accept(tools)))
                .build();
    }

    /** Nothing is started yet. */
    static McpConnection to(McpServer.Entry entry, Options options, Translation translation) {
        var end = new CompletableFuture<String>();
        McpClientTransport transport =
                switch (entry.reached()) {
                    case McpServer.Command command ->
                        new StdioTransport(entry.name(), command, options.messageBytes(), end::complete);
                    case McpServer.Http http -> http(http, options);
                };
        return new McpConnection(entry.name(), options, translation, transport, end);
    }

    private static McpClientTransport http(McpServer.Http http, Options options) {
        URI url = http.url();
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return HttpClientStreamableHttpTransport.builder(url.getScheme() + "://" + url.getRawAuthority())
                .endpoint(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .jsonMapper(McpJsonDefaults.getMapper())
                .connectTimeout(options.startTimeout())
                .maxResponseSize(options.messageBytes())
                .httpRequestCustomizer((request, method, endpoint, body, context) ->
                        http.headers().forEach(request::header))
                .build();
    }

    /** Connects, and asks for the tools. */
    List<McpSchema.Tool> start() throws Lost, InterruptedException {
        long endNanos = System.nanoTime() + options.startTimeout().toNanos();
        await(client.initialize(), endNanos);
        if (client.getServerCapabilities().tools() == null) {
            return List.of();
        }
        return await(client.listTools(), endNanos).tools();
    }

    void whenToolsChange(Consumer<List<McpSchema.Tool>> told) {
        change = told;
    }

    private <T> T await(Mono<T> asked, long endNanos) throws Lost, InterruptedException {
        CompletableFuture<T> answer = asked.toFuture();
        try {
            CompletableFuture.anyOf(answer, end).get(Math.max(1, endNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (end.isDone()) {
                throw new Lost(end.getNow(""), new CancellationException("the server has ended"));
            }
            return answer.get();
        } catch (TimeoutException late) {
            throw new Lost("it did not answer in time", late);
        } catch (ExecutionException problem) {
            throw new Lost(why(cause(problem)), problem);
        } finally {
            answer.cancel(true);
        }
    }

    /** Waits until the server is lost, asking it now and then whether it is there; gives the reason. */
    String awaitEnd() throws InterruptedException {
        while (true) {
            try {
                return end.get(options.ping().toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException silent) {
                ping();
            } catch (ExecutionException never) {
                throw new IllegalStateException("an end is told, never thrown", never);
            }
        }
    }

    private void ping() throws InterruptedException {
        try {
            await(client.ping(), System.nanoTime() + options.startTimeout().toNanos());
        } catch (Lost lost) {
            // A server need not know what a ping is; any answer shows that it is there.
            if (!(lost.getCause() instanceof ExecutionException told && told.getCause() instanceof McpError)) {
                end.complete(String.valueOf(lost.getMessage()));
            }
        }
    }

    ToolResult call(String tool, Value.Fields arguments) {
        CompletableFuture<McpSchema.CallToolResult> answer = client.callTool(
                        new McpSchema.CallToolRequest(tool, Translation.plain(arguments)))
                .toFuture();
        try {
            CompletableFuture.anyOf(answer, end).get(options.timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS);
            // When a server is lost, its pending answers fail as well, which tells less.
            boolean came = answer.isDone() && !answer.isCompletedExceptionally();
            return came || !end.isDone() ? translation.result(answer.get()) : gone(end.getNow(""));
        } catch (TimeoutException late) {
            return late();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the call of " + tool + " at the MCP server " + name + " was stopped");
        } catch (ExecutionException problem) {
            return failed(tool, cause(problem));
        } finally {
            answer.cancel(true);
        }
    }

    private ToolResult failed(String tool, Throwable problem) {
        return switch (problem) {
            case McpError refused ->
                new ToolResult.FailedElsewhere("the MCP server " + name + " refused the call: "
                        + bounded(String.valueOf(refused.getMessage())));
            case TimeoutException late -> late();
            default -> {
                if (end.isDone()) {
                    yield gone(end.getNow(""));
                }
                LOG.warn("the call of {} at the MCP server {} failed: {}", tool, name, why(problem));
                end.complete(why(problem));
                yield gone(why(problem));
            }
        };
    }

    private ToolResult late() {
        return new ToolResult.Failed("the MCP server " + name + " did not answer within "
                + options.timeout().toMillis() / 1000.0 + " s (setting mcp.timeout)");
    }

    private ToolResult gone(String why) {
        return new ToolResult.Failed("the MCP server " + name + " was lost during the call: " + why);
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_ERROR ? text : text.substring(0, LONGEST_ERROR) + "\u2026";
    }

    private static Throwable cause(ExecutionException problem) {
        Throwable cause = problem.getCause();
        return cause == null ? problem : cause;
    }

    /** What happened, in words that hold no secret: the names of exceptions, not their texts. */
    private static String why(Throwable problem) {
        Throwable root = problem;
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case ConnectException refused -> {
                    return "it cannot be connected to";
                }
                case HttpTimeoutException late -> {
                    return "it did not answer in time";
                }
                case TimeoutException late -> {
                    return "it did not answer in time";
                }
                case McpError refused -> {
                    return "it refused the start";
                }
                default -> root = cause;
            }
        }
        return "it broke the protocol or the connection (" + root.getClass().getSimpleName() + ")";
    }

    @Override
    public void close() {
        end.complete("it was left");
        try {
            // Not the client's own end: it fails calls that were given up long ago, which the library logs as errors.
            transport.closeGracefully().block(Duration.ofSeconds(4));
        } catch (RuntimeException problem) {
            LOG.debug("the MCP server {} was not left properly", name, problem);
        } finally {
            if (transport instanceof StdioTransport child) {
                child.kill();
            }
        }
    }
}
