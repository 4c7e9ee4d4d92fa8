package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.value.Clean;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings of tools in Postgres. Safe for use by many threads. */
final class PostgresToolSettings implements ToolSettings {
    private final ToolSettingRows rows;

    PostgresToolSettings(ToolSettingRows rows) {
        this.rows = rows;
    }

    @Override
    public Map<ToolName, Setting> all(OwnerId owner) {
        return Calls.of(() -> rows.of(owner.value())).stream()
                .collect(Collectors.toUnmodifiableMap(
                        row -> new ToolName(row.tool()),
                        row -> new Setting(row.enabled(), Optional.ofNullable(row.description()))));
    }

    @Override
    public void put(OwnerId owner, ToolName tool, Setting setting) {
        Calls.run(() -> {
            if (setting.equals(Setting.DEFAULT)) {
                rows.delete(owner.value(), tool.value());
            } else {
                rows.put(
                        owner.value(),
                        tool.value(),
                        setting.enabled(),
                        setting.description().map(Clean::text).orElse(null));
            }
        });
    }
}
