package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionFields;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.store.SessionNews;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** Strategy sessions in Postgres; leases are kept by the server's clock. Safe for use by many threads. */
final class PostgresStrategySessions implements StrategySessions {
    private static final String START = """
        INSERT INTO strategy_sessions (owner, client, body) VALUES (?, ?, ?::json) ON CONFLICT DO NOTHING\
        """;

    private static final String LOOK = """
        SELECT s.*, s.lease_until IS NOT NULL AND s.lease_until > now() AS at_work,
          (SELECT count(*) FROM strategy_inputs i WHERE i.owner = s.owner AND i.client = s.client) AS waiting
        FROM strategy_sessions s WHERE s.owner = ?\
        """;

    private static final String LOCK = "SELECT 1 FROM strategy_sessions WHERE owner = ? AND client = ? FOR UPDATE";

    private static final String WAITING = """
        SELECT count(*), count(*) FILTER (WHERE id = ?) FROM strategy_inputs WHERE owner = ? AND client = ?\
        """;

    private static final String ADD = """
        INSERT INTO strategy_inputs (owner, client, id, content, at) VALUES (?, ?, ?, ?, ?)\
        """;

    /** Those with inputs are few, and found through them. */
    private static final String CLAIM = """
        WITH due AS (
          SELECT s.owner, s.client FROM strategy_sessions s
          WHERE (s.owner, s.client) IN (SELECT owner, client FROM strategy_inputs)
            AND (s.lease_until IS NULL OR s.lease_until <= now())
          ORDER BY s.updated_at LIMIT ? FOR UPDATE SKIP LOCKED)
        UPDATE strategy_sessions s
        SET worker = ?, epoch = s.epoch + 1, attempts = s.attempts + 1,
          lease_until = now() + ? * interval '1 millisecond'
        FROM due WHERE s.owner = due.owner AND s.client = due.client
        RETURNING s.owner, s.client, s.version, s.body, s.epoch, s.attempts\
        """;

    private static final String NEXT = """
        SELECT id, content, at FROM strategy_inputs WHERE owner = ? AND client = ? ORDER BY number LIMIT 1\
        """;

    private static final String RENEW = """
        UPDATE strategy_sessions s SET lease_until = now() + ? * interval '1 millisecond'
        FROM unnest(?, ?, ?) AS held (owner, client, epoch)
        WHERE s.owner = held.owner AND s.client = held.client AND s.epoch = held.epoch AND s.lease_until IS NOT NULL
        RETURNING s.owner, s.client, s.epoch\
        """;

    private static final String GIVE_BACK = """
        UPDATE strategy_sessions SET lease_until = NULL, worker = NULL, attempts = greatest(attempts - 1, 0)
        WHERE owner = ? AND client = ? AND epoch = ? AND lease_until IS NOT NULL\
        """;

    private static final String TELL = """
        UPDATE strategy_sessions SET last_message = last_message + ?, updated_at = now()
        WHERE owner = ? AND client = ? AND epoch = ? AND lease_until IS NOT NULL
        RETURNING last_message\
        """;

    private static final String SAVE = """
        UPDATE strategy_sessions SET version = version + 1, body = ?::json, worker = NULL, lease_until = NULL,
          attempts = 0, last_message = last_message + ?, updated_at = now()
        WHERE owner = ? AND client = ? AND epoch = ? AND version = ? AND lease_until IS NOT NULL
        RETURNING last_message\
        """;

    private static final String CANCEL = """
        UPDATE strategy_sessions SET epoch = epoch + 1, worker = NULL, lease_until = NULL, attempts = 0,
          last_message = last_message + 1, updated_at = now()
        WHERE owner = ? AND client = ? RETURNING last_message\
        """;

    private static final String DROP_FIRST = """
        DELETE FROM strategy_inputs WHERE number =
          (SELECT min(number) FROM strategy_inputs WHERE owner = ? AND client = ?)\
        """;

    private final Database database;
    private final Json json;
    private final SessionNews news = new SessionNews();

    PostgresStrategySessions(Database database, Json json) {
        this.database = database;
        this.json = json;
    }

    @Override
    public StrategySession start(StrategySession fresh) {
        return database.ask(connection -> {
            Optional<Standing> there = find(connection, fresh.key());
            if (there.isEmpty()) {
                try (PreparedStatement insert = connection.prepareStatement(START)) {
                    key(insert, 1, fresh.key());
                    insert.setString(3, json.write(SessionFields.of(fresh)));
                    int ignored = insert.executeUpdate();
                }
                there = find(connection, fresh.key());
            }
            return there.map(Standing::session).orElse(fresh);
        });
    }

    @Override
    public Optional<Standing> find(SessionKey key) {
        return database.ask(connection -> find(connection, key));
    }

    private Optional<Standing> find(Connection connection, SessionKey key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOOK + " AND s.client = ?")) {
            key(query, 1, key);
            return standings(query).stream().findFirst();
        }
    }

    @Override
    public List<Standing> list(OwnerId owner, int limit, int offset) {
        return database.ask(connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement(LOOK + " ORDER BY s.updated_at DESC, s.client DESC LIMIT ? OFFSET ?")) {
                query.setString(1, owner.value());
                query.setInt(2, limit);
                query.setInt(3, offset);
                return standings(query);
            }
        });
    }

    private List<Standing> standings(PreparedStatement query) throws SQLException {
        var standings = new ArrayList<Standing>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                standings.add(new Standing(
                        session(rows),
                        rows.getInt("waiting"),
                        rows.getBoolean("at_work"),
                        rows.getLong("last_message")));
            }
        }
        return standings;
    }

    private StrategySession session(ResultSet rows) throws SQLException {
        return SessionFields.read(keyOf(rows), rows.getLong("version"), json.readFields(rows.getString("body")));
    }

    private static SessionKey keyOf(ResultSet rows) throws SQLException {
        return new SessionKey(new OwnerId(rows.getString("owner")), new ClientId(rows.getString("client")));
    }

    @Override
    public boolean delete(SessionKey key) {
        boolean deleted = database.ask(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM strategy_sessions WHERE owner = ? AND client = ?")) {
                key(delete, 1, key);
                return delete.executeUpdate() > 0;
            }
        });
        return told(key, deleted);
    }

    @Override
    public Queued add(SessionKey key, Input input, int most) {
        Queued queued = database.transaction((connection, doubtful) -> {
            if (!isThere(connection, LOCK, key)) {
                return new Queued.Unknown();
            }
            int waiting;
            boolean known;
            try (PreparedStatement query = connection.prepareStatement(WAITING)) {
                query.setString(1, input.id());
                key(query, 2, key);
                try (ResultSet rows = query.executeQuery()) {
                    waiting = rows.next() ? rows.getInt(1) : 0;
                    known = rows.getInt(2) > 0;
                }
            }
            if (known) {
                return new Queued.Added(waiting);
            }
            if (waiting >= most) {
                return new Queued.Full(most);
            }
            try (PreparedStatement insert = connection.prepareStatement(ADD)) {
                key(insert, 1, key);
                insert.setString(3, input.id());
                insert.setString(4, Clean.text(input.text()));
                insert.setObject(5, input.at().atOffset(ZoneOffset.UTC));
                int ignored = insert.executeUpdate();
            }
            return new Queued.Added(waiting + 1);
        });
        if (queued instanceof Queued.Added) {
            news.changed(key);
        }
        return queued;
    }

    private static boolean isThere(Connection connection, String sql, SessionKey key) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            key(query, 1, key);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public List<Claim> claim(String worker, Duration lease, int most) {
        return database.transaction((connection, doubtful) -> claim(connection, worker, lease, most));
    }

    private List<Claim> claim(Connection connection, String worker, Duration lease, int most) throws SQLException {
        var claims = new ArrayList<Claim>();
        try (PreparedStatement update = connection.prepareStatement(CLAIM);
                PreparedStatement next = connection.prepareStatement(NEXT)) {
            update.setInt(1, most);
            update.setString(2, worker);
            update.setLong(3, lease.toMillis());
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    StrategySession session = session(rows);
                    key(next, 1, session.key());
                    try (ResultSet input = next.executeQuery()) {
                        if (input.next()) {
                            claims.add(new Claim(
                                    new Hold(session.key(), rows.getLong("epoch")),
                                    session,
                                    new Input(
                                            input.getString("id"),
                                            input.getString("content"),
                                            input.getObject("at", OffsetDateTime.class)
                                                    .toInstant()),
                                    rows.getInt("attempts")));
                        }
                    }
                }
            }
        }
        return claims;
    }

    @Override
    public Set<Hold> renew(Collection<Hold> held, Duration lease) {
        var lost = new HashSet<>(held);
        if (!lost.isEmpty()) {
            List<Hold> holds = List.copyOf(held);
            lost.removeAll(database.ask(connection -> {
                try (PreparedStatement update = connection.prepareStatement(RENEW)) {
                    update.setLong(1, lease.toMillis());
                    update.setArray(
                            2,
                            array(
                                    connection,
                                    "text",
                                    holds,
                                    hold -> hold.key().owner().value()));
                    update.setArray(
                            3,
                            array(
                                    connection,
                                    "text",
                                    holds,
                                    hold -> hold.key().client().value()));
                    update.setArray(4, array(connection, "int8", holds, Hold::epoch));
                    var kept = new HashSet<Hold>();
                    try (ResultSet rows = update.executeQuery()) {
                        while (rows.next()) {
                            kept.add(new Hold(keyOf(rows), rows.getLong("epoch")));
                        }
                    }
                    return kept;
                }
            }));
        }
        return lost;
    }

    private static <T> Array array(Connection connection, String type, List<T> items, Function<T, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, items.stream().map(value).toArray());
    }

    @Override
    public void giveBack(Hold hold) {
        boolean given = database.ask(connection -> {
            try (PreparedStatement update = connection.prepareStatement(GIVE_BACK)) {
                key(update, 1, hold.key());
                update.setLong(3, hold.epoch());
                return update.executeUpdate() > 0;
            }
        });
        boolean ignored = told(hold.key(), given);
    }

    @Override
    public boolean tell(Hold hold, List<SessionMessage> messages) {
        // A message that is lost is worse than one that is told twice.
        boolean told = database.transaction((connection, doubtful) -> {
            try (PreparedStatement update = connection.prepareStatement(TELL)) {
                update.setInt(1, messages.size());
                key(update, 2, hold.key());
                update.setLong(4, hold.epoch());
                return write(connection, update, hold.key(), messages);
            }
        });
        return told(hold.key(), told);
    }

    @Override
    public boolean save(Hold hold, String input, StrategySession changed, List<SessionMessage> messages) {
        boolean saved = database.transaction((connection, doubtful) -> {
            try (PreparedStatement update = connection.prepareStatement(SAVE)) {
                update.setString(1, json.write(SessionFields.of(changed)));
                update.setInt(2, messages.size());
                key(update, 3, hold.key());
                update.setLong(5, hold.epoch());
                update.setLong(6, changed.version());
                if (!write(connection, update, hold.key(), messages)) {
                    return doubtful && isSaved(connection, hold, changed.version() + 1);
                }
            }
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM strategy_inputs WHERE id = ?")) {
                delete.setString(1, input);
                int ignored = delete.executeUpdate();
            }
            return true;
        });
        return told(hold.key(), saved);
    }

    /** Whether an attempt whose answer was lost has done it. */
    private boolean isSaved(Connection connection, Hold hold, long version) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM strategy_sessions WHERE owner = ? AND client = ? AND epoch = ? AND version = ?")) {
            key(query, 1, hold.key());
            query.setLong(3, hold.epoch());
            query.setLong(4, version);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    @Override
    public boolean cancel(SessionKey key, SessionMessage message) {
        boolean cancelled = database.transaction((connection, doubtful) -> {
            if (!isThere(connection, LOCK, key)) {
                return false;
            }
            try (PreparedStatement drop = connection.prepareStatement(DROP_FIRST);
                    PreparedStatement update = connection.prepareStatement(CANCEL)) {
                key(drop, 1, key);
                if (drop.executeUpdate() == 0) {
                    return doubtful;
                }
                key(update, 1, key);
                return write(connection, update, key, List.of(message));
            }
        });
        return told(key, cancelled);
    }

    /**
     * Stores messages.
     *
     * @param counting gives the number of the last of them, or no row when the session is not held
     */
    private boolean write(
            Connection connection, PreparedStatement counting, SessionKey key, List<SessionMessage> messages)
            throws SQLException {
        long last;
        try (ResultSet rows = counting.executeQuery()) {
            if (!rows.next()) {
                return false;
            }
            last = rows.getLong(1);
        }
        try (PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO strategy_messages (owner, client, seq, body) VALUES (?, ?, ?, ?::json)");
                PreparedStatement prune = connection.prepareStatement(
                        "DELETE FROM strategy_messages WHERE owner = ? AND client = ? AND seq <= ?")) {
            long seq = last - messages.size();
            for (SessionMessage message : messages) {
                key(insert, 1, key);
                insert.setLong(3, ++seq);
                insert.setString(4, json.write(message.fields()));
                insert.addBatch();
            }
            int[] ignored = insert.executeBatch();
            key(prune, 1, key);
            prune.setLong(3, last - KEPT_MESSAGES);
            prune.addBatch();
            ignored = prune.executeBatch();
        }
        return true;
    }

    @Override
    public List<SessionMessage.Told> messages(SessionKey key, long after, int most) {
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT seq, body FROM strategy_messages"
                    + " WHERE owner = ? AND client = ? AND seq > ? ORDER BY seq LIMIT ?")) {
                key(query, 1, key);
                query.setLong(3, after);
                query.setInt(4, most);
                var messages = new ArrayList<SessionMessage.Told>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        messages.add(new SessionMessage.Told(
                                rows.getLong("seq"), SessionMessage.read(json.readFields(rows.getString("body")))));
                    }
                }
                return messages;
            }
        });
    }

    @Override
    public Map<SessionKey, Long> newest(Collection<SessionKey> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        List<SessionKey> asked = List.copyOf(keys);
        return database.ask(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT s.owner, s.client, s.last_message"
                    + " FROM strategy_sessions s JOIN unnest(?, ?) AS asked (owner, client)"
                    + " ON s.owner = asked.owner AND s.client = asked.client")) {
                query.setArray(
                        1, array(connection, "text", asked, key -> key.owner().value()));
                query.setArray(
                        2, array(connection, "text", asked, key -> key.client().value()));
                var newest = new HashMap<SessionKey, Long>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        newest.put(keyOf(rows), rows.getLong("last_message"));
                    }
                }
                return newest;
            }
        });
    }

    @Override
    public Subscription subscribe(Consumer<SessionKey> listener) {
        return news.subscribe(listener);
    }

    private boolean told(SessionKey key, boolean changed) {
        if (changed) {
            news.changed(key);
        }
        return changed;
    }

    private static void key(PreparedStatement statement, int from, SessionKey key) throws SQLException {
        statement.setString(from, key.owner().value());
        statement.setString(from + 1, key.client().value());
    }
}
