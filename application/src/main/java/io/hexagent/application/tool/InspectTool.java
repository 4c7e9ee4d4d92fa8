package io.hexagent.application.tool;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.ToolName;

/** Shows one tool with its schema. */
public final class InspectTool {
    private final ToolRegistry registry;

    public InspectTool(ToolRegistry registry) {
        this.registry = registry;
    }

    public record Command(Principal principal, ToolName name) {
        public Command(ToolName name) {
            this(Principal.LOCAL, name);
        }
    }

    public sealed interface Outcome {
        record Found(ToolRegistry.Listed tool) implements Outcome {}

        record Unknown(ToolName name) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return registry.inspect(command.principal().owner(), command.name())
                .<Outcome>map(Outcome.Found::new)
                .orElseGet(() -> new Outcome.Unknown(command.name()));
    }
}
