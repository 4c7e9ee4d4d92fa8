package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.value.Clean;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The keys of requests that created something. */
final class RequestKeys {
    private RequestKeys() {}

    /**
     * Stores the key in the caller's transaction. Waits for another transaction that has stored the same one and has
     * not ended.
     *
     * @param resource the id of what is about to be created under the key
     */
    static Keyed take(Connection connection, OwnerId owner, Optional<RequestKey> key, String resource)
            throws SQLException {
        if (key.isEmpty()) {
            return new Keyed.Created();
        }
        String route = Clean.text(key.get().route());
        String name = Clean.text(key.get().key());
        while (true) {
            try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO request_keys (owner, route, key, hash, resource, created_at)
                VALUES (?, ?, ?, ?, ?, now()) ON CONFLICT DO NOTHING\
                """)) {
                insert.setString(1, owner.value());
                insert.setString(2, route);
                insert.setString(3, name);
                insert.setString(4, key.get().hash());
                insert.setString(5, resource);
                if (insert.executeUpdate() == 1) {
                    return new Keyed.Created();
                }
            }
            // A statement of its own: it sees what was committed while the first one waited.
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT hash, resource FROM request_keys WHERE owner = ? AND route = ? AND key = ?")) {
                query.setString(1, owner.value());
                query.setString(2, route);
                query.setString(3, name);
                try (ResultSet rows = query.executeQuery()) {
                    if (rows.next()) {
                        return rows.getString(1).equals(key.get().hash())
                                ? new Keyed.Repeated(rows.getString(2))
                                : new Keyed.Reused();
                    }
                }
            }
        }
    }

    /** Forgets a key that was taken in the same transaction, since nothing was created under it. */
    static void giveBack(Connection connection, OwnerId owner, Optional<RequestKey> key) throws SQLException {
        if (key.isEmpty()) {
            return;
        }
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM request_keys WHERE owner = ? AND route = ? AND key = ?")) {
            delete.setString(1, owner.value());
            delete.setString(2, Clean.text(key.get().route()));
            delete.setString(3, Clean.text(key.get().key()));
            int ignored = delete.executeUpdate();
        }
    }
}
