package io.hexagent.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.IntConsumer;

/** The floor: the same calls of the same model in the plainest way, java.net.http and Jackson, recording nothing. */
public final class BareLoop {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;
    private final String model;
    private final JsonNode tools;

    private BareLoop(String port, int toolCalls) throws IOException {
        this.uri = URI.create("http://127.0.0.1:" + port + "/v1/chat/completions");
        this.model = "stub-" + toolCalls;
        this.tools = MAPPER.readTree("""
            [{"type":"function","function":{"name":"calculator","description":"Calculates","parameters":{"type":"object",
            "properties":{"operation":{"type":"string","enum":["add","subtract","multiply","divide","power"]},
            "x":{"type":"number"},"y":{"type":"number"}},"required":["operation","x","y"]}}}]\
            """);
    }

    public static void main(String[] arguments) throws IOException {
        var loop = new BareLoop(arguments[0], Integer.parseInt(arguments[1]));
        Measured.print(arguments, (IntConsumer) i -> loop.run());
    }

    private void run() {
        try {
            ArrayNode messages = MAPPER.createArrayNode();
            messages.addObject().put("role", "system").put("content", "You calculate with tools.");
            messages.addObject().put("role", "user").put("content", "What is 5 + 10, then multiply by 3?");
            while (true) {
                ObjectNode request = MAPPER.createObjectNode().put("model", model);
                request.set("messages", messages);
                request.set("tools", tools);
                var http = HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer key")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(request)))
                        .build();
                byte[] answer = send(http);
                JsonNode message =
                        MAPPER.readTree(answer).path("choices").path(0).path("message");
                JsonNode calls = message.path("tool_calls");
                if (calls.isEmpty()) {
                    if (!message.path("content").asText().contains("45")) {
                        throw new IllegalStateException("unexpected answer " + message);
                    }
                    return;
                }
                messages.add(message);
                for (JsonNode call : calls) {
                    JsonNode given = MAPPER.readTree(
                            call.path("function").path("arguments").asText());
                    double sum = given.path("x").asDouble() + given.path("y").asDouble();
                    messages.addObject()
                            .put("role", "tool")
                            .put("tool_call_id", call.path("id").asText())
                            .put("content", "{\"result\":" + sum + "}");
                }
            }
        } catch (IOException | InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /**
     * Under load java.net.http now and then takes a connection from its pool that it closes itself: the call is made
     * again.
     */
    private byte[] send(HttpRequest request) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body();
            } catch (IOException dropped) {
                if (attempt == 5) {
                    throw dropped;
                }
            }
        }
    }
}
