package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.infrastructure.store.SignalHub;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Custom tools in memory. Safe for use by many threads. */
final class MemoryCustomTools implements CustomTools {
    private final Map<OwnerId, TreeMap<String, CustomTool>> tools = new HashMap<>();
    private final SignalHub signals;

    MemoryCustomTools(SignalHub signals) {
        this.signals = signals;
    }

    @Override
    public synchronized List<CustomTool> all(OwnerId owner) {
        return List.copyOf(tools.getOrDefault(owner, new TreeMap<>()).values());
    }

    @Override
    public boolean add(OwnerId owner, CustomTool tool, int most) {
        synchronized (this) {
            TreeMap<String, CustomTool> own = tools.computeIfAbsent(owner, ignored -> new TreeMap<>());
            if (own.size() >= most || own.putIfAbsent(tool.name().value(), tool) != null) {
                return false;
            }
        }
        signals.publish(List.of(new Signal.ToolsChanged(owner)));
        return true;
    }

    @Override
    public boolean remove(OwnerId owner, ToolName name) {
        synchronized (this) {
            if (tools.getOrDefault(owner, new TreeMap<>()).remove(name.value()) == null) {
                return false;
            }
        }
        signals.publish(List.of(new Signal.ToolsChanged(owner)));
        return true;
    }
}
