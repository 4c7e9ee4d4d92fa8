package io.hexagent.application.tool;

import io.hexagent.domain.access.Principal;
import java.util.List;

/** Lists all tools, enabled or not. */
public final class ListTools {
    private final ToolRegistry registry;

    public ListTools(ToolRegistry registry) {
        this.registry = registry;
    }

    public record Command(Principal principal) {
        public Command() {
            this(Principal.LOCAL);
        }
    }

    public List<ToolRegistry.Listed> handle(Command command) {
        return registry.list(command.principal().owner());
    }
}
