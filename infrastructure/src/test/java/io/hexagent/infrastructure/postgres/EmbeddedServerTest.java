package io.hexagent.infrastructure.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.infrastructure.contract.PlainJson;
import io.hexagent.infrastructure.store.StoreUnavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of one directory: shared, found again after a crash, closed to strangers, gone at the end. */
final class EmbeddedServerTest {
    @TempDir
    private static Path directory;

    private final ArrayDeque<Process> children = new ArrayDeque<>();

    @AfterEach
    void endChildren() throws Exception {
        for (Process child : children) {
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        // Whoever opens last and leaves stops what a killed child left running.
        EmbeddedServer.open(EmbeddedServer.Options.of(directory)).close();
        assertThat(isUp()).isFalse();
    }

    private static EmbeddedServer open() {
        return EmbeddedServer.open(EmbeddedServer.Options.of(directory));
    }

    private static boolean isUp() throws IOException {
        return Postmaster.runs(directory.resolve("data").resolve("postmaster.pid"));
    }

    private static boolean lets(DatabaseUrl url) {
        try (var connection = Connections.open(PostgresOptions.of(url), "test", Duration.ofSeconds(5))) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Another JVM that opens the directory and says so. */
    private Process child() throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Process child = builder.start();
        children.add(child);
        return child;
    }

    private static String line(Process child) throws IOException {
        var reader = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        return String.valueOf(reader.readLine());
    }

    private static void leave(Process child) throws Exception {
        child.getOutputStream().close();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
    }

    /** Opens the server, prints its port, and leaves when its input ends. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            Path directory = Path.of(arguments[0]);
            try (var store = PostgresStore.openEmbedded(
                    EmbeddedServer.Options.of(directory), UnaryOperator.identity(), new PlainJson())) {
                int port = ServerLogin.read(directory).orElseThrow().port();
                System.out.println("up " + store.isUp() + " " + port);
                while (System.in.read() >= 0) {
                    continue;
                }
            }
        }
    }

    @Test
    void twoProcessesShareTheServerAndTheLastOneStopsIt() throws Exception {
        EmbeddedServer mine = open();
        Process child = child();
        assertThat(line(child)).isEqualTo("up true " + mine.url().port());
        mine.close();
        assertThat(lets(mine.url())).as("the other process still uses it").isTrue();
        leave(child);
        assertThat(isUp()).isFalse();
        assertThat(lets(mine.url())).isFalse();
    }

    @Test
    void aServerWhoseProcessWasKilledIsFoundAgain() throws Exception {
        Process child = child();
        String up = line(child);
        long server = pid();
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(isUp()).isTrue();
        try (EmbeddedServer again = open()) {
            assertThat(up).isEqualTo("up true " + again.url().port());
            assertThat(pid()).isEqualTo(server);
            assertThat(lets(again.url())).isTrue();
        }
    }

    @Test
    void aServerThatWasKilledAsWellIsStartedAgain() throws Exception {
        Process child = child();
        line(child);
        ProcessHandle server = ProcessHandle.of(pid()).orElseThrow();
        child.destroyForcibly();
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        server.destroyForcibly();
        Path pidFile = directory.resolve("data").resolve("postmaster.pid");
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Postmaster.runs(pidFile) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(pidFile).exists();
        try (EmbeddedServer again = open()) {
            assertThat(lets(again.url())).isTrue();
        }
    }

    @Test
    void aServerThatIsSlowToAnswerIsLeftToThoseWhoUseIt() throws Exception {
        Process child = child();
        String up = line(child);
        long server = pid();
        signal(server, "STOP");
        Thread later = Thread.ofVirtual().start(() -> {
            try {
                // Longer than an attempt to enter takes.
                TimeUnit.SECONDS.sleep(7);
                signal(server, "CONT");
            } catch (Exception problem) {
                throw new AssertionError(problem);
            }
        });
        try (EmbeddedServer again = open()) {
            assertThat(pid()).isEqualTo(server);
            assertThat(up).isEqualTo("up true " + again.url().port());
            assertThat(lets(again.url())).isTrue();
        } finally {
            later.join();
        }
        leave(child);
    }

    private static void signal(long pid, String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPidFileThatNamesAStrangerIsClearedAway() throws Exception {
        open().close();
        Path pidFile = directory.resolve("data").resolve("postmaster.pid");
        Files.write(pidFile, List.of(Long.toString(ProcessHandle.current().pid()), "x", "0", "1"));
        try (EmbeddedServer again = open()) {
            assertThat(lets(again.url())).isTrue();
        }
    }

    private static long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("data").resolve("postmaster.pid"))
                .getFirst()
                .strip());
    }

    @Test
    void theSameProcessMayOpenItTwice() {
        EmbeddedServer one = open();
        EmbeddedServer two = open();
        assertThat(two.url()).isEqualTo(one.url());
        one.close();
        one.close();
        assertThat(lets(two.url())).isTrue();
        two.close();
        assertThat(lets(two.url())).isFalse();
    }

    @Test
    void nobodyComesInWithoutThePasswordAndOnlyFromThisMachine() throws Exception {
        try (EmbeddedServer server = open()) {
            DatabaseUrl url = server.url();
            assertThat(lets(url)).isTrue();
            assertThat(lets(new DatabaseUrl(url.host(), url.port(), "postgres", url.user(), "wrong", Map.of())))
                    .isFalse();
            assertThat(lets(new DatabaseUrl(url.host(), url.port(), "postgres", url.user(), "", Map.of())))
                    .isFalse();
            assertThat(Files.readString(directory.resolve("data").resolve("pg_hba.conf"))
                            .lines())
                    .filteredOn(line -> !line.isBlank() && !line.startsWith("#"))
                    .allMatch(line -> line.endsWith("scram-sha-256"));
            Path login = directory.resolve("server.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(login)))
                    .isEqualTo("rw-------");
            assertThat(url.toString()).doesNotContain(url.password());
        }
    }

    @Test
    void whatWasWrittenIsThereAfterARestart() throws Exception {
        try (EmbeddedServer server = open();
                var connection = Connections.open(PostgresOptions.of(server.url()), "test", Duration.ofSeconds(5));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (n int); INSERT INTO kept VALUES (1)");
        }
        try (EmbeddedServer server = open();
                var connection = Connections.open(PostgresOptions.of(server.url()), "test", Duration.ofSeconds(5));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void aDirectoryThatCannotBeUsedIsNamed(@TempDir Path other) throws Exception {
        Path file = Files.writeString(other.resolve("file"), "not a directory");
        assertThatThrownBy(() -> EmbeddedServer.open(EmbeddedServer.Options.of(file.resolve("pg"))))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void everyCommonMachineHasAnArchive() {
        assertThat(ServerBinaries.archive("Linux", "amd64")).isEqualTo("postgres-linux-x86_64.txz");
        assertThat(ServerBinaries.archive("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64.txz");
        assertThat(ServerBinaries.archive("Mac OS X", "x86_64")).isEqualTo("postgres-darwin-x86_64.txz");
        assertThat(ServerBinaries.archive("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64.txz");
    }
}
