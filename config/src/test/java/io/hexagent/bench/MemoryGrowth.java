package io.hexagent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The resident memory of a process after 1,000 runs through queue and worker, and after 10,000. Arguments: the stub's
 * port, the data directory. To be run with a bounded heap, as {@code -Xmx256m}.
 */
public final class MemoryGrowth {
    private MemoryGrowth() {}

    public static void main(String[] arguments) throws IOException {
        try (var loop = new QueueLoop(QueueLoop.settings(arguments[0], "2", arguments[1]))) {
            repeat(loop, 1_000);
            long early = resident();
            repeat(loop, 9_000);
            long late = resident();
            System.out.printf(
                    Locale.ROOT,
                    "measured %d KB after 1,000 runs, %d KB after 10,000: %+.1f %%%n",
                    early,
                    late,
                    100.0 * (late - early) / early);
        }
    }

    private static void repeat(QueueLoop loop, int runs) {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 16; i++) {
                var ignored = threads.submit(() -> {
                    while (next.getAndIncrement() < runs) {
                        loop.run();
                    }
                });
            }
        }
    }

    /** In KB, as the kernel counts it. */
    private static long resident() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
