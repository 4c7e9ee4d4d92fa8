package io.hexagent.application.tool;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;

/** Deletes a tool that an owner described. A run that still calls it is told so. */
public final class DeleteTool {
    private final ToolRegistry registry;
    private final CustomTools tools;

    public DeleteTool(ToolRegistry registry, CustomTools tools) {
        this.registry = registry;
        this.tools = tools;
    }

    public record Command(Principal principal, ToolName name) {}

    public enum Outcome {
        DELETED,
        UNKNOWN,
        /** Everybody has it: it can be switched off, not deleted. */
        BUILT_IN
    }

    public Outcome handle(Command command) {
        OwnerId owner = command.principal().owner();
        if (registry.isBuiltIn(command.name())) {
            return Outcome.BUILT_IN;
        }
        if (!tools.remove(owner, command.name())) {
            return Outcome.UNKNOWN;
        }
        // One of the same name that is added later is another tool.
        registry.change(owner, command.name(), ToolSettings.Setting.DEFAULT);
        return Outcome.DELETED;
    }
}
