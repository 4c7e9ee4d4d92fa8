package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the version that this program knows. */
final class Schema {
    /** The version of the newest migration. */
    static final int VERSION = 8;

    static final String LOCATION = "db/hexagent";
    private static final String HISTORY = "hexagent_schema_history";
    private static final String UNDEFINED_TABLE = "42P01";

    private Schema() {}

    /** @throws StoreUnavailable when the database cannot be used */
    static void migrate(PostgresOptions options) {
        int found;
        try (Connection connection = Connections.open(options, "hexagent", Duration.ofSeconds(30))) {
            found = version(connection);
        } catch (SQLException e) {
            throw Connections.unavailable(options.database(), e);
        }
        if (found > VERSION) {
            throw new StoreUnavailable("the database " + options.database() + " has tables of version " + found
                    + ", written by a newer program; this one knows versions up to " + VERSION);
        }
        // Most starts end here: loading the migration tool costs more than the rest of opening the store.
        if (found < VERSION) {
            migrateFrom(options);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(max(version::int), 0) FROM " + HISTORY
                        + " WHERE success AND version IS NOT NULL")) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    private static void migrateFrom(PostgresOptions options) {
        DatabaseUrl database = options.database();
        try {
            var ignored = Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(database.jdbc(), database.user(), database.password())
                    .locations("classpath:" + LOCATION)
                    .table(HISTORY)
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreUnavailable(
                    "the tables of the database " + database + " could not be created or changed", e);
        }
    }
}
