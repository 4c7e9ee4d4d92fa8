package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.value.Clean;
import io.hexagent.infrastructure.store.SignalHub;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings of tools in memory. Safe for use by many threads. */
final class MemoryToolSettings implements ToolSettings {
    private final Map<OwnerId, Map<ToolName, Setting>> settings = new HashMap<>();

    private final SignalHub signals;

    MemoryToolSettings(SignalHub signals) {
        this.signals = signals;
    }

    @Override
    public synchronized Map<ToolName, Setting> all(OwnerId owner) {
        return Map.copyOf(settings.getOrDefault(owner, Map.of()));
    }

    @Override
    public void put(OwnerId owner, ToolName tool, Setting setting) {
        keep(owner, tool, setting);
        signals.publish(List.of(new Signal.ToolsChanged(owner)));
    }

    private synchronized void keep(OwnerId owner, ToolName tool, Setting setting) {
        var cleaned = new Setting(setting.enabled(), setting.description().map(Clean::text));
        Map<ToolName, Setting> ofOwner = settings.computeIfAbsent(owner, unused -> new HashMap<>());
        if (cleaned.equals(Setting.DEFAULT)) {
            ofOwner.remove(tool);
        } else {
            ofOwner.put(tool, cleaned);
        }
    }
}
