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
import java.util.function.LongSupplier;

/** Measures a loop in its own process: warm-up, then CPU and time for each run. */
final class Measured {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Measured() {}

    static void print(String[] arguments, IntConsumer run) {
        print(arguments, () -> 0, run);
    }

    /**
     * Arguments: port, tool calls, concurrency, warm-up runs, measured runs. Prints {@code cpu_us runs_per_second
     * server_us}.
     *
     * @param server the CPU of the database so far, in nanoseconds
     */
    static void print(String[] arguments, LongSupplier server, IntConsumer run) {
        int concurrency = Integer.parseInt(arguments[2]);
        repeat(concurrency, Integer.parseInt(arguments[3]), run);
        int runs = Integer.parseInt(arguments[4]);
        long cpu = SYSTEM.getProcessCpuTime();
        long before = server.getAsLong();
        long start = System.nanoTime();
        repeat(concurrency, runs, run);
        double seconds = (System.nanoTime() - start) / 1e9;
        double micros = (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / runs;
        System.out.printf(
                java.util.Locale.ROOT,
                "measured %.2f %.1f %.2f%n",
                micros,
                runs / seconds,
                (server.getAsLong() - before) / 1e3 / runs);
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
