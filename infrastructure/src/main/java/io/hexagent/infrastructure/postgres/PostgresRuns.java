package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs in Postgres, for reading and removing. Safe for use by many threads. */
final class PostgresRuns implements Runs {
    /** Stands after every text that starts with what is before it. */
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private static final String OLD = """
        DELETE FROM runs WHERE id IN (
          SELECT id FROM runs
          WHERE completed_at < ? AND status IN ('completed', 'failed', 'cancelled')
          LIMIT ?
          FOR UPDATE SKIP LOCKED)
        RETURNING id\
        """;

    private static final String OLD_REPLIES = """
        DELETE FROM partial_replies p
        WHERE p.at < ? AND NOT EXISTS (
          SELECT 1 FROM runs r WHERE r.id = p.run_id AND r.status IN ('queued', 'running', 'awaiting_input'))\
        """;

    private final RunRows rows;
    private final Database database;
    private final Leftovers leftovers;
    private final TransactionOperations<Connection> transactions;
    private final RunReading reading;

    PostgresRuns(
            RunRows rows,
            Database database,
            Leftovers leftovers,
            TransactionOperations<Connection> transactions,
            Json json) {
        this.rows = rows;
        this.database = database;
        this.leftovers = leftovers;
        this.transactions = transactions;
        this.reading = new RunReading(json);
    }

    @Override
    public Optional<Run> find(OwnerId owner, RunId id) {
        return Calls.of(() -> rows.find(owner.value(), id.value())).map(reading::run);
    }

    @Override
    public Optional<Run> findByPrefix(OwnerId owner, String prefix) {
        if (!Searchable.is(prefix)) {
            return Optional.empty();
        }
        List<RunRow> found = Calls.of(() -> rows.firstTwoBetween(owner.value(), prefix, prefix + LAST_CHARACTER));
        return found.size() == 1 ? Optional.of(reading.run(found.getFirst())) : Optional.empty();
    }

    @Override
    public Page list(OwnerId owner, Query query) {
        String status = query.status().map(RunStatus::wire).orElse("");
        String conversation = query.conversation().map(ConversationId::value).orElse("");
        return Calls.of(() -> new Page(
                rows.list(owner.value(), status, conversation, query.limit(), query.offset()).stream()
                        .map(reading::run)
                        .toList(),
                rows.count(owner.value(), status, conversation)));
    }

    @Override
    public Deletion delete(OwnerId owner, RunId id) {
        return Calls.transaction(transactions, connection -> delete(connection, owner, id));
    }

    private Deletion delete(Connection connection, OwnerId owner, RunId id) throws SQLException {
        List<String> below = below(owner, id.value());
        for (String child : below) {
            if (rows.find(owner.value(), child).filter(PostgresRuns::isLive).isPresent()) {
                return Deletion.LIVE;
            }
        }
        if (rows.deleteEnded(owner.value(), id.value()) == 0) {
            return rows.find(owner.value(), id.value()).isPresent() ? Deletion.LIVE : Deletion.UNKNOWN;
        }
        var gone = new ArrayList<String>(below.size() + 1);
        gone.add(id.value());
        for (String child : below) {
            if (rows.deleteEnded(owner.value(), child) > 0) {
                gone.add(child);
            }
        }
        leftovers.release(leftovers.remove(connection, gone));
        return Deletion.DELETED;
    }

    private static boolean isLive(RunRow row) {
        return !RunStatus.ofWire(row.status()).isTerminal();
    }

    /** The runs of a run's sub-agents, of theirs, and so on. */
    private List<String> below(OwnerId owner, String parent) {
        var found = new ArrayList<String>();
        for (RunRow child : rows.children(owner.value(), parent)) {
            found.add(child.id());
            found.addAll(below(owner, child.id()));
        }
        return found;
    }

    @Override
    public List<Run> children(OwnerId owner, RunId parent) {
        return Calls.of(() -> rows.children(owner.value(), parent.value())).stream()
                .map(reading::run)
                .toList();
    }

    @Override
    public List<Run> ofConversation(OwnerId owner, ConversationId conversation, long fromOrdinal, int limit) {
        return around(owner, conversation, "ordinal >= ? ORDER BY ordinal", fromOrdinal, limit);
    }

    @Override
    public List<Run> before(OwnerId owner, ConversationId conversation, long ordinal, int limit) {
        return around(owner, conversation, "ordinal < ? ORDER BY ordinal DESC", ordinal, limit);
    }

    private List<Run> around(OwnerId owner, ConversationId conversation, String which, long ordinal, int limit) {
        if (!Searchable.is(conversation.value())) {
            return List.of();
        }
        String sql =
                "SELECT * FROM runs WHERE owner = ? AND conversation = ? AND parent IS NULL AND " + which + " LIMIT ?";
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setString(1, owner.value());
                query.setString(2, conversation.value());
                query.setLong(3, ordinal);
                query.setInt(4, limit);
                return reading.all(query);
            }
        });
    }

    @Override
    public int prune(Instant endedBefore, int limit) {
        int ignored = database.ask(connection -> old(connection, OLD_REPLIES, endedBefore));
        return Calls.transaction(transactions, connection -> prune(connection, endedBefore, limit));
    }

    @Override
    public void forgetRequests(Instant before) {
        int ignored =
                database.ask(connection -> old(connection, "DELETE FROM request_keys WHERE created_at < ?", before));
    }

    private static int old(Connection connection, String delete, Instant before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(delete)) {
            statement.setObject(1, AcceptStatement.time(before));
            return statement.executeUpdate();
        }
    }

    private int prune(Connection connection, Instant endedBefore, int limit) throws SQLException {
        try (PreparedStatement old = connection.prepareStatement(OLD)) {
            old.setObject(1, AcceptStatement.time(endedBefore));
            old.setInt(2, limit);
            List<String> runs = Leftovers.ids(old);
            leftovers.release(leftovers.remove(connection, runs));
            return runs.size();
        }
    }
}
