package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.value.Clean;
import io.hexagent.infrastructure.store.SignalHub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings of tools in Postgres. Safe for use by many threads. */
final class PostgresToolSettings implements ToolSettings {
    private final ToolSettingRows rows;
    private final SignalHub signals;

    PostgresToolSettings(ToolSettingRows rows, SignalHub signals) {
        this.rows = rows;
        this.signals = signals;
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
        signals.publish(List.of(new Signal.ToolsChanged(owner)));
    }
}
