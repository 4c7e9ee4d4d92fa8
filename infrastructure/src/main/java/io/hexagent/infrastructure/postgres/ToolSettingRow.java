package io.hexagent.infrastructure.postgres;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import org.jspecify.annotations.Nullable;

/** What an owner changed of a tool. The tool's name is unique for its owner only. */
@MappedEntity("tool_settings")
record ToolSettingRow(
        @Id String tool,
        String owner,
        boolean enabled,
        @Nullable String description) {}
