package io.hexagent.infrastructure.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A small server of the Model Context Protocol, written from its specification (2025-06-18): as a program over standard
 * input and output, or over HTTP.
 */
final class SmallMcpServer {
    private static final Json JSON = new JacksonJson();

    private SmallMcpServer() {}

    /** Over standard input and output. */
    public static void main(String[] args) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.println("This line is no message, as careless servers print them.");
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String message = line;
            Thread.ofVirtual().start(() -> answer(message).ifPresent(out::println));
        }
    }

    /** Over HTTP, until it is stopped. @param requests counts the messages */
    static HttpServer serve(int port, AtomicInteger requests, String key) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.createContext("/mcp", exchange -> {
            requests.incrementAndGet();
            serve(exchange, key);
        });
        server.start();
        return server;
    }

    private static void serve(HttpExchange exchange, String key) throws IOException {
        try (exchange) {
            if (!key.equals(exchange.getRequestHeaders().getFirst("X-Key"))) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("DELETE") ? 200 : 405, -1);
                return;
            }
            String message = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> answer = answer(message);
            if (answer.isEmpty()) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            boolean streams = message.contains("tools/call");
            byte[] bytes = (streams ? "event: message\ndata: " + answer.get() + "\n\n" : answer.get())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", streams ? "text/event-stream" : "application/json");
            exchange.getResponseHeaders().set("Mcp-Session-Id", "session-1");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Optional<String> answer(String message) {
        Value.Fields request = JSON.readFields(message);
        if (!request.has("id") || !request.has("method")) {
            return Optional.empty();
        }
        Value.Fields params = request.fields("params").orElse(Value.Fields.EMPTY);
        Optional<Value.Fields> result =
                switch (request.text("method").orElse("")) {
                    case "initialize" -> Optional.of(initialized(params));
                    case "ping" -> Optional.of(Value.Fields.EMPTY);
                    case "tools/list" -> Optional.of(tools(params));
                    case "tools/call" -> Optional.of(called(params));
                    default -> Optional.empty();
                };
        Value.Builder answer = Value.fields().put("jsonrpc", "2.0").put("id", request.get("id"));
        return Optional.of(JSON.write(result.map(fields -> answer.put("result", fields))
                .orElseGet(() -> answer.put(
                        "error",
                        Value.fields()
                                .put("code", -32601)
                                .put("message", "there is no such method")
                                .build()))
                .build()));
    }

    private static Value.Fields initialized(Value.Fields params) {
        return Value.fields()
                .put("protocolVersion", params.text("protocolVersion").orElse("2025-06-18"))
                .put(
                        "capabilities",
                        Value.fields().put("tools", Value.Fields.EMPTY).build())
                .put(
                        "serverInfo",
                        Value.fields().put("name", "small").put("version", "1").build())
                .build();
    }

    private static Value.Fields tools(Value.Fields params) {
        boolean first = params.text("cursor").isEmpty();
        List<Value> page = first
                ? List.of(
                        tool("echo", "text", "string", "readOnlyHint"),
                        tool("add", "a", "number", "idempotentHint"),
                        tool("do.it/now", "text", "string", "destructiveHint"))
                : List.of(
                        tool("env", "name", "string", "readOnlyHint"),
                        tool("wait", "ms", "integer", "readOnlyHint"),
                        tool("big", "bytes", "integer", "readOnlyHint"),
                        tool("fail", "text", "string", "readOnlyHint"),
                        tool("picture", "text", "string", "readOnlyHint"),
                        tool("broken", "x", "#/$defs/nowhere", "readOnlyHint"),
                        tool("die", "status", "integer", "readOnlyHint"));
        Value.Builder result = Value.fields().put("tools", Value.items(page));
        return first ? result.put("nextCursor", "2").build() : result.build();
    }

    private static Value tool(String name, String argument, String type, String hint) {
        return Value.fields()
                .put("name", name)
                .put("description", "The tool " + name)
                .put(
                        "inputSchema",
                        Value.fields()
                                .put("type", "object")
                                .put(
                                        "properties",
                                        Value.fields()
                                                .put(
                                                        argument,
                                                        Value.fields()
                                                                .put(type.startsWith("#") ? "$ref" : "type", type)
                                                                .build())
                                                .build())
                                .put("required", Value.texts(List.of(argument)))
                                .build())
                .put("annotations", Value.fields().put(hint, true).build())
                .build();
    }

    private static Value.Fields called(Value.Fields params) {
        Value.Fields arguments = params.fields("arguments").orElse(Value.Fields.EMPTY);
        return switch (params.text("name").orElse("")) {
            case "env" ->
                text(String.valueOf(System.getenv(arguments.text("name").orElse(""))));
            case "wait" -> {
                try {
                    TimeUnit.MILLISECONDS.sleep(number(arguments, "ms"));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                yield text("waited");
            }
            case "big" -> text("x".repeat(number(arguments, "bytes")));
            case "fail" ->
                Value.fields()
                        .put("content", text("it went wrong").get("content"))
                        .put("isError", true)
                        .build();
            case "add" ->
                text("3")
                        .with(
                                "structuredContent",
                                Value.fields()
                                        .put(
                                                "sum",
                                                arguments
                                                                .number("a")
                                                                .orElse(BigDecimal.ZERO)
                                                                .longValue()
                                                        + 1)
                                        .build());
            case "picture" ->
                Value.fields()
                        .put(
                                "content",
                                Value.items(List.of(Value.fields()
                                        .put("type", "image")
                                        .put("mimeType", "image/png")
                                        .put("data", Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}))
                                        .build())))
                        .build();
            case "die" -> {
                Runtime.getRuntime().halt(number(arguments, "status"));
                yield text("");
            }
            default -> text(arguments.text("text").orElse(""));
        };
    }

    private static int number(Value.Fields arguments, String name) {
        return arguments.number(name).orElse(BigDecimal.ZERO).intValue();
    }

    private static Value.Fields text(String text) {
        return Value.fields()
                .put(
                        "content",
                        Value.items(List.of(Value.fields()
                                .put("type", "text")
                                .put("text", text)
                                .build())))
                .build();
    }
}
