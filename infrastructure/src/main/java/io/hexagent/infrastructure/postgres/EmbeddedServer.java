package io.hexagent.infrastructure.postgres;

import io.hexagent.infrastructure.store.StoreUnavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Postgres server of our own under a directory. All processes that open the same directory share it: the first one
 * starts it, the last one to leave stops it. A server whose process was killed is found again and used, or cleared away
 * and started; one that dies while it is used is started again at the same port within a second or two. It listens on
 * the loopback address alone and lets nobody in without the password, which is in a file that only its owner may read.
 * Safe for use by many threads.
 */
public final class EmbeddedServer implements AutoCloseable {
    /**
     * @param directory for the server alone; made when it is missing
     * @param timeout for starting and for stopping, each
     */
    public record Options(Path directory, Duration timeout) {
        public static Options of(Path directory) {
            return new Options(directory, Duration.ofSeconds(60));
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final long MOST_LOG_BYTES = 16L << 20;
    private static final String MAJOR = "18";
    private static final int ATTEMPTS = 3;
    /** The class of SQL states that tell of a wrong name or password. */
    private static final String NOT_LET_IN = "28";

    private static final long LOOK_NANOS = Duration.ofMillis(50).toNanos();

    /** Those of this JVM: file locks tell processes apart, not the parts of one. */
    private static final Map<Path, Shared> OPEN = new HashMap<>();

    private static final class Shared {
        private final DirectoryLock lock;
        private final ServerLogin login;
        private final ServerWatch watch;
        private int users;

        Shared(Options options, Path directory, DirectoryLock lock, ServerLogin login) {
            this.lock = lock;
            this.login = login;
            this.watch = new ServerWatch(pidFile(data(directory)), () -> mend(options, directory, this));
        }
    }

    private final Options options;
    private final Path directory;
    private final Shared shared;
    private boolean closed;

    private EmbeddedServer(Options options, Path directory, Shared shared) {
        this.options = options;
        this.directory = directory;
        this.shared = shared;
    }

    /**
     * Attaches to the directory's server, which is started when it does not run.
     *
     * @throws StoreUnavailable when the directory cannot be used or the server does not start
     */
    public static EmbeddedServer open(Options options) {
        try {
            Path directory = prepared(options.directory());
            synchronized (OPEN) {
                Shared shared = OPEN.get(directory);
                if (shared == null) {
                    shared = attach(options, directory);
                    OPEN.put(directory, shared);
                }
                shared.users++;
                return new EmbeddedServer(options, directory, shared);
            }
        } catch (IOException e) {
            throw new StoreUnavailable(
                    "the built-in Postgres under " + options.directory() + " cannot be used: " + why(e), e);
        }
    }

    /** How to enter the server. */
    public DatabaseUrl url() {
        return shared.login.url();
    }

    /** Leaves the server; stops it when nobody else uses it. A second call does nothing. */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (closed) {
                return;
            }
            closed = true;
            shared.users--;
            if (shared.users > 0) {
                return;
            }
            OPEN.remove(directory);
            shared.watch.close();
            try (DirectoryLock lock = shared.lock) {
                if (lock.leaveAsLast()) {
                    programs(options, directory).stop("fast");
                }
            } catch (IOException e) {
                // It goes on serving; whoever opens the directory next finds it.
                LOG.warn("the built-in Postgres under {} was not stopped: {}", directory, why(e));
            }
        }
    }

    private static Path prepared(Path wanted) throws IOException {
        Path absolute = wanted.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            Path made = Files.createDirectories(absolute);
            if (Trees.isPosix(made)) {
                Path ignored = Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
            }
        }
        Path directory = absolute.toRealPath();
        if (!Files.isWritable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        return directory;
    }

    private static String why(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "no right to write " + denied.getFile();
            case FileSystemException file ->
                file.getFile() + ": " + Optional.ofNullable(file.getReason()).orElse("it cannot be made or read");
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static Shared attach(Options options, Path directory) throws IOException {
        DirectoryLock lock = DirectoryLock.enter(directory.resolve("lock"));
        try {
            ServerLogin login = running(options, directory).orElse(null);
            if (login == null) {
                login = start(options, directory);
            }
            lock.stay();
            return new Shared(options, directory, lock, login);
        } catch (IOException | RuntimeException | Error e) {
            try {
                lock.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * Starts a server that is gone, at the port where everybody looks for it. Whoever comes or goes waits meanwhile.
     */
    private static void mend(Options options, Path directory, Shared shared) throws IOException {
        synchronized (OPEN) {
            if (OPEN.get(directory) != shared) {
                return;
            }
            shared.lock.knock();
            try {
                Path data = data(directory);
                if (Postmaster.runs(pidFile(data))) {
                    // Another process was quicker.
                    return;
                }
                LOG.warn("the built-in Postgres under {} is gone; it is started again", directory);
                clear(options, data);
                programs(options, directory).start();
            } finally {
                shared.lock.pass();
            }
        }
    }

    /** Removes what says that a server runs, once nothing of the dead one is at work in the data any more. */
    private static void clear(Options options, Path data) throws IOException {
        long end = System.nanoTime() + options.timeout().toNanos();
        while (Postmaster.leftSomebody(data)) {
            if (System.nanoTime() - end >= 0) {
                throw new IOException("processes of a server that is gone are still at work in " + data);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        Files.deleteIfExists(pidFile(data));
    }

    /** The login of a server that answers; one that does not is stopped, and what it left behind is cleared away. */
    private static Optional<ServerLogin> running(Options options, Path directory) throws IOException {
        Path data = data(directory);
        Path pidFile = pidFile(data);
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        Optional<ServerLogin> login = ServerLogin.read(directory);
        if (login.isPresent() && answers(options, login.get(), data)) {
            return login;
        }
        if (Postmaster.runs(pidFile)) {
            LOG.warn("the built-in Postgres under {} runs but does not answer; it is stopped", directory);
            ServerPrograms programs = programs(options, directory);
            try {
                programs.stop("fast");
            } catch (IOException e) {
                LOG.warn("it did not stop: {}", why(e));
                programs.stop("immediate");
            }
        }
        clear(options, data);
        return Optional.empty();
    }

    /**
     * Whether it is this directory's server that answers. One that begins, recovers or is slow on a busy machine is
     * given time for as long as its process lives: others may be at work with it.
     */
    private static boolean answers(Options options, ServerLogin login, Path data) throws IOException {
        long end = System.nanoTime() + options.timeout().toNanos();
        while (true) {
            Answer answer = ask(login, data);
            if (answer != Answer.NONE || System.nanoTime() - end >= 0 || !Postmaster.runs(pidFile(data))) {
                return answer == Answer.OURS;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private enum Answer {
        OURS,
        STRANGE,
        NONE
    }

    private static Answer ask(ServerLogin login, Path data) throws IOException {
        PostgresOptions options = PostgresOptions.of(login.url());
        try (Connection connection = Connections.open(options, "hexagent", Duration.ofSeconds(5));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW data_directory")) {
            return rows.next() && Files.isSameFile(Path.of(rows.getString(1)), data) ? Answer.OURS : Answer.STRANGE;
        } catch (SQLException e) {
            LOG.debug("no built-in Postgres at {}", login, e);
            boolean refused = e.getSQLState() != null && e.getSQLState().startsWith(NOT_LET_IN);
            return refused ? Answer.STRANGE : Answer.NONE;
        }
    }

    private static ServerLogin start(Options options, Path directory) throws IOException {
        ServerPrograms programs = programs(options, directory);
        Path data = data(directory);
        if (!Files.isDirectory(data)) {
            create(programs, directory, data);
        }
        String version = Files.readString(data.resolve("PG_VERSION")).strip();
        if (!version.equals(MAJOR)) {
            throw new StoreUnavailable("the data under " + directory + " was written by Postgres " + version
                    + ", the built-in one is " + MAJOR);
        }
        ServerLogin login = ServerLogin.read(directory)
                .orElseThrow(() -> new StoreUnavailable("the file server.properties is missing in " + directory
                        + ": it holds the password of the database beside it"));
        programs.trimLog(MOST_LOG_BYTES);
        for (int attempt = 1; ; attempt++) {
            // The port that it had before serves processes that still look for it there.
            ServerLogin placed = login.at(attempt == 1 ? freePort(login.port()) : freePort(0));
            placed.write(directory);
            Path ignored = Files.write(data.resolve("postgresql.conf"), settings(placed.port()));
            try {
                programs.start();
                return placed;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                // Somebody may have taken the port in between.
                LOG.warn("the built-in Postgres did not start at {}: {}", placed, why(e));
            }
        }
    }

    private static void create(ServerPrograms programs, Path directory, Path data) throws IOException {
        Path unfinished = directory.resolve("data.new");
        Trees.delete(unfinished);
        ServerLogin login = ServerLogin.create();
        programs.create(unfinished, login.password());
        login.write(directory);
        Path ignored = Files.move(unfinished, data);
    }

    /** A small server with full durability. */
    private static List<String> settings(int port) {
        return List.of(
                "# Written anew at each start.",
                "port = " + port,
                "listen_addresses = '127.0.0.1'",
                "unix_socket_directories = ''",
                "password_encryption = 'scram-sha-256'",
                "max_connections = 50",
                "shared_buffers = 48MB",
                "fsync = on",
                "synchronous_commit = on",
                "full_page_writes = on",
                "wal_level = minimal",
                "max_wal_senders = 0",
                "max_wal_size = 512MB",
                "checkpoint_timeout = 15min",
                "io_method = sync",
                "max_worker_processes = 2",
                "max_parallel_workers = 0",
                "jit = off",
                "timezone = 'UTC'",
                "log_timezone = 'UTC'",
                "lc_messages = 'C'",
                "log_line_prefix = '%m [%p] '",
                "log_checkpoints = off");
    }

    private static int freePort(int wanted) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        if (wanted > 0) {
            try (var socket = new ServerSocket(wanted, 1, loopback)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                LOG.debug("port {} is taken", wanted, e);
            }
        }
        try (var socket = new ServerSocket(0, 1, loopback)) {
            return socket.getLocalPort();
        }
    }

    private static ServerPrograms programs(Options options, Path directory) throws IOException {
        return new ServerPrograms(ServerBinaries.unpack(directory), directory, data(directory), options.timeout());
    }

    private static Path data(Path directory) {
        return directory.resolve("data");
    }

    private static Path pidFile(Path data) {
        return data.resolve("postmaster.pid");
    }
}
