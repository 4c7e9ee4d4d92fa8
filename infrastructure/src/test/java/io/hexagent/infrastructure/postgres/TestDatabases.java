package io.hexagent.infrastructure.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One real server for all tests of this JVM, and a database of its own for whoever asks. */
final class TestDatabases {
    static final Path DIRECTORY = Path.of("target", "test-postgres");
    private static final EmbeddedServer SERVER = started();

    private TestDatabases() {}

    private static EmbeddedServer started() {
        EmbeddedServer server = EmbeddedServer.open(EmbeddedServer.Options.of(DIRECTORY));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /** A new, empty database. */
    static DatabaseUrl create(String name) {
        DatabaseUrl url = SERVER.url();
        try (Connection connection = Connections.open(PostgresOptions.of(url), "test", Duration.ofSeconds(30));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return new DatabaseUrl(url.host(), url.port(), name, url.user(), url.password(), url.parameters());
    }

    static DatabaseUrl server() {
        return SERVER.url();
    }
}
