package io.hexagent.presentation.cluster;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolServices;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Tools that wait as they are told and report to the model stub when they begin, end, and are interrupted: {@code look}
 * reads, {@code put} may be repeated, {@code send} may not, and {@code ask} needs leave. The processes of the cluster
 * find them by a service file that only they see.
 */
public final class TestTools implements ToolFactory {
    /** Where the tools report. */
    static final String STUB = "CLUSTER_TEST_STUB";

    @Override
    public List<Tool> tools(ToolServices services) {
        return List.of(
                new Waiting("look", Effects.READS, false, services.json()),
                new Waiting("put", Effects.IDEMPOTENT, false, services.json()),
                new Waiting("send", Effects.ONCE, false, services.json()),
                new Waiting("ask", Effects.READS, true, services.json()));
    }

    private record Waiting(String name, Effects effects, boolean needsApproval, Json json) implements Tool {
        private static final HttpClient HTTP =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName(name),
                    "1",
                    name,
                    "Waits.",
                    List.of(name + " at it"),
                    "clock",
                    ToolCategory.CALCULATION,
                    Value.fields()
                            .put("type", "object")
                            .put(
                                    "properties",
                                    Value.fields()
                                            .put("run", type("string"))
                                            .put("number", type("integer"))
                                            .put("wait", type("integer"))
                                            .build())
                            .build(),
                    effects,
                    needsApproval,
                    false);
        }

        private static Value type(String type) {
            return Value.fields().put("type", type).build();
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            String run = arguments.text("run").orElse("");
            Value number = report("began", run, context);
            try {
                TimeUnit.MILLISECONDS.sleep(
                        arguments.number("wait").orElseThrow().longValue());
            } catch (InterruptedException stop) {
                // Reported on a thread that is not interrupted.
                Thread.ofVirtual().start(() -> report("stopped", run, context));
                Thread.currentThread().interrupt();
                throw new CancellationException("stopped");
            }
            report("done", run, context);
            return new ToolResult.Succeeded(Value.fields().put("effort", number).build(), List.of());
        }

        private Value report(String what, String run, ToolContext context) {
            String body = json.write(Value.fields()
                    .put("what", what)
                    .put("run", run)
                    .put("key", context.effectKey())
                    .build());
            try {
                HttpResponse<String> reply = HTTP.send(
                        HttpRequest.newBuilder(URI.create(System.getenv(STUB) + "/worked"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                return json.readFields(reply.body()).get("number");
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new CancellationException("stopped");
            }
        }
    }
}
