package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/**
 * Runs the server's own programs. The server refuses to run as the superuser; then it runs in a user namespace of its
 * own, where nobody is.
 */
final class ServerPrograms {
    private static final List<String> NAMESPACE = List.of("unshare", "-U");

    private final Path home;
    private final Path directory;
    private final Path data;
    private final Duration timeout;

    /**
     * @param home where the programs are
     * @param directory where their output goes
     * @param data the server's data
     */
    ServerPrograms(Path home, Path directory, Path data, Duration timeout) {
        this.home = home;
        this.directory = directory;
        this.data = data;
        this.timeout = timeout;
    }

    /** Makes a new data directory that lets nobody in without the password. */
    void create(Path target, String password) throws IOException {
        Path file = directory.resolve("password.tmp");
        ServerLogin.writePrivately(file, password);
        try {
            run(
                    "initdb",
                    List.of(
                            "--pgdata=" + target,
                            "--username=" + ServerLogin.USER,
                            "--pwfile=" + file,
                            "--auth=scram-sha-256",
                            // Slow hashing protects weak passwords; this one is random, and each connection pays.
                            "--set=scram_iterations=64",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--locale-provider=builtin",
                            "--builtin-locale=C.UTF-8"));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Starts the server and waits until it takes connections. */
    void start() throws IOException {
        run("pg_ctl", List.of("start", "-D", data.toString(), "-l", log().toString(), "-w", "-t", seconds(), "-s"));
    }

    /** Stops the server and waits until it is gone. @param mode {@code fast} or {@code immediate} */
    void stop(String mode) throws IOException {
        run("pg_ctl", List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", seconds(), "-s"));
    }

    /** Where the server says what it does. */
    Path log() {
        return directory.resolve("server.log");
    }

    private String seconds() {
        return Connections.seconds(timeout);
    }

    private void run(String program, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        if (isSuperuser()) {
            command.addAll(NAMESPACE);
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        // A file, not a pipe: the server would hold the pipe open for as long as it lives.
        Path output = directory.resolve("command.log");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(timeout.toMillis() + 5_000, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IOException(program + " did not end in " + timeout.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            var cancelled = new CancellationException("interrupted while " + program + " was running");
            cancelled.initCause(e);
            throw cancelled;
        }
        if (process.exitValue() != 0) {
            String said = Files.readString(output).strip();
            if (said.contains("unshare:")) {
                throw new StoreUnavailable("the built-in Postgres cannot run as root here, since user namespaces are"
                        + " blocked (" + said + "); run as another user, or set DATABASE_URL");
            }
            throw new IOException(program + " ended with " + process.exitValue() + ": " + said + "; see also " + log());
        }
    }

    private static boolean isSuperuser() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.exists(self)
                ? Integer.valueOf(0).equals(Files.getAttribute(self, "unix:uid"))
                : "root".equals(System.getProperty("user.name"));
    }

    /** Keeps the server's log from growing without end. */
    void trimLog(long mostBytes) throws IOException {
        if (Files.exists(log()) && Files.size(log()) > mostBytes) {
            Path ignored = Files.writeString(log(), "", StandardOpenOption.TRUNCATE_EXISTING);
        }
    }
}
