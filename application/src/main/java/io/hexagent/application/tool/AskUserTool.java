package io.hexagent.application.tool;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.List;

/** Asks the person a question; the run waits for the answer. Safe for use by many threads. */
public final class AskUserTool implements Tool {
    public static final ToolName NAME = new ToolName("ask_user");

    private static final int MOST_CHARS = 2000;
    private static final int MOST_OPTIONS = 20;

    private static final ToolSpec SPEC = new ToolSpec(
            NAME,
            "1",
            "Ask the user",
            "Asks the user a question and waits for the answer. Use it only when the request cannot be fulfilled"
                    + " without something that only the user knows or decides. Give options when the answer is one of a"
                    + " few.",
            List.of(),
            "question",
            ToolCategory.AGENT,
            parameters(),
            ToolSpec.Effects.PURE,
            false);

    private static Value.Fields parameters() {
        return Value.fields()
                .put("type", "object")
                .put(
                        "properties",
                        Value.fields()
                                .put(
                                        "question",
                                        text().put("description", "What to ask.")
                                                .build())
                                .put(
                                        "options",
                                        Value.fields()
                                                .put("type", "array")
                                                .put("items", text().build())
                                                .put("minItems", 1)
                                                .put("maxItems", MOST_OPTIONS)
                                                .put("description", "The possible answers.")
                                                .build())
                                .build())
                .put("required", Value.texts(List.of("question")))
                .put("additionalProperties", false)
                .build();
    }

    private static Value.Builder text() {
        return Value.fields().put("type", "string").put("minLength", 1).put("maxLength", MOST_CHARS);
    }

    @Override
    public ToolSpec spec() {
        return SPEC;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        List<String> options = arguments.texts("options");
        return new ToolResult.NeedsAnswer(
                arguments.text("question").orElse(""),
                options.isEmpty()
                        ? Value.Fields.EMPTY
                        : Value.fields()
                                .put("type", "string")
                                .put("enum", Value.texts(options))
                                .build());
    }
}
