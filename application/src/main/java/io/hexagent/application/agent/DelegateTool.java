package io.hexagent.application.agent;

import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.List;

/**
 * Hands a request in words to another agent. The graph of a run knows such a tool: it has the other agent's run worked
 * on in the place of its own, and makes the answer the call's result. Safe for use by many threads.
 */
public final class DelegateTool implements Tool {
    public static final ToolName CREATE_PLOT = new ToolName("create_plot");
    public static final ToolName ANALYZE_DATA = new ToolName("analyze_data");

    private static final int MOST_CHARS = 4000;

    private final ToolSpec spec;
    private final AgentName agent;

    private DelegateTool(ToolSpec spec, AgentName agent) {
        this.spec = spec;
        this.agent = agent;
    }

    /** The tools that are always there: one for the plotter, one for the analyst. */
    public static List<DelegateTool> builtIn() {
        return List.of(
                of(
                        CREATE_PLOT,
                        AgentName.PLOTTER,
                        "Have a chart drawn",
                        "Hands a request for a chart to the plotting agent, which chooses its kind, columns and"
                            + " grouping and draws it from the data sets of this conversation. Say in words what the"
                            + " chart is to show. Answers with what was drawn; the chart itself is shown to the user.",
                        "chart"),
                of(
                        ANALYZE_DATA,
                        AgentName.ANALYST,
                        "Have data analysed",
                        "Hands a question about the data sets of this conversation to the analyst, who calculates and"
                                + " answers with figures. Use it for questions that take several calculations.",
                        "table"));
    }

    /** @param name what a model calls it by @param agent to whom the request goes */
    public static DelegateTool of(ToolName name, AgentName agent, String displayName, String description, String icon) {
        return new DelegateTool(
                new ToolSpec(
                        name,
                        "1",
                        displayName,
                        description,
                        List.of(),
                        icon,
                        ToolCategory.AGENT,
                        parameters(),
                        // The other run has an id of the call's, so that a repeated call finds it.
                        ToolSpec.Effects.IDEMPOTENT,
                        false),
                agent);
    }

    private static Value.Fields parameters() {
        return Value.fields()
                .put("type", "object")
                .put(
                        "properties",
                        Value.fields()
                                .put(
                                        "request",
                                        Value.fields()
                                                .put("type", "string")
                                                .put("minLength", 1)
                                                .put("maxLength", MOST_CHARS)
                                                .put(
                                                        "description",
                                                        "What is wanted, in whole sentences. The other agent sees the"
                                                                + " data sets, but nothing of this conversation.")
                                                .build())
                                .build())
                .put("required", Value.texts(List.of("request")))
                .put("additionalProperties", false)
                .build();
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** Who is asked. */
    public AgentName agent() {
        return agent;
    }

    /** What is asked, of arguments that fit the schema. */
    public String request(Value.Fields arguments) {
        return arguments.text("request").orElse("");
    }

    /** @throws IllegalStateException always: only a run can have another one below it, and its graph does so */
    @Override
    public ToolResult call(Value.Fields arguments, ToolContext context) {
        throw new IllegalStateException(spec.name() + " is worked on by the graph of run " + context.run());
    }
}
