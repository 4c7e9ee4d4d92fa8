package io.hexagent.presentation.wire;

import io.hexagent.domain.run.Step;
import io.hexagent.domain.value.Value;
import java.util.stream.Collectors;

/** One step as a line for a person. */
public final class StepText {
    private static final int LONGEST = 400;

    private StepText() {}

    public static String of(Step step) {
        return switch (step) {
            case Step.UserRequest request -> request.content();
            case Step.Thought thought -> thought.content();
            case Step.ToolCall call -> call.tool() + "(" + cut(parameters(call.params())) + ")";
            case Step.ToolResult result -> cut(result(result));
            case Step.Response response -> response.content();
        };
    }

    private static String parameters(Value.Fields params) {
        return params.fields().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String result(Step.ToolResult result) {
        Value.Fields fields = result.result();
        if (!result.ok()) {
            return fields.text("error").orElse("failed");
        }
        long rows = fields.fields("table")
                .flatMap(table -> table.number("total_rows"))
                .map(Number::longValue)
                .orElse(-1L);
        String rest = fields.fields().entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals("table") && !entry.getKey().equals("success"))
                .map(entry -> entry.getKey() + ": " + shown(entry.getValue()))
                .collect(Collectors.joining(", "));
        String counted = rows < 0 ? "" : rows + (rows == 1 ? " row" : " rows");
        return counted.isEmpty() || rest.isEmpty() ? counted + rest : counted + "; " + rest;
    }

    private static String shown(Value value) {
        return switch (value) {
            case Value.Text text -> text.text();
            case Value.Number number -> number.number().toPlainString();
            case Value.Flag flag -> Boolean.toString(flag.flag());
            case Value.Items items ->
                items.items().stream().map(StepText::shown).collect(Collectors.joining(", ", "[", "]"));
            case Value.Fields fields -> "{" + parameters(fields) + "}";
            case Value.Absent absent -> "none";
        };
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
        return text.substring(0, end) + "…";
    }
}
