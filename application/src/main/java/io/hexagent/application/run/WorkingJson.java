package io.hexagent.application.run;

import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.util.List;

/** {@link Working} as JSON, both ways: the only type that a checkpoint can hold. */
final class WorkingJson {
    private final Json json;

    WorkingJson(Json json) {
        this.json = json;
    }

    String write(Working working) {
        var fields = Value.fields()
                .put("run", working.run().value())
                .put("turns", working.turns())
                .put("tool_calls", working.toolCalls())
                .put("input_tokens", working.usage().input())
                .put("output_tokens", working.usage().output())
                .put("repairs", working.repairs())
                .put("repeats", working.repeats())
                .put("signature", working.signature())
                .put(
                        "pending",
                        Value.items(working.pending().stream()
                                .map(call -> Value.fields()
                                        .put("id", call.id().value())
                                        .put("name", call.name().value())
                                        .put("arguments", call.arguments())
                                        .build())
                                .toList()));
        working.request().ifPresent(request -> fields.put("request", request));
        working.outcome().ifPresent(outcome -> fields.put("outcome", outcome.wire()));
        working.error()
                .ifPresent(
                        error -> fields.put("error_code", error.code().wire()).put("error_message", error.message()));
        return json.write(fields.build());
    }

    /** @throws IllegalArgumentException when the text is no checkpoint of ours */
    Working read(String text) {
        Value.Fields fields = json.readFields(text);
        List<ToolCall> pending = fields.items("pending").stream()
                .map(item -> item instanceof Value.Fields call ? call : Value.Fields.EMPTY)
                .map(call -> new ToolCall(
                        new CallId(text(call, "id")), new ToolName(text(call, "name")), text(call, "arguments")))
                .toList();
        return new Working(
                new RunId(text(fields, "run")),
                (int) number(fields, "turns"),
                (int) number(fields, "tool_calls"),
                new TokenUsage(number(fields, "input_tokens"), number(fields, "output_tokens")),
                (int) number(fields, "repairs"),
                (int) number(fields, "repeats"),
                text(fields, "signature"),
                pending,
                fields.text("request"),
                fields.text("outcome").map(AnswerKind::ofWire),
                fields.text("error_code")
                        .map(code -> new RunError(RunError.Code.ofWire(code), text(fields, "error_message"))));
    }

    private static String text(Value.Fields fields, String name) {
        return fields.text(name).orElseThrow(() -> missing(name));
    }

    private static long number(Value.Fields fields, String name) {
        return fields.number(name).orElseThrow(() -> missing(name)).longValue();
    }

    private static IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("a checkpoint's field \"" + name + "\" is missing");
    }
}
