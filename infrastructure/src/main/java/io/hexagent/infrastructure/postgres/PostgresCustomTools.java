package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.CustomToolFields;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.store.SignalHub;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** Custom tools in Postgres. Safe for use by many threads. */
final class PostgresCustomTools implements CustomTools {
    private final CustomToolRows rows;
    private final TransactionOperations<Connection> transactions;
    private final SignalHub signals;
    private final Json json;

    PostgresCustomTools(
            CustomToolRows rows, TransactionOperations<Connection> transactions, SignalHub signals, Json json) {
        this.rows = rows;
        this.transactions = transactions;
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
    public Optional<Keyed> add(OwnerId owner, CustomTool tool, int most, Optional<RequestKey> key) {
        String definition = json.write(CustomToolFields.of(tool));
        Optional<Keyed> keyed = Calls.transaction(transactions, connection -> {
            Keyed taken = RequestKeys.take(connection, owner, key, tool.name().value());
            boolean isNew = taken instanceof Keyed.Created;
            if (isNew && rows.add(owner.value(), tool.name().value(), definition, most) == 0) {
                RequestKeys.giveBack(connection, owner, key);
                return Optional.empty();
            }
            return Optional.of(taken);
        });
        if (keyed.filter(Keyed.Created.class::isInstance).isPresent()) {
            signals.publish(List.of(new Signal.ToolsChanged(owner)));
        }
        return keyed;
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
