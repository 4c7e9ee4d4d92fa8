package io.hexagent.config;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.function.BiFunction;

/** A tool for tests: takes {@code {text}} and does what it is told. */
record ProbeTool(String name, ToolSpec.Effects effects, BiFunction<Value.Fields, ToolContext, ToolResult> work)
        implements Tool {
    /** One that changes nothing. */
    ProbeTool(String name, BiFunction<Value.Fields, ToolContext, ToolResult> work) {
        this(name, ToolSpec.Effects.READS, work);
    }

    @Override
    public ToolSpec spec() {
        return new ToolSpec(
                new ToolName(name),
                "1",
                "Probe",
                "Does what a test tells it",
                List.of(),
                "IconProbe",
                ToolCategory.OTHER,
                Value.fields()
                        .put("type", "object")
                        .put(
                                "properties",
                                Value.fields()
                                        .put(
                                                "text",
                                                Value.fields()
                                                        .put("type", "string")
                                                        .build())
                                        .build())
                        .put("required", Value.texts(List.of("text")))
                        .put("additionalProperties", false)
                        .build(),
                effects,
                false);
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        return work.apply(arguments, context);
    }
}
