package io.hexagent.application.run;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Takes {@code {text}}, does what it is told and remembers what it was called with. */
final class TestTool implements Tool {
    final List<String> calls = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    private final ToolSpec spec;
    private final BiFunction<Value.Fields, ToolContext, ToolResult> work;

    TestTool(
            String name,
            Effects effects,
            boolean needsApproval,
            BiFunction<Value.Fields, ToolContext, ToolResult> work) {
        this.work = work;
        this.spec = new ToolSpec(
                new ToolName(name),
                "1",
                "Tester",
                "Does what a test tells it",
                List.of(),
                "probe",
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
                needsApproval,
                false);
    }

    private TestTool(ToolSpec spec, BiFunction<Value.Fields, ToolContext, ToolResult> work) {
        this.spec = spec;
        this.work = work;
    }

    /** The same tool, its calls behind those of others. */
    TestTool behind(String... names) {
        return new TestTool(spec.after(Arrays.stream(names).map(ToolName::new).collect(Collectors.toSet())), work);
    }

    /** The same tool, about something else. */
    TestTool about(ToolCategory category) {
        return new TestTool(
                new ToolSpec(
                        spec.name(),
                        spec.version(),
                        spec.displayName(),
                        spec.description(),
                        spec.examples(),
                        spec.icon(),
                        category,
                        spec.parameters(),
                        spec.effects(),
                        spec.needsApproval(),
                        spec.requiresAuth()),
                work);
    }

    /** Gives back what it was given. */
    static TestTool echo(String name, Effects effects, boolean needsApproval) {
        return new TestTool(
                name,
                effects,
                needsApproval,
                (arguments, context) -> new ToolResult.Succeeded(
                        Value.fields().put("echo", arguments.get("text")).build()));
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        calls.add(arguments.text("text").orElse(""));
        keys.add(context.effectKey());
        return work.apply(arguments, context);
    }
}
