package io.hexagent.presentation.cli;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.RunAnalysis;
import io.hexagent.application.run.RunReport;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.RunShapes;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks one question about some files. */
@Command(
        name = "analyze",
        description = "Answers a question about CSV files, or a plain calculation.",
        mixinStandardHelpOptions = true,
        customSynopsis = "hexagent analyze [OPTIONS] [FILE...] QUESTION")
final class AnalyzeCommand implements Callable<Integer> {
    private final Surroundings around;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE... QUESTION",
            description = "CSV files, and last the question in quotes.")
    private List<String> words = List.of();

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "Write charts (PNG and Vega-Lite) and the table (table.csv) there.")
    private @Nullable Path out;

    @Option(
            names = "--provider",
            paramLabel = "NAME",
            description = "Who answers: offline, openai, anthropic, as far as configured.")
    private @Nullable String provider;

    @Option(names = "--model", paramLabel = "NAME", description = "The model, alone or as provider/model.")
    private @Nullable String model;

    @Option(names = "--no-progress", description = "Show no progress on the terminal.")
    private boolean quiet;

    AnalyzeCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        String question = words.getLast();
        List<Path> files = words.subList(0, words.size() - 1).stream()
                .map(AnalyzeCommand::file)
                .toList();
        if (files.isEmpty() && isFile(question)) {
            throw Failure.unusable(
                    "usage",
                    "there is no question; ask one: hexagent analyze " + question + " \"What is the average … by …?\"");
        }
        files.forEach(AnalyzeCommand::check);
        Optional<OutDirectory> directory = Optional.ofNullable(out).map(OutDirectory::at);
        try (var progress = Progress.on(around, !quiet)) {
            progress.doing("Starting");
            try (Hexagent hexagent = around.open(around.settings().apply(given()))) {
                progress.doing("Reading the data");
                RunReport report = ask(hexagent, question, files, progress);
                Map<Artifact, List<Path>> written = directory
                        .map(found -> found.write(hexagent, report.artifacts()))
                        .orElse(Map.of());
                Optional<Path> table = directory.flatMap(found -> report.table().map(found::write));
                progress.clear();
                print(hexagent, report, written, table);
                return exit(report);
            }
        }
    }

    private RunReport ask(Hexagent hexagent, String question, List<Path> files, Progress progress) {
        var command = new RunAnalysis.Command(
                Principal.LOCAL,
                question,
                files.stream().map(DataInput::file).toList(),
                AgentName.ANALYST,
                provider == null ? Optional.ofNullable(model) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                progress);
        return switch (hexagent.runAnalysis().handle(command)) {
            case RunAnalysis.Outcome.Ended ended -> ended.report();
            case RunAnalysis.Outcome.Unusable unusable ->
                throw Failure.unusable(
                        "unusable_dataset_" + unusable.reason().name().toLowerCase(Locale.ROOT), unusable.message());
            case RunAnalysis.Outcome.UnknownModel unknown -> throw Failure.unusable("unknown_model", unknown.message());
            case RunAnalysis.Outcome.Invalid invalid -> throw Failure.unusable("invalid", invalid.message());
            case RunAnalysis.Outcome.Busy busy ->
                throw Failure.failed("busy", busy.runs() + " runs are at work already (setting limits.runs)");
            case RunAnalysis.Outcome.Waiting waiting -> waiting.report();
            case RunAnalysis.Outcome.Repeated repeated ->
                throw new IllegalStateException("a command without a key was repeated");
            case RunAnalysis.Outcome.Deleted deleted ->
                throw Failure.failed("unknown_run", "run " + deleted.run() + " was deleted meanwhile");
            case RunAnalysis.Outcome.KeyReused reused ->
                throw new IllegalStateException("a command without a key has a key");
            case RunAnalysis.Outcome.ConversationBusy busy ->
                throw Failure.failed("thread_busy", "run " + busy.live().id() + " of the conversation has not ended");
            case RunAnalysis.Outcome.StillRunning running ->
                throw Failure.failed("still_running", "run " + running.run().id() + " is still at work");
            case RunAnalysis.Outcome.UnknownDataset unknown ->
                throw Failure.unusable("unknown_dataset", "there is no data set " + unknown.id());
            case RunAnalysis.Outcome.UnknownConversation unknown ->
                throw Failure.unusable("unknown_thread", "there is no conversation " + unknown.id());
        };
    }

    /** A provider that is named here answers as if the setting named it. */
    private Map<String, String> given() {
        var given = new HashMap<String, String>();
        if (provider != null) {
            given.put("provider", provider);
            given.put("model", model == null ? "" : model);
        }
        return given;
    }

    private void print(Hexagent hexagent, RunReport report, Map<Artifact, List<Path>> written, Optional<Path> table) {
        if (json) {
            Value.Fields answer =
                    RunShapes.answer(report, artifact -> files(written.getOrDefault(artifact, List.of())));
            around.out()
                    .println(hexagent.json()
                            .write(table.map(file -> answer.with("table_file", Value.of(file.toString())))
                                    .orElse(answer)));
        } else {
            new AnswerText(around).lines(report, written, table).forEach(around.out()::println);
        }
        RunShapes.error(report.run())
                .ifPresent(error -> around.err().println("hexagent: " + Text.oneLine(error.message())));
    }

    private static Value.Fields files(List<Path> files) {
        return files.isEmpty()
                ? Value.Fields.EMPTY
                : Value.fields()
                        .put("file", files.getFirst().toString())
                        .put(
                                "files",
                                Value.texts(files.stream().map(Path::toString).toList()))
                        .build();
    }

    private static int exit(RunReport report) {
        if (report.run().status() != RunStatus.COMPLETED) {
            return Exit.FAILED;
        }
        return RunShapes.outcome(report.run())
                .map(outcome -> switch (outcome) {
                    case ANSWERED -> Exit.OK;
                    case REFUSED, QUESTION -> Exit.NOT_ANSWERED;
                })
                .orElse(Exit.FAILED);
    }

    private static Path file(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException wrong) {
            throw Failure.unusable("unusable_dataset_not_found", "\"" + name + "\" is no file name");
        }
    }

    private static boolean isFile(String text) {
        try {
            return Files.isRegularFile(Path.of(text));
        } catch (InvalidPathException words) {
            return false;
        }
    }

    /** What is plainly wrong is said before anything is started. */
    private static void check(Path file) {
        if (!Files.exists(file)) {
            throw Failure.unusable("unusable_dataset_not_found", "there is no file " + file);
        }
        if (Files.isDirectory(file)) {
            throw Failure.unusable("unusable_dataset_not_a_file", file + " is a directory; name a CSV file in it");
        }
    }
}
