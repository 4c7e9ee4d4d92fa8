package io.hexagent.domain.tool;

import io.hexagent.domain.access.OwnerId;
import java.util.Map;
import java.util.Optional;

/** What an owner changed of the tools. Implementations are safe for use by many threads. */
public interface ToolSettings {
    /** @param description replaces the tool's own when present */
    record Setting(boolean enabled, Optional<String> description) {
        public static final Setting DEFAULT = new Setting(true, Optional.empty());
    }

    /** The settings that differ from {@link Setting#DEFAULT}, by tool. */
    Map<ToolName, Setting> all(OwnerId owner);

    void put(OwnerId owner, ToolName tool, Setting setting);
}
