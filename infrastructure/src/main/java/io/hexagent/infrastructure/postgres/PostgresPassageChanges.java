package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.document.EmbeddedPassage;
import io.hexagent.domain.document.Passage;
import io.hexagent.domain.document.PassageChange;
import io.hexagent.domain.document.PassageChanges;
import io.hexagent.domain.value.DocumentId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What changed among the passages, read in the order of its versions. Safe for use by many threads. */
final class PostgresPassageChanges implements PassageChanges {
    /** One statement, so that it sees one state of both tables. */
    private static final String AFTER = """
        (SELECT version, document, owner, place, start_at, end_at, body, model, vector FROM passages
          WHERE version > ? ORDER BY version LIMIT ?)
        UNION ALL
        (SELECT version, document, owner, NULL, NULL, NULL, NULL, NULL, NULL FROM passage_removals
          WHERE version > ? ORDER BY version LIMIT ?)
        ORDER BY 1 LIMIT ?\
        """;

    /** One statement, so that whoever finds a removal gone finds that it was forgotten, too. */
    private static final String FORGET = """
        WITH old AS (SELECT version FROM passage_removals WHERE removed_at < ? ORDER BY version LIMIT ?),
             gone AS (DELETE FROM passage_removals USING old WHERE passage_removals.version = old.version
                       RETURNING passage_removals.version),
             told AS (UPDATE passage_clock SET forgotten = greatest(forgotten, (SELECT max(version) FROM gone))
                       WHERE EXISTS (SELECT FROM gone))
        SELECT count(*) FROM gone\
        """;

    private final Database database;

    PostgresPassageChanges(Database database) {
        this.database = database;
    }

    @Override
    public String origin() {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT origin FROM passage_clock");
                    ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        });
    }

    @Override
    public long latest() {
        return number("SELECT version FROM passage_clock");
    }

    @Override
    public long forgotten() {
        return number("SELECT forgotten FROM passage_clock");
    }

    private long number(String select) {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(select);
                    ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0L;
            }
        });
    }

    @Override
    public int forget(Instant before, int limit) {
        return database.ask(connection -> {
            try (PreparedStatement forget = connection.prepareStatement(FORGET)) {
                forget.setObject(1, AcceptStatement.time(before));
                forget.setInt(2, limit);
                try (ResultSet rows = forget.executeQuery()) {
                    return rows.next() ? rows.getInt(1) : 0;
                }
            }
        });
    }

    @Override
    public List<PassageChange> after(long version, int limit) {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(AFTER)) {
                query.setLong(1, version);
                query.setInt(2, limit);
                query.setLong(3, version);
                query.setInt(4, limit);
                query.setInt(5, limit);
                var changes = new ArrayList<PassageChange>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        changes.add(change(rows));
                    }
                }
                return List.copyOf(changes);
            }
        });
    }

    private static PassageChange change(ResultSet row) throws SQLException {
        long version = row.getLong("version");
        var document = new DocumentId(row.getString("document"));
        byte[] vector = row.getBytes("vector");
        if (vector == null) {
            return new PassageChange.Removed(version, document);
        }
        var passage = new Passage(
                document, row.getInt("place"), row.getInt("start_at"), row.getInt("end_at"), row.getString("body"));
        return new PassageChange.Added(
                version,
                new OwnerId(row.getString("owner")),
                new EmbeddedPassage(passage, Vectors.read(row.getString("model"), vector)));
    }
}
