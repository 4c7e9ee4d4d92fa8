package io.hexagent.infrastructure.lean;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.OutsideEngine;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyExport;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs strategies by Lean's command line, {@code lean backtest <project> --output <directory>}, and reads the
 * statistics of its results. Each run has a directory of its own in the workspace, which is gone afterwards.
 */
public final class LeanRunner implements OutsideEngine {
    private static final Logger LOG = LoggerFactory.getLogger(LeanRunner.class);
    private static final String STATISTICS = "\"statistics\"";
    private static final int LONGEST_STATISTICS = 100_000;
    /** How long the rest of the output may take once the process has ended. */
    private static final int MOST_OUTPUT_SECONDS = 10;

    private final Options options;
    private final StrategyExport writer;
    private final Json json;

    /**
     * Where Lean is and what it may take.
     *
     * @param command a path, or a name that is looked up
     * @param searched where a name is looked up, as the variable PATH
     * @param workspace a directory that {@code lean init} has set up
     * @param timeout of a run
     * @param longestOutput in bytes, of what Lean prints; the rest is read and dropped
     * @param longestResult in bytes, of a results file
     */
    public record Options(
            String command, String searched, Path workspace, Duration timeout, int longestOutput, long longestResult) {
        public static Options in(Path workspace) {
            return new Options(
                    "lean",
                    Optional.ofNullable(System.getenv("PATH")).orElse(""),
                    workspace,
                    Duration.ofMinutes(10),
                    1 << 20,
                    64L << 20);
        }
    }

    public LeanRunner(Options options, StrategyExport writer, Json json) {
        this.options = options;
        this.writer = writer;
        this.json = json;
    }

    @Override
    public String name() {
        return "lean";
    }

    @Override
    public Ran run(Strategy strategy) throws InterruptedException {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            return new Ran.NotInstalled("Lean is not installed here: there is no program \"" + options.command()
                    + "\"; install it with pip install lean, or set where it is");
        }
        if (!Files.isDirectory(options.workspace())) {
            return new Ran.NotInstalled("Lean has no workspace here: there is no directory " + options.workspace()
                    + "; make one and run lean init in it");
        }
        return switch (writer.export(strategy)) {
            case StrategyExport.Exported.Refused(var errors) -> new Ran.Failed(errors);
            case StrategyExport.Exported.Written written -> run(program.get(), written);
        };
    }

    private Optional<Path> program() {
        String command = options.command();
        if (command.contains("/") || command.contains(File.separator)) {
            return executable(Path.of(command));
        }
        return Arrays.stream(options.searched().split(File.pathSeparator, -1))
                .filter(directory -> !directory.isBlank())
                .flatMap(directory -> directory(directory).stream())
                .flatMap(directory -> executable(directory.resolve(command)).stream())
                .findFirst();
    }

    private static Optional<Path> directory(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static Optional<Path> executable(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path) ? Optional.of(path) : Optional.empty();
    }

    private Ran run(Path program, StrategyExport.Exported.Written written) throws InterruptedException {
        try {
            Path project = Files.createTempDirectory(options.workspace(), "hexagent-");
            try {
                Path ignored = Files.writeString(project.resolve(written.file()), written.code());
                Path config = Files.writeString(
                        project.resolve("config.json"),
                        "{\"algorithm-language\":\"Python\",\"parameters\":{},\"description\":\"\"}");
                LOG.debug("runs Lean on {} with {}", written.file(), config);
                return run(program, project, project.resolve("results"));
            } finally {
                remove(project);
            }
        } catch (IOException | UncheckedIOException problem) {
            LOG.warn("Lean could not be run", problem);
            return failed("Lean could not be run", "Its files could not be written or read.");
        }
    }

    private Ran run(Path program, Path project, Path results) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + options.timeout().toNanos();
        Process process = new ProcessBuilder(
                        program.toString(), "backtest", project.toString(), "--output", results.toString())
                .directory(options.workspace().toFile())
                .redirectErrorStream(true)
                .start();
        try {
            process.getOutputStream().close();
            var output = new FutureTask<>(() -> read(process.getInputStream()));
            Thread reader = Thread.ofVirtual().name("lean-output").start(output);
            if (!process.waitFor(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return failed(
                        "Lean did not end within " + options.timeout().toSeconds() + " s",
                        "The range may be long, or Lean is still being fetched.");
            }
            end(process);
            String said = output.get(MOST_OUTPUT_SECONDS, TimeUnit.SECONDS);
            LOG.debug("Lean ended with {}, its output was read by {}", process.exitValue(), reader);
            Optional<Map<String, String>> statistics = statistics(results);
            if (process.exitValue() == 0 && statistics.isPresent()) {
                return new Ran.Finished(statistics.get());
            }
            return new Ran.Failed(LeanErrors.read(said));
        } catch (ExecutionException | TimeoutException problem) {
            throw new IOException("the output of Lean could not be read", problem);
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        Process ignored = process.destroyForcibly();
    }

    private String read(InputStream output) throws IOException {
        try (output) {
            byte[] first = output.readNBytes(options.longestOutput());
            long dropped = output.transferTo(OutputStream.nullOutputStream());
            LOG.debug("Lean printed {} bytes, {} more were dropped", first.length, dropped);
            return new String(first, StandardCharsets.UTF_8);
        }
    }

    private Optional<Map<String, String>> statistics(Path results) throws IOException {
        if (!Files.isDirectory(results)) {
            return Optional.empty();
        }
        var files = new ArrayList<Path>();
        try (Stream<Path> walked = Files.walk(results, 2)) {
            walked.filter(path -> path.toString().endsWith(".json")).forEach(files::add);
        }
        // The summary says the same in a smaller file.
        files.sort(Comparator.<Path, Boolean>comparing(path -> !path.toString().endsWith("-summary.json"))
                .thenComparing(Comparator.naturalOrder()));
        for (Path file : files) {
            if (Files.size(file) <= options.longestResult()) {
                Map<String, String> statistics = statistics(Files.readString(file));
                if (!statistics.isEmpty()) {
                    return Optional.of(statistics);
                }
            }
        }
        return Optional.empty();
    }

    /** The object under {@code statistics} alone: the charts beside it are megabytes. */
    private Map<String, String> statistics(String result) {
        int key = -1;
        for (String name : List.of(STATISTICS, "\"Statistics\"")) {
            key = key < 0 ? result.indexOf(name) : key;
        }
        int open = key < 0 ? -1 : result.indexOf('{', key);
        int close = open < 0 ? -1 : result.indexOf('}', open);
        boolean follows = close > 0
                && result.substring(key + STATISTICS.length(), open).strip().equals(":");
        if (!follows || close - open > LONGEST_STATISTICS) {
            return Map.of();
        }
        var statistics = new LinkedHashMap<String, String>();
        try {
            Value.Fields fields = json.readFields(result.substring(open, close + 1));
            fields.fields().forEach((name, value) -> {
                String text = value.toString();
                statistics.put(name, text);
            });
        } catch (Json.MalformedJson noStatistics) {
            LOG.debug("a results file of Lean has no plain statistics", noStatistics);
            return Map.of();
        }
        return statistics;
    }

    private static Ran failed(String message, String cause) {
        return new Ran.Failed(List.of(new CompileError(
                ErrorCode.ENGINE_FAILED.wire(), message, Optional.empty(), cause, "Read Lean's log.", "")));
    }

    private static void remove(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(directory)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            boolean ignored = Files.deleteIfExists(path);
        }
    }
}
