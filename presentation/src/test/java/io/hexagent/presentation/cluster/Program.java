package io.hexagent.presentation.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process of the real program, {@code serve}, that can be signalled and that never outlives the tests. */
final class Program implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:\\d+");
    private static final Set<String> INHERITED = Set.of("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH");
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> STARTED.forEach(Process::destroyForcibly)));
    }

    private final String name;
    private final Process process;
    private final Path output;
    private final Path log;
    private volatile long endedAt = Long.MAX_VALUE;

    private Program(String name, Process process, Path output, Path log) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.log = log;
    }

    /**
     * Starts a process, and does not wait for it.
     *
     * @param classes put before the classpath of the tests
     * @param directory where it works, and writes what it says
     */
    static Program start(String name, Path classes, Path directory, Map<String, String> environment) {
        Path output = directory.resolve(name + ".out");
        Path log = directory.resolve(name + ".log");
        var builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        // They live for seconds: starting soon counts for more than running fast.
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        "io.hexagent.presentation.Main",
                        "serve",
                        "--port",
                        "0"))
                .directory(directory.toFile())
                .redirectOutput(output.toFile())
                .redirectError(log.toFile());
        builder.environment().keySet().removeIf(variable -> !INHERITED.contains(variable));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            STARTED.add(process);
            return new Program(name, process, output, log);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Under which the model stub knows it, too: another one for each start. */
    String name() {
        return name;
    }

    /** Waits until it serves. */
    String address() {
        Commands.await(
                name + " serves",
                Duration.ofSeconds(90),
                () -> !isRunning() || matcher().find());
        Matcher found = matcher();
        if (!found.find()) {
            throw new AssertionError(name + " ended: " + said());
        }
        return found.group();
    }

    private Matcher matcher() {
        try {
            return ADDRESS.matcher(Files.exists(output) ? Files.readString(output) : "");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** When it was killed or told to end, in milliseconds of the clock; far in the future before. */
    long endedAt() {
        return endedAt;
    }

    /** SIGKILL: it has no chance to do anything. */
    void kill() {
        endedAt = System.currentTimeMillis();
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
    }

    /** SIGSTOP: it does nothing, and does not know. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    void thaw() {
        signal("CONT");
    }

    /** SIGTERM: it is asked to end. */
    void terminate() {
        endedAt = System.currentTimeMillis();
        process.destroy();
    }

    /** @return the exit code */
    int awaitEnd(Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " did not end in " + longest.toMillis() + " ms: " + said());
            }
            STARTED.remove(process);
            return process.exitValue();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    private void signal(String signal) {
        Commands.run(log.resolveSibling("kill.out"), List.of("kill", "-" + signal, String.valueOf(process.pid())));
    }

    /** The end of what it said. */
    String said() {
        try {
            String text = Files.readString(output, StandardCharsets.UTF_8) + Files.readString(log);
            return text.substring(Math.max(0, text.length() - 8_000));
        } catch (IOException problem) {
            return "(" + problem + ")";
        }
    }

    @Override
    public void close() {
        if (isRunning()) {
            kill();
        }
        STARTED.remove(process);
    }
}
