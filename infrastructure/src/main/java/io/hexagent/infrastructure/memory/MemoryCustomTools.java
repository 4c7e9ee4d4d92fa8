package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.infrastructure.store.SignalHub;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Custom tools in memory. Safe for use by many threads. */
final class MemoryCustomTools implements CustomTools {
    private final Map<OwnerId, TreeMap<String, CustomTool>> tools = new HashMap<>();
    private final MemoryRows rows;
    private final SignalHub signals;

    MemoryCustomTools(MemoryRows rows, SignalHub signals) {
        this.rows = rows;
        this.signals = signals;
    }

    @Override
    public synchronized List<CustomTool> all(OwnerId owner) {
        return List.copyOf(tools.getOrDefault(owner, new TreeMap<>()).values());
    }

    @Override
    public Optional<Keyed> add(OwnerId owner, CustomTool tool, int most, Optional<RequestKey> key) {
        Optional<Keyed> keyed = rows.change(news -> {
            Keyed known = rows.known(owner, key);
            if (known instanceof Keyed.Created) {
                if (!put(owner, tool, most)) {
                    return Optional.empty();
                }
                rows.keep(owner, key, tool.name().value());
            }
            return Optional.of(known);
        });
        if (keyed.filter(Keyed.Created.class::isInstance).isPresent()) {
            signals.publish(List.of(new Signal.ToolsChanged(owner)));
        }
        return keyed;
    }

    private synchronized boolean put(OwnerId owner, CustomTool tool, int most) {
        TreeMap<String, CustomTool> own = tools.computeIfAbsent(owner, ignored -> new TreeMap<>());
        return own.size() < most && own.putIfAbsent(tool.name().value(), tool) == null;
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
