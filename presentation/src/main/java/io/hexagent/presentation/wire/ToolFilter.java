package io.hexagent.presentation.wire;

import io.hexagent.application.tool.ListTools;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.tool.ToolCategory;
import java.util.Optional;

/** Which tools to list, as words. */
public final class ToolFilter {
    private ToolFilter() {}

    /** A word is none of those allowed. */
    public static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final String reason;

        Wrong(String field, String reason) {
            super(reason);
            this.field = field;
            this.reason = reason;
        }

        public String field() {
            return field;
        }

        public String reason() {
            return reason;
        }
    }

    /** @throws Wrong when a word is not allowed */
    public static ListTools.Command of(
            Optional<String> category, Optional<String> requiresAuth, Optional<String> agent) {
        return new ListTools.Command(
                Principal.LOCAL,
                category.map(word -> ToolCategory.ofWire(word)
                        .orElseThrow(() ->
                                new Wrong("category", "category \"" + word + "\" not in " + ToolCategory.wires()))),
                requiresAuth.map(ToolFilter::flag),
                agent.map(ToolFilter::agent));
    }

    private static boolean flag(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Wrong("requires_auth", "requires_auth must be true or false, got \"" + word + "\"");
        };
    }

    private static AgentName agent(String word) {
        try {
            return new AgentName(word);
        } catch (IllegalArgumentException wrong) {
            throw new Wrong("agent", String.valueOf(wrong.getMessage()));
        }
    }
}
