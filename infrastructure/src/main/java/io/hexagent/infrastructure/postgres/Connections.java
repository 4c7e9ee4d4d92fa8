package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** Opens connections outside the pool. */
final class Connections {
    private Connections() {}

    /** @param readTimeout after which a silent server counts as lost; zero: never */
    static Connection open(PostgresOptions options, String name, Duration readTimeout) throws SQLException {
        DatabaseUrl database = options.database();
        var properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("ApplicationName", name);
        String connect = seconds(options.connectTimeout());
        properties.setProperty("connectTimeout", connect);
        properties.setProperty("loginTimeout", connect);
        properties.setProperty("socketTimeout", seconds(readTimeout));
        properties.setProperty("tcpKeepAlive", "true");
        // Every statement that is used here is used again and again: the server prepares it at once.
        properties.setProperty("prepareThreshold", "1");
        return DriverManager.getConnection(database.jdbc(), properties);
    }

    static String seconds(Duration duration) {
        return Long.toString(duration.plusMillis(999).toSeconds());
    }

    /** The failure to connect in words. */
    static StoreUnavailable unavailable(DatabaseUrl database, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        String why =
                switch (state) {
                    case "28P01", "28000" -> "it refuses the user \"" + database.user() + "\" or the password";
                    case "3D000" -> "it has no database \"" + database.database() + "\"";
                    case "57P03" -> "it is starting or stopping";
                    case "53300" -> "it has no connection left";
                    case "08001", "08006", "08004" -> "no server answers at " + database.host() + ":" + database.port();
                    default -> "it answered with SQL state " + state;
                };
        return new StoreUnavailable("the database " + database + " cannot be used: " + why, cause);
    }
}
