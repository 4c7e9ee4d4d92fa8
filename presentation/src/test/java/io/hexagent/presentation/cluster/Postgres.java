package io.hexagent.presentation.cluster;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.value.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A real Postgres that belongs to no process of the cluster, so that a test may stop it without warning and start it
 * again. The program's own built-in server makes its data and its login; from then on it is started by its own
 * programs.
 */
final class Postgres implements AutoCloseable {
    private static final Path HOME = Path.of("target", "cluster-postgres").toAbsolutePath();

    private final Path directory;
    private final Path programs;
    private final int port;
    private final String password;
    private final Json json;
    private boolean running;

    private Postgres(Path directory, Path programs, int port, String password, Json json) {
        this.directory = directory;
        this.programs = programs;
        this.port = port;
        this.password = password;
        this.json = json;
    }

    /** The server, made when it is missing, and started. */
    static Postgres open() {
        Json json;
        try (Hexagent hexagent = Hexagent.open(
                Settings.of(Map.of("home", HOME.toString(), "storage.kind", "postgres", "provider", "offline")))) {
            json = hexagent.json();
        }
        Path directory = HOME.resolve("postgres");
        try (Stream<Path> parts = Files.list(directory)) {
            Path programs = parts.filter(part -> Files.isExecutable(part.resolve("bin/pg_ctl")))
                    .findFirst()
                    .orElseThrow();
            var login = new Properties();
            try (var in = Files.newBufferedReader(directory.resolve("server.properties"))) {
                login.load(in);
            }
            int port = freePort();
            // Many processes share it, each with a pool of its own.
            Files.writeString(
                    directory.resolve("data/postgresql.conf"),
                    "\nmax_connections = 150\nport = " + port + "\n",
                    StandardOpenOption.APPEND);
            var postgres = new Postgres(directory, programs, port, login.getProperty("password", ""), json);
            Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
            postgres.start();
            return postgres;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What reads and writes JSON for the tests. */
    Json json() {
        return json;
    }

    /** A new, empty database. @return its URL, as DATABASE_URL takes it */
    String database(String name) {
        sql("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        sql("CREATE DATABASE " + name);
        return "postgres://hexagent:" + password + "@127.0.0.1:" + port + "/" + name + "?sslmode=disable";
    }

    private void sql(String statement) {
        try (Connection connection = connect("postgres");
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        } catch (SQLException problem) {
            throw new IllegalStateException(statement, problem);
        }
    }

    /** The first column of a query, as text. */
    List<String> query(String database, String query) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            var texts = new ArrayList<String>();
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
            return texts;
        } catch (SQLException problem) {
            throw new IllegalStateException(query, problem);
        }
    }

    private Connection connect(String database) throws SQLException {
        var login = new Properties();
        login.setProperty("user", "hexagent");
        login.setProperty("password", password);
        login.setProperty("sslmode", "disable");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, login);
    }

    synchronized void start() {
        control("start", "-l", directory.resolve("server.log").toString());
        running = true;
    }

    /** Ends it as a crash does: nobody is told, nothing is written. */
    synchronized void stopHard() {
        control("stop", "-m", "immediate");
        running = false;
    }

    @Override
    public synchronized void close() {
        if (running) {
            stopHard();
        }
    }

    private void control(String verb, String... more) {
        var command = new ArrayList<String>();
        if (System.getProperty("user.name").equals("root")) {
            // It refuses to run as the superuser; in a namespace of its own there is none.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                programs.resolve("bin/pg_ctl").toString(),
                verb,
                "-D",
                directory.resolve("data").toString(),
                "-w",
                "-s"));
        command.addAll(List.of(more));
        Commands.run(directory.resolve("control.log"), command);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Where its log may be read after a test failed. */
    void keepLog(Path directoryOfLogs) throws IOException {
        Files.copy(
                directory.resolve("server.log"),
                directoryOfLogs.resolve("postgres.log"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
