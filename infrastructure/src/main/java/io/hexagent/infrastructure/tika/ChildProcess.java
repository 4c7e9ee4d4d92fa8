package io.hexagent.infrastructure.tika;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a class of this program in a JVM of its own, with bounds on time, memory and output and no environment. */
final class ChildProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);

    /** What a JVM ends with under {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int OUT_OF_MEMORY = 3;

    private static final long MEGABYTE = 1 << 20;

    private final long memoryBytes;
    private final Duration timeout;

    /** How a process ended. */
    enum Ending {
        DONE,
        LATE,
        OUT_OF_MEMORY,
        TOO_MUCH,
        BROKEN
    }

    /** @param output all of it when done */
    @SuppressWarnings("ArrayRecordComponent")
    record Answer(Ending ending, byte[] output) {
        Answer(Ending ending) {
            this(ending, new byte[0]);
        }
    }

    ChildProcess(long memoryBytes, Duration timeout) {
        this.memoryBytes = memoryBytes;
        this.timeout = timeout;
    }

    /**
     * Starts the class, gives it the input and waits for its end. The process is gone when this returns.
     *
     * @throws IOException when no process can be started
     */
    Answer run(Class<?> main, String[] arguments, byte[] input, long mostOutput)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command(main, arguments)).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        long deadline = System.nanoTime() + timeout.toNanos();
        Process process = builder.start();
        try {
            Thread ignored = Thread.ofVirtual().name("document-input").start(() -> give(process, input));
            var output = new FutureTask<>(() -> {
                try (InputStream out = process.getInputStream()) {
                    return out.readNBytes((int) Math.min(mostOutput + 1, Integer.MAX_VALUE - 16));
                }
            });
            Thread reader = Thread.ofVirtual().name("document-output").start(output);
            byte[] read = output.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            reader.join();
            if (read.length > mostOutput) {
                return new Answer(Ending.TOO_MUCH);
            }
            if (!process.waitFor(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return new Answer(Ending.LATE);
            }
            return switch (process.exitValue()) {
                case 0 -> new Answer(Ending.DONE, read);
                case OUT_OF_MEMORY -> new Answer(Ending.OUT_OF_MEMORY);
                default -> {
                    LOG.warn("a process that read a document ended with {}", process.exitValue());
                    yield new Answer(Ending.BROKEN);
                }
            };
        } catch (TimeoutException late) {
            return new Answer(Ending.LATE);
        } catch (ExecutionException problem) {
            throw new IOException("the output of a process could not be read", problem.getCause());
        } finally {
            Process ignored = process.destroyForcibly();
        }
    }

    private static void give(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException ended) {
            LOG.debug("a process ended before it had read its input", ended);
        }
    }

    private List<String> command(Class<?> main, String... arguments) {
        var command = new ArrayList<String>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + Math.max(16, memoryBytes / MEGABYTE) + "m",
                "-XX:MaxMetaspaceSize=128m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                // It would be written to the user's home.
                "-Dpdfbox.fontcache=" + System.getProperty("java.io.tmpdir"),
                // No log: it would say what the document says.
                "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }
}
