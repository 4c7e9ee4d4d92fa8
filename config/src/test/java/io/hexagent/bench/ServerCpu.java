package io.hexagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The CPU that an embedded Postgres has used, its backends included. Linux counts it in steps of 10 ms. */
final class ServerCpu {
    private final ProcessHandle server;

    private ServerCpu(ProcessHandle server) {
        this.server = server;
    }

    /** @param home the data directory under which the server runs */
    static ServerCpu under(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no server runs under " + home));
            long pid = Long.parseLong(Files.readAllLines(file).getFirst().strip());
            return new ServerCpu(ProcessHandle.of(pid).orElseThrow());
        }
    }

    long nanos() {
        return Stream.concat(Stream.of(server), server.descendants())
                .mapToLong(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos())
                .sum();
    }
}
