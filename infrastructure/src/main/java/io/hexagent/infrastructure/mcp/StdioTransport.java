package io.hexagent.infrastructure.mcp;

import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * A server as a child process, one JSON message on each line. Unlike the SDK's own, it bounds a message, gives the
 * child none of our environment's secrets, goes on after a line that is no message, says at once when the child has
 * ended, and ends the child's own children with it.
 */
final class StdioTransport implements McpClientTransport {
    private static final Logger LOG = LoggerFactory.getLogger(StdioTransport.class);
    private static final int MOST_WAITING = 1_000;

    /** What a program needs to start at all; nothing in it is a secret. */
    private static final List<String> INHERITED =
            List.of("HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "USER");

    private final String name;
    private final McpServer.Command command;
    private final int messageBytes;
    private final Consumer<String> ended;
    private final McpJsonMapper mapper = McpJsonDefaults.getMapper();
    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile @Nullable Process process;

    /** @param ended told once why the server has ended */
    StdioTransport(String name, McpServer.Command command, int messageBytes, Consumer<String> ended) {
        this.name = name;
        this.command = command;
        this.messageBytes = messageBytes;
        this.ended = ended;
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        return Mono.fromRunnable(() -> start(handler));
    }

    private void start(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        var builder = new ProcessBuilder(command.words()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(command.environment());
        Process started;
        try {
            started = builder.start();
        } catch (IOException problem) {
            ended.accept("the program " + command.words().getFirst() + " cannot be started");
            return;
        }
        process = started;
        // Reading from a pipe holds on to the thread beneath a virtual one.
        Thread.ofPlatform().daemon().name("mcp-" + name + "-in").start(() -> read(started, handler));
        Thread.ofPlatform().daemon().name("mcp-" + name + "-out").start(() -> write(started));
    }

    private void read(Process from, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        String why = "";
        try (InputStream in = new BufferedInputStream(from.getInputStream(), 1 << 16)) {
            for (byte[] line = line(in); line != null; line = line(in)) {
                if (line.length > 0) {
                    pass(new String(line, StandardCharsets.UTF_8), handler);
                }
            }
        } catch (TooLong tooLong) {
            why = "it sent a message of more than " + messageBytes + " bytes (setting mcp.message-bytes)";
        } catch (IOException broken) {
            LOG.debug("the output of the MCP server {} broke", name, broken);
        } finally {
            ended.accept(why.isEmpty() ? "its program " + ending(from) : why);
            stop(from);
        }
    }

    private static String ending(Process from) {
        try {
            return from.waitFor(1, TimeUnit.SECONDS)
                    ? "has ended with status " + from.exitValue()
                    : "has closed its output";
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return "has closed its output";
        }
    }

    /** A line is longer than a message may be. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private byte @Nullable [] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream(256);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toByteArray();
            }
            if (line.size() >= messageBytes) {
                throw new TooLong();
            }
            line.write(next);
        }
        return null;
    }

    private void pass(String line, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
        try {
            JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(mapper, line);
            handler.apply(Mono.just(message))
                    .subscribe(
                            done -> {},
                            problem -> LOG.debug("a message of the MCP server {} could not be handled", name, problem));
        } catch (IOException | IllegalArgumentException noMessage) {
            LOG.debug("the MCP server {} wrote a line that is no message", name);
        }
    }

    private void write(Process to) {
        try (OutputStream out = to.getOutputStream()) {
            while (to.isAlive()) {
                byte[] line = waiting.poll(1, TimeUnit.SECONDS);
                if (line != null) {
                    out.write(line);
                    out.write('\n');
                    out.flush();
                }
            }
        } catch (IOException gone) {
            LOG.debug("the MCP server {} does not read any more", name);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Mono<Void> sendMessage(JSONRPCMessage message) {
        return Mono.fromCallable(() -> {
                    // A JSON writer escapes the ends of lines inside of texts.
                    if (!waiting.offer(mapper.writeValueAsString(message).getBytes(StandardCharsets.UTF_8))) {
                        throw new IOException("the server does not read what it is sent");
                    }
                    return message;
                })
                .then();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.fromRunnable(() -> {
            Process running = process;
            if (running != null) {
                stop(running);
            }
        });
    }

    /** Ends the child, however the leaving went. */
    void kill() {
        Process running = process;
        if (running != null && running.isAlive()) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly();
        }
    }

    private static void stop(Process running) {
        List<ProcessHandle> children = running.descendants().toList();
        running.destroy();
        children.forEach(ProcessHandle::destroy);
        try {
            if (!running.waitFor(2, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
        return mapper.convertValue(data, type);
    }
}
