package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.value.ContentHash;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What belongs to runs and goes with them. All methods belong into the transaction that removes the runs. */
final class Leftovers {
    private static final List<String> TABLES = List.of("run_events", "checkpoints", "partial_replies");

    private final BlobReferences references;

    Leftovers(BlobReferences references) {
        this.references = references;
    }

    /** The first column of what a statement returns. */
    static List<String> ids(PreparedStatement statement) throws SQLException {
        var ids = new ArrayList<String>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /**
     * Removes what belongs to the runs.
     *
     * @return bytes that nothing may refer to any more: to be {@linkplain #release released} last, since that locks
     *     them
     */
    List<ContentHash> remove(Connection connection, List<String> runs) throws SQLException {
        if (runs.isEmpty()) {
            return List.of();
        }
        var ids = connection.createArrayOf("text", runs.toArray());
        for (String table : TABLES) {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM " + table + " WHERE run_id = ANY (?)")) {
                delete.setArray(1, ids);
                int ignored = delete.executeUpdate();
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("""
            WITH gone AS (DELETE FROM artifacts WHERE run_id = ANY (?) RETURNING contents)
            SELECT DISTINCT unnest(contents) FROM gone\
            """)) {
            delete.setArray(1, ids);
            return ids(delete).stream().map(ContentHash::new).toList();
        }
    }

    /** Removes the bytes that nothing refers to any more. */
    void release(List<ContentHash> contents) {
        references.release(contents);
    }
}
