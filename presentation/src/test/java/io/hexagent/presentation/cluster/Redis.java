package io.hexagent.presentation.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real Redis that keeps nothing on disk, where the machine has one. */
final class Redis implements AutoCloseable {
    private final Path program;
    private final Path directory;
    private final int port = Postgres.freePort();
    private @Nullable Process process;

    private Redis(Path program, Path directory) {
        this.program = program;
        this.directory = directory;
    }

    /**
     * A server that was started, or empty where the machine has none.
     *
     * @throws IllegalStateException when it has none, and {@code CI} says that it must
     */
    static Optional<Redis> open(Path directory) {
        Optional<Path> program = Commands.find("redis-server");
        if (program.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException("redis-server is not on the PATH, and CI is to test with it");
            }
            System.out.println("cluster: no redis-server on the PATH, so the processes run without Redis");
            return Optional.empty();
        }
        var redis = new Redis(program.get(), directory);
        Runtime.getRuntime().addShutdownHook(new Thread(redis::close));
        redis.start();
        return Optional.of(redis);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    synchronized void start() {
        try {
            process = new ProcessBuilder(
                            program.toString(),
                            "--port",
                            String.valueOf(port),
                            "--bind",
                            "127.0.0.1",
                            "--save",
                            "",
                            "--appendonly",
                            "no",
                            "--dir",
                            directory.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("redis.log").toFile())
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        Commands.await("redis answers", Duration.ofSeconds(20), this::answers);
    }

    private boolean answers() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    synchronized void kill() {
        Process running = process;
        if (running != null) {
            try {
                boolean ended = running.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
                process = ended ? null : running;
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        kill();
    }
}
