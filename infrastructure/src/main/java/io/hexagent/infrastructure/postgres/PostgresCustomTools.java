package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.CustomToolFields;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.store.SignalHub;
import java.util.List;

/** Custom tools in Postgres. Safe for use by many threads. */
final class PostgresCustomTools implements CustomTools {
    private final CustomToolRows rows;
    private final SignalHub signals;
    private final Json json;

    PostgresCustomTools(CustomToolRows rows, SignalHub signals, Json json) {
        this.rows = rows;
        this.signals = signals;
        this.json = json;
    }

    @Override
    public List<CustomTool> all(OwnerId owner) {
        return Calls.of(() -> rows.of(owner.value())).stream()
                .map(row -> CustomToolFields.read(json.readFields(row.definition())))
                .toList();
    }

    @Override
    public boolean add(OwnerId owner, CustomTool tool, int most) {
        String definition = json.write(CustomToolFields.of(tool));
        boolean added = Calls.of(() -> rows.add(owner.value(), tool.name().value(), definition, most)) > 0;
        if (added) {
            signals.publish(List.of(new Signal.ToolsChanged(owner)));
        }
        return added;
    }

    @Override
    public boolean remove(OwnerId owner, ToolName name) {
        boolean removed = Calls.of(() -> rows.delete(owner.value(), name.value())) > 0;
        if (removed) {
            signals.publish(List.of(new Signal.ToolsChanged(owner)));
        }
        return removed;
    }
}
