package io.hexagent.domain.run;

import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunEvent.AgentResponse;
import io.hexagent.domain.run.RunEvent.AgentThought;
import io.hexagent.domain.run.RunEvent.ArtifactCreated;
import io.hexagent.domain.run.RunEvent.ChildRun;
import io.hexagent.domain.run.RunEvent.InputReceived;
import io.hexagent.domain.run.RunEvent.InputRequested;
import io.hexagent.domain.run.RunEvent.RunCancelled;
import io.hexagent.domain.run.RunEvent.RunCompleted;
import io.hexagent.domain.run.RunEvent.RunFailed;
import io.hexagent.domain.run.RunEvent.RunQueued;
import io.hexagent.domain.run.RunEvent.RunStarted;
import io.hexagent.domain.run.RunEvent.ToolCalled;
import io.hexagent.domain.run.RunEvent.ToolProgress;
import io.hexagent.domain.run.RunEvent.ToolReturned;
import io.hexagent.domain.run.RunEvent.UserRequest;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Optional;

/** The body of an event as fields, both ways: what the log keeps and what clients are sent. */
public final class EventFields {
    private EventFields() {}

    /** The body of the event; its type, number, run and time stand beside it. */
    public static Value.Fields of(RunEvent event) {
        var fields = Value.fields();
        switch (event) {
            case RunQueued queued -> {}
            case RunStarted started -> fields.put("attempt", started.attempt()).put("worker", started.worker());
            case UserRequest request -> fields.put("content", request.content());
            case AgentThought thought -> {
                fields.put("content", thought.content());
                if (!thought.spoken()) {
                    fields.put("derived", true);
                }
                used(fields, thought.used());
            }
            case ToolCalled called -> {
                fields.put("call_id", called.call().value())
                        .put("toolName", called.tool().value())
                        .put("version", called.version())
                        .put("schema_hash", called.schemaHash())
                        .put("params", called.params());
                if (called.params().fields().isEmpty()) {
                    fields.put("arguments", called.arguments());
                }
                fields.put("effect_key", called.effectKey());
            }
            case ToolProgress progress -> {
                fields.put("call_id", progress.call().value())
                        .put("percent", progress.percent())
                        .put("message", progress.message())
                        .put("event", progress.name());
                if (!progress.content().fields().isEmpty()) {
                    fields.put("content", progress.content());
                }
            }
            case ToolReturned returned ->
                fields.put("call_id", returned.call().value())
                        .put("toolName", returned.tool().value())
                        .put("ok", returned.ok())
                        .put("result", returned.result())
                        .put("truncated", returned.truncated())
                        .put(
                                "artifact_ids",
                                Value.texts(returned.artifacts().stream()
                                        .map(ArtifactId::value)
                                        .toList()))
                        .put("ms", returned.millis())
                        .put("cached", returned.cached());
            case ArtifactCreated created ->
                fields.put(
                        "artifact",
                        Value.fields()
                                .put("id", created.artifact().value())
                                .put("kind", created.kind().wire())
                                .put("title", created.title())
                                .put("media_type", created.mediaType())
                                .put("url", "/api/artifacts/" + created.artifact())
                                .build());
            case ChildRun child -> fields.put("run_id", child.run().value()).put("agent", child.agent());
            case InputRequested requested ->
                fields.put("request_id", requested.request())
                        .put("reason", requested.reason().wire())
                        .put("message", requested.message())
                        .put("call_id", requested.call().map(CallId::value))
                        .put("params", requested.params())
                        .put("params_hash", requested.paramsHash())
                        .put("response_schema", requested.responseSchema())
                        .put("expires_at", requested.expiresAt().map(Instant::toString));
            case InputReceived received ->
                fields.put("request_id", received.request())
                        .put("decision", received.decision().wire())
                        .put("content", received.content());
            case AgentResponse response -> {
                fields.put("content", response.content())
                        .put("outcome", response.outcome().wire());
                if (!response.plan().isEmpty()) {
                    fields.put("plan", Value.texts(response.plan()));
                }
                if (!response.assumptions().isEmpty()) {
                    fields.put("assumptions", Value.texts(response.assumptions()));
                }
                used(fields, response.used());
            }
            case RunCompleted completed ->
                fields.put("status", RunStatus.COMPLETED.wire())
                        .put("outcome", completed.outcome().wire())
                        .put("usage", usage(completed.usage()));
            case RunFailed failed ->
                fields.put("status", RunStatus.FAILED.wire())
                        .put("usage", usage(failed.usage()))
                        .put("error", error(failed.error()));
            case RunCancelled cancelled ->
                fields.put("status", RunStatus.CANCELLED.wire()).put("usage", usage(cancelled.usage()));
        }
        return fields.build();
    }

    /**
     * The event that {@link #of(RunEvent)} wrote. @throws IllegalArgumentException when the fields are not such a body
     */
    public static RunEvent read(EventType type, Value.Fields fields) {
        return switch (type) {
            case RUN_QUEUED -> new RunQueued();
            case RUN_STARTED -> new RunStarted((int) number(fields, "attempt"), text(fields, "worker"));
            case USER_REQUEST -> new UserRequest(text(fields, "content"));
            case AGENT_THOUGHT ->
                new AgentThought(
                        text(fields, "content"), !fields.flag("derived").orElse(false), usage(fields));
            case TOOL_CALL ->
                new ToolCalled(
                        call(fields),
                        new ToolName(text(fields, "toolName")),
                        fields.text("version"),
                        fields.text("schema_hash"),
                        fields.text("arguments").orElse(""),
                        fields.fields("params").orElse(Value.Fields.EMPTY),
                        text(fields, "effect_key"));
            case TOOL_PROGRESS ->
                new ToolProgress(
                        call(fields),
                        (int) number(fields, "percent"),
                        text(fields, "message"),
                        fields.text("event"),
                        fields.fields("content").orElse(Value.Fields.EMPTY));
            case TOOL_RESULT ->
                new ToolReturned(
                        call(fields),
                        new ToolName(text(fields, "toolName")),
                        flag(fields, "ok"),
                        fields.fields("result").orElse(Value.Fields.EMPTY),
                        flag(fields, "truncated"),
                        fields.texts("artifact_ids").stream()
                                .map(ArtifactId::new)
                                .toList(),
                        number(fields, "ms"),
                        flag(fields, "cached"));
            case ARTIFACT_CREATED -> {
                Value.Fields artifact = fields.fields("artifact").orElse(Value.Fields.EMPTY);
                yield new ArtifactCreated(
                        new ArtifactId(text(artifact, "id")),
                        ArtifactKind.ofWire(text(artifact, "kind")),
                        text(artifact, "title"),
                        text(artifact, "media_type"));
            }
            case CHILD_RUN -> new ChildRun(new RunId(text(fields, "run_id")), text(fields, "agent"));
            case INPUT_REQUESTED ->
                new InputRequested(
                        text(fields, "request_id"),
                        InputReason.ofWire(text(fields, "reason")),
                        text(fields, "message"),
                        fields.text("call_id").map(CallId::new),
                        fields.fields("params").orElse(Value.Fields.EMPTY),
                        fields.text("params_hash").orElse(""),
                        fields.fields("response_schema").orElse(Value.Fields.EMPTY),
                        fields.text("expires_at").map(Instant::parse));
            case INPUT_RECEIVED ->
                new InputReceived(
                        text(fields, "request_id"), Decision.ofWire(text(fields, "decision")), fields.get("content"));
            case AGENT_RESPONSE ->
                new AgentResponse(
                        text(fields, "content"),
                        AnswerKind.ofWire(text(fields, "outcome")),
                        fields.texts("plan"),
                        fields.texts("assumptions"),
                        usage(fields));
            case RUN_COMPLETED -> new RunCompleted(AnswerKind.ofWire(text(fields, "outcome")), usage(fields));
            case RUN_FAILED -> {
                Value.Fields error = fields.fields("error").orElse(Value.Fields.EMPTY);
                yield new RunFailed(
                        new RunError(RunError.Code.ofWire(text(error, "code")), text(error, "message")), usage(fields));
            }
            case RUN_CANCELLED -> new RunCancelled(usage(fields));
        };
    }

    /** {@code {input_tokens, output_tokens}}. */
    public static Value.Fields usage(TokenUsage usage) {
        return Value.fields()
                .put("input_tokens", usage.input())
                .put("output_tokens", usage.output())
                .build();
    }

    /** {@code {code, message}}. */
    public static Value.Fields error(RunError error) {
        return Value.fields()
                .put("code", error.code().wire())
                .put("message", error.message())
                .build();
    }

    private static TokenUsage usage(Value.Fields fields) {
        Value.Fields usage = fields.fields("usage").orElse(Value.Fields.EMPTY);
        return usage.fields().isEmpty()
                ? TokenUsage.NONE
                : new TokenUsage(number(usage, "input_tokens"), number(usage, "output_tokens"));
    }

    private static void used(Value.Builder fields, TokenUsage used) {
        if (!used.equals(TokenUsage.NONE)) {
            fields.put("usage", usage(used));
        }
    }

    private static CallId call(Value.Fields fields) {
        return new CallId(text(fields, "call_id"));
    }

    private static String text(Value.Fields fields, String name) {
        return present(fields.text(name), name);
    }

    private static long number(Value.Fields fields, String name) {
        return present(fields.number(name), name).longValue();
    }

    private static boolean flag(Value.Fields fields, String name) {
        return present(fields.flag(name), name);
    }

    private static <T> T present(Optional<T> found, String name) {
        return found.orElseThrow(() -> new IllegalArgumentException("an event's field \"" + name + "\" is missing"));
    }
}
