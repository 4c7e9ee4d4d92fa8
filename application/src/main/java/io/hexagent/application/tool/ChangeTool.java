package io.hexagent.application.tool;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings.Setting;
import java.util.Optional;

/** Enables or disables a tool, or gives it another description. What the command leaves empty stays as it is. */
public final class ChangeTool {
    /** The longest description, in characters. */
    public static final int MOST_DESCRIPTION = 4000;

    private final ToolRegistry registry;

    public ChangeTool(ToolRegistry registry) {
        this.registry = registry;
    }

    /** @param description replaces the tool's description; blank restores the tool's own */
    public record Command(
            Principal principal, ToolName name, Optional<Boolean> enabled, Optional<String> description) {}

    public sealed interface Outcome {
        record Changed(ToolRegistry.Listed tool) implements Outcome {}

        record Unknown(ToolName name) implements Outcome {}

        /** The change is not allowed; the message says why. */
        record Refused(String message) implements Outcome {}
    }

    public Outcome handle(Command command) {
        var owner = command.principal().owner();
        ToolName name = command.name();
        if (registry.inspect(owner, name).isEmpty()) {
            return new Outcome.Unknown(name);
        }
        if (command.enabled().orElse(false) && registry.isDisabledForAll(name)) {
            return new Outcome.Refused("tool \"" + name + "\" is switched off by the setting tools.disabled");
        }
        if (command.description().map(String::length).orElse(0) > MOST_DESCRIPTION) {
            return new Outcome.Refused("a description has at most " + MOST_DESCRIPTION + " characters");
        }
        Setting before = registry.setting(owner, name);
        Optional<String> description = command.description().isPresent()
                ? command.description().filter(text -> !text.isBlank())
                : before.description();
        registry.change(owner, name, new Setting(command.enabled().orElse(before.enabled()), description));
        return registry.inspect(owner, name)
                .<Outcome>map(Outcome.Changed::new)
                .orElseGet(() -> new Outcome.Unknown(name));
    }
}
