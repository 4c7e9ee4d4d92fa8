package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns rows into runs. Safe for use by many threads. */
final class RunReading {
    private final Json json;

    RunReading(Json json) {
        this.json = json;
    }

    Run run(RunRow row) {
        var state = new StateColumns(
                row.status(),
                row.worker(),
                row.request(),
                row.outcome(),
                row.errorCode(),
                row.errorMessage(),
                row.completedAt());
        int slash = row.model().indexOf('/');
        return new Run(
                new RunId(row.id()),
                new OwnerId(row.owner()),
                new ConversationId(row.conversation()),
                row.ordinal(),
                new AgentName(row.agent()),
                new ModelName(row.model().substring(0, slash), row.model().substring(slash + 1)),
                row.query(),
                datasets(row.datasets()),
                Optional.ofNullable(row.replayOf()).map(RunId::new),
                Optional.ofNullable(row.parent()).map(RunId::new),
                state.state(),
                new TokenUsage(row.inputTokens(), row.outputTokens()),
                row.epoch(),
                row.attempt(),
                row.createdAt());
    }

    /** The run in the current row, which has all columns of the table. */
    Run run(ResultSet rows) throws SQLException {
        return run(new RunRow(
                rows.getString("id"),
                rows.getString("owner"),
                rows.getString("conversation"),
                rows.getLong("ordinal"),
                rows.getString("agent"),
                rows.getString("model"),
                rows.getString("query"),
                rows.getString("datasets"),
                rows.getString("replay_of"),
                rows.getString("parent"),
                rows.getString("status"),
                rows.getString("worker"),
                rows.getString("request"),
                rows.getString("outcome"),
                rows.getString("error_code"),
                rows.getString("error_message"),
                rows.getLong("input_tokens"),
                rows.getLong("output_tokens"),
                rows.getLong("epoch"),
                rows.getInt("attempt"),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(rows, "completed_at")));
    }

    /** The only row of a query. */
    Optional<Run> one(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? Optional.of(run(rows)) : Optional.empty();
        }
    }

    /** All rows of a query. */
    List<Run> all(PreparedStatement query) throws SQLException {
        var runs = new ArrayList<Run>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                runs.add(run(rows));
            }
        }
        return runs;
    }

    private static @Nullable Instant instant(ResultSet rows, String column) throws SQLException {
        @Nullable OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private List<DatasetId> datasets(String text) {
        return json.read(text) instanceof Value.Items items
                ? items.items().stream()
                        .map(Value::toString)
                        .map(DatasetId::new)
                        .toList()
                : List.of();
    }
}
