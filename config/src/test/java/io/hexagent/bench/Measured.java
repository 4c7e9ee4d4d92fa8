package io.hexagent.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Measures a loop in its own process: warm-up, then CPU and time for each run. */
final class Measured {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Measured() {}

    /** Arguments: port, tool calls, concurrency, warm-up runs, measured runs. Prints {@code cpu_us runs_per_second}. */
    static void print(String[] arguments, IntConsumer run) {
        int concurrency = Integer.parseInt(arguments[2]);
        repeat(concurrency, Integer.parseInt(arguments[3]), run);
        int runs = Integer.parseInt(arguments[4]);
        long cpu = SYSTEM.getProcessCpuTime();
        long start = System.nanoTime();
        repeat(concurrency, runs, run);
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / runs;
        System.out.printf(java.util.Locale.ROOT, "measured %.2f %.1f%n", micros, runs / seconds);
    }

    private static void repeat(int concurrency, int runs, IntConsumer run) {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> futures = new ArrayList<>();
            for (int i = 0; i < concurrency; i++) {
                futures.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < runs; n = next.getAndIncrement()) {
                        run.accept(n);
                    }
                }));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException | ExecutionException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
