package io.hexagent.infrastructure.langchain4j;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.infrastructure.json.JacksonJson;
import java.util.List;

/** Prompts for tests. */
final class Prompts {
    static final String INSTRUCTIONS = "You calculate. Never guess; call the tools.";

    static final ToolSpec CALCULATOR = new ToolSpec(
            new ToolName("calculator"),
            "1",
            "Calculator",
            "Calculates exactly.",
            List.of("What is 5 + 10?"),
            "calculator",
            ToolCategory.CALCULATION,
            new JacksonJson().readFields("""
                {"type":"object","additionalProperties":false,"required":["operation","x","y"],"properties":{
                  "operation":{"type":"string","enum":["add","subtract","multiply","divide","power"]},
                  "x":{"type":"number","minimum":-1000000},"y":{"anyOf":[{"type":"number"},{"type":"null"}]},
                  "steps":{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"}}}}}}
                """),
            ToolSpec.Effects.PURE,
            false);

    private static final List<ToolSpec> TOOLS = List.of(CALCULATOR);

    private Prompts() {}

    static Prompt question(String text) {
        return of(List.of(new Message.User(text)));
    }

    static Prompt of(List<Message> messages) {
        return new Prompt(INSTRUCTIONS, messages, TOOLS, List.of());
    }
}
