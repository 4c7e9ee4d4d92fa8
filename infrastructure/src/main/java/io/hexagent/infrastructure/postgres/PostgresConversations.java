package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.ConversationStatus;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations in Postgres. Safe for use by many threads. */
final class PostgresConversations implements Conversations {
    private static final String INSERT = """
        INSERT INTO conversations (owner, id, title, metadata, created_at, updated_at)
        VALUES (?, ?, ?, ?::json, ?, ?)\
        """;

    private static final String FIND = "SELECT * FROM conversations WHERE owner = ? AND id = ?";

    /** Live runs are few, and found by an index of their own. */
    private static final String LOOK = """
        SELECT c.*,
          EXISTS (SELECT 1 FROM runs r WHERE r.owner = c.owner AND r.conversation = c.id
            AND r.status IN ('queued', 'running')) AS busy,
          EXISTS (SELECT 1 FROM runs r WHERE r.owner = c.owner AND r.conversation = c.id
            AND r.status = 'awaiting_input') AS awaiting
        FROM conversations c WHERE c.owner = ?\
        """;

    private static final String CHANGE = """
        UPDATE conversations SET title = coalesce(?, title), metadata = coalesce(?::json, metadata),
          updated_at = greatest(updated_at, ?)
        WHERE owner = ? AND id = ? RETURNING *\
        """;

    private static final String LIVE = """
        SELECT 1 FROM runs
        WHERE owner = ? AND conversation = ? AND status IN ('queued', 'running', 'awaiting_input') LIMIT 1\
        """;

    private final Database database;
    private final Leftovers leftovers;
    private final TransactionOperations<Connection> transactions;
    private final Json json;

    PostgresConversations(
            Database database, Leftovers leftovers, TransactionOperations<Connection> transactions, Json json) {
        this.database = database;
        this.leftovers = leftovers;
        this.transactions = transactions;
        this.json = json;
    }

    @Override
    public Keyed add(Conversation conversation, Optional<RequestKey> key) {
        return database.transaction((connection, doubtful) -> {
            if (doubtful
                    && find(connection, conversation.owner(), conversation.id()).isPresent()) {
                return new Keyed.Created();
            }
            Keyed keyed = RequestKeys.take(
                    connection, conversation.owner(), key, conversation.id().value());
            return switch (keyed) {
                case Keyed.Created created -> {
                    insert(connection, conversation);
                    yield created;
                }
                case Keyed.Repeated(String resource) ->
                    doubtful && resource.equals(conversation.id().value()) ? new Keyed.Created() : keyed;
                case Keyed.Reused reused -> reused;
            };
        });
    }

    private void insert(Connection connection, Conversation conversation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, conversation.owner().value());
            insert.setString(2, conversation.id().value());
            insert.setString(3, Clean.text(conversation.title()));
            insert.setString(4, json.write(conversation.metadata()));
            insert.setObject(5, AcceptStatement.time(conversation.createdAt()));
            insert.setObject(6, AcceptStatement.time(conversation.updatedAt()));
            int ignored = insert.executeUpdate();
        }
    }

    @Override
    public Optional<Conversation> find(OwnerId owner, ConversationId id) {
        return Searchable.is(id.value()) ? database.ask(connection -> find(connection, owner, id)) : Optional.empty();
    }

    private Optional<Conversation> find(Connection connection, OwnerId owner, ConversationId id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setString(1, owner.value());
            query.setString(2, id.value());
            return first(query);
        }
    }

    private Optional<Conversation> first(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            return rows.next() ? Optional.of(conversation(rows)) : Optional.empty();
        }
    }

    @Override
    public Optional<Listed> look(OwnerId owner, ConversationId id) {
        if (!Searchable.is(id.value())) {
            return Optional.empty();
        }
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LOOK + " AND c.id = ?")) {
                query.setString(1, owner.value());
                query.setString(2, id.value());
                return listed(query).stream().findFirst();
            }
        });
    }

    @Override
    public Page list(OwnerId owner, int limit, int offset) {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            LOOK + " ORDER BY c.updated_at DESC, c.id DESC LIMIT ? OFFSET ?");
                    PreparedStatement counting =
                            connection.prepareStatement("SELECT count(*) FROM conversations WHERE owner = ?")) {
                query.setString(1, owner.value());
                query.setInt(2, limit);
                query.setInt(3, offset);
                counting.setString(1, owner.value());
                List<Listed> page = listed(query);
                try (ResultSet rows = counting.executeQuery()) {
                    return new Page(page, rows.next() ? rows.getLong(1) : 0);
                }
            }
        });
    }

    private List<Listed> listed(PreparedStatement query) throws SQLException {
        var listed = new ArrayList<Listed>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                // Runs that are queued behind one that waits for a person wait for that person too.
                ConversationStatus status = rows.getBoolean("awaiting")
                        ? ConversationStatus.AWAITING_INPUT
                        : rows.getBoolean("busy") ? ConversationStatus.BUSY : ConversationStatus.IDLE;
                listed.add(new Listed(conversation(rows), status));
            }
        }
        return listed;
    }

    @Override
    public Optional<Conversation> change(
            OwnerId owner, ConversationId id, Optional<String> title, Optional<Value.Fields> metadata, Instant at) {
        if (!Searchable.is(id.value())) {
            return Optional.empty();
        }
        @Nullable String newTitle = title.map(Clean::text).orElse(null);
        @Nullable String newMetadata = metadata.map(json::write).orElse(null);
        return database.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(CHANGE)) {
                update.setString(1, newTitle);
                update.setString(2, newMetadata);
                update.setObject(3, at.atOffset(ZoneOffset.UTC));
                update.setString(4, owner.value());
                update.setString(5, id.value());
                return first(update);
            }
        });
    }

    /** Holds the conversation's row to the end, so that no run is accepted meanwhile. */
    @Override
    public Deletion delete(OwnerId owner, ConversationId id) {
        if (!Searchable.is(id.value())) {
            return Deletion.UNKNOWN;
        }
        return Calls.transaction(transactions, connection -> delete(connection, owner, id));
    }

    private Deletion delete(Connection connection, OwnerId owner, ConversationId id) throws SQLException {
        if (!finds(connection, FIND + " FOR UPDATE", owner, id)) {
            return Deletion.UNKNOWN;
        }
        if (finds(connection, LIVE, owner, id)) {
            return Deletion.LIVE;
        }
        List<ContentHash> released;
        try (PreparedStatement runs =
                connection.prepareStatement("DELETE FROM runs WHERE owner = ? AND conversation = ? RETURNING id")) {
            runs.setString(1, owner.value());
            runs.setString(2, id.value());
            released = leftovers.remove(connection, Leftovers.ids(runs));
        }
        try (PreparedStatement conversation =
                connection.prepareStatement("DELETE FROM conversations WHERE owner = ? AND id = ?")) {
            conversation.setString(1, owner.value());
            conversation.setString(2, id.value());
            int ignored = conversation.executeUpdate();
        }
        leftovers.release(released);
        return Deletion.DELETED;
    }

    private static boolean finds(Connection connection, String sql, OwnerId owner, ConversationId id)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, owner.value());
            query.setString(2, id.value());
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private Conversation conversation(ResultSet rows) throws SQLException {
        return new Conversation(
                new ConversationId(rows.getString("id")),
                new OwnerId(rows.getString("owner")),
                rows.getString("title"),
                json.readFields(rows.getString("metadata")),
                rows.getObject("created_at", OffsetDateTime.class).toInstant(),
                rows.getObject("updated_at", OffsetDateTime.class).toInstant());
    }
}
