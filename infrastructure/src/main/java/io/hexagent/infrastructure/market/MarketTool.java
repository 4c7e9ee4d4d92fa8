package io.hexagent.infrastructure.market;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Outage;
import java.util.List;

/** A tool that reads one outside source of markets. */
abstract class MarketTool implements Tool {
    private final ToolSpec spec;

    MarketTool(ToolSpec spec) {
        this.spec = spec;
    }

    /** The source cannot tell. The message may be shown. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(message);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }

    /**
     * Without something that an operator gives the source is not asked. The message says what, and where it is given.
     */
    static final class Unset extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unset(String message) {
            super(message);
        }
    }

    static ToolSpec spec(
            String name,
            String display,
            String icon,
            String description,
            List<String> examples,
            Value.Fields properties,
            List<String> required) {
        var parameters = Value.fields().put("type", "object").put("properties", properties);
        if (!required.isEmpty()) {
            parameters.put("required", Value.texts(required));
        }
        return new ToolSpec(
                new ToolName(name),
                "1",
                display,
                description,
                examples,
                icon,
                ToolCategory.MARKET,
                parameters.put("additionalProperties", false).build(),
                ToolSpec.Effects.READS,
                false);
    }

    static Value choice(String description, List<String> choices) {
        return Value.fields()
                .put("type", "string")
                .put("enum", Value.texts(choices))
                .put("description", description)
                .build();
    }

    static Value whole(String description, long least, long most) {
        return Value.fields()
                .put("type", "integer")
                .put("minimum", least)
                .put("maximum", most)
                .put("description", description)
                .build();
    }

    static Value text(String description, String pattern) {
        return Value.fields()
                .put("type", "string")
                .put("pattern", pattern)
                .put("maxLength", 40)
                .put("description", description)
                .build();
    }

    @Override
    public final ToolSpec spec() {
        return spec;
    }

    @Override
    public final ToolResult call(Value.Fields arguments, ToolContext context) {
        try {
            return new ToolResult.Succeeded(answer(arguments, context));
        } catch (Unset missing) {
            return new ToolResult.NeedsCredential(String.valueOf(missing.getMessage()));
        } catch (Unanswered | Outage problem) {
            return new ToolResult.Failed(String.valueOf(problem.getMessage()));
        } catch (IllegalArgumentException wrong) {
            return new ToolResult.Rejected(String.valueOf(wrong.getMessage()));
        }
    }

    /**
     * @throws Unset when the source cannot be asked without a setting
     * @throws Unanswered or Outage when the source cannot tell
     * @throws IllegalArgumentException when the arguments are wrong; the message says what is allowed
     */
    abstract Value.Fields answer(Value.Fields arguments, ToolContext context);
}
