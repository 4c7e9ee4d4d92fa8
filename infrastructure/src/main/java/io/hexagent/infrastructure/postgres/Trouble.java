package io.hexagent.infrastructure.postgres;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** What a failed statement means for its batch. */
enum Trouble {
    /** The database does not take what it was given: it will not take it later either. */
    REFUSED,
    /** The database is away, busy or shutting down: later it may work. */
    AWAY,
    /** The statement does not fit the database: neither other data nor time helps. */
    BROKEN;

    /** By the first two characters of the SQL state, its class. */
    static Trouble of(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.length() != 5) {
            return AWAY;
        }
        return switch (state.substring(0, 2)) {
            // data exception, constraint violation, program limit exceeded
            case "22", "23", "54" -> REFUSED;
            // unsupported feature, no access, schema or syntax
            case "0A", "28", "3D", "3F", "42" -> BROKEN;
            default -> AWAY;
        };
    }

    /** Whether the same may work in a moment: the server restarts, has no connection left, or broke a deadlock. */
    static boolean passes(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null || state.length() != 5) {
            return failure instanceof SQLTransientConnectionException;
        }
        // connection exception, transaction rolled back, no connection left, the administrator intervened
        return switch (state.substring(0, 2)) {
            case "08", "40" -> true;
            case "53", "57" -> !state.equals("57014");
            default -> failure instanceof SQLTransientConnectionException;
        };
    }

    /** Whether nothing was committed for certain. */
    static boolean undone(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException || (state != null && state.startsWith("40"));
    }
}
