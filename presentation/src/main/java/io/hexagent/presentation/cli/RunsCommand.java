package io.hexagent.presentation.cli;

import io.hexagent.application.run.ListRuns;
import io.hexagent.application.run.RunReport;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.RunShapes;
import io.hexagent.presentation.wire.StepText;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists runs, or shows one with its timeline. */
@Command(
        name = "runs",
        description = "Lists runs, shows one with its steps, cancels, resumes or replays one.",
        mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int STATUS_WIDTH = 14;

    private final Surroundings around;
    private final Style style;

    @Parameters(
            arity = "0..1",
            paramLabel = "ID",
            description = "A run's id, or the first characters of it (four or more).")
    private @Nullable String id;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(names = "--limit", paramLabel = "N", description = "How many to list (${DEFAULT-VALUE}; at most 200).")
    private int limit = 20;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "Only these: queued, running, awaiting_input, completed, failed, cancelled.")
    private @Nullable String status;

    RunsCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        if (limit < 1 || limit > ListRuns.MOST) {
            throw Failure.unusable("usage", "--limit " + limit + " is not from 1 to " + ListRuns.MOST);
        }
        Optional<RunStatus> wanted = Optional.ofNullable(status).map(RunsCommand::status);
        try (Hexagent hexagent = Cli.open(around)) {
            if (id == null) {
                list(hexagent, wanted);
            } else {
                show(hexagent, id);
            }
        }
        return Exit.OK;
    }

    private void list(Hexagent hexagent, Optional<RunStatus> wanted) {
        Runs.Page page =
                hexagent.listRuns().handle(new ListRuns.Command(Principal.LOCAL, wanted, Optional.empty(), limit, 0));
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(Value.fields()
                                    .put(
                                            "runs",
                                            Value.items(page.runs().stream()
                                                    .map(RunShapes::row)
                                                    .toList()))
                                    .put("total", page.total())
                                    .build()));
            return;
        }
        if (page.runs().isEmpty()) {
            around.out().println("No runs yet. Ask something: hexagent analyze FILE.csv \"…\"");
            return;
        }
        around.out()
                .println(style.bold(Text.padded("RUN", 10, false) + Text.padded("TIME", 21, false)
                        + Text.padded("STATUS", STATUS_WIDTH + 2, false) + "QUESTION"));
        for (Run run : page.runs()) {
            String line = Text.padded(RunShapes.shortened(run.id()), 10, false)
                    + Text.padded(TIME.format(run.createdAt().atZone(around.zone())), 21, false);
            around.out()
                    .println(line
                            + status(run)
                            + Text.cut(run.query(), Math.max(20, around.columns() - line.length() - STATUS_WIDTH - 2)));
        }
        if (page.total() > page.runs().size()) {
            around.out()
                    .println(style.faint("… " + (page.total() - page.runs().size()) + " more; --limit shows up to "
                            + ListRuns.MOST));
        }
    }

    private void show(Hexagent hexagent, String wanted) {
        RunReport report = FoundRun.of(hexagent, wanted);
        if (json) {
            around.out().println(hexagent.json().write(RunShapes.run(report)));
            return;
        }
        Run run = report.run();
        around.out().println(style.bold(Text.oneLine(run.query())));
        around.out()
                .println(style.faint(
                                run.id() + "  " + TIME.format(run.createdAt().atZone(around.zone())) + "  ")
                        + status(run).strip());
        around.out().println();
        for (Step step : report.steps()) {
            long millis = Duration.between(run.createdAt(), step.at()).toMillis();
            String head = Text.padded(Integer.toString(step.order()), 3, true) + "  "
                    + Text.padded("+" + millis + " ms", 10, true) + "  "
                    + Text.padded(step.type().wire(), 14, false) + "  ";
            around.out()
                    .println(style.faint(head)
                            + Text.cut(StepText.of(step), Math.max(30, around.columns() - Text.width(head))));
        }
        report.request().ifPresent(request -> waits(run, request, hexagent.json()));
        around.out().println();
        new AnswerText(around).lines(report, Map.of(), Optional.empty()).forEach(around.out()::println);
        RunShapes.error(run).ifPresent(error -> around.out().println(style.red(Text.oneLine(error.message()))));
    }

    private void waits(Run run, RunEvent.InputRequested request, Json writer) {
        String decide = "hexagent runs resume " + RunShapes.shortened(run.id());
        around.out().println();
        around.out().println(style.yellow("Waits: " + Text.oneLine(request.message())));
        if (!request.params().fields().isEmpty()) {
            around.out().println("  " + Text.oneLine(writer.write(request.params())));
        }
        around.out()
                .println("  " + decide
                        + switch (request.reason()) {
                            case QUESTION -> " --answer TEXT";
                            case APPROVAL -> " --approve, --edit JSON or --reject";
                        });
    }

    private String status(Run run) {
        String word = FoundRun.word(run);
        String padded = Text.padded(word, STATUS_WIDTH + 2, false);
        return switch (word) {
            case "answered" -> style.green(padded);
            case "failed", "cancelled" -> style.red(padded);
            default -> style.yellow(padded);
        };
    }

    private static RunStatus status(String word) {
        return Arrays.stream(RunStatus.values())
                .filter(status -> status.wire().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> Failure.unusable(
                        "usage",
                        "--status \"" + word + "\" not in "
                                + Arrays.stream(RunStatus.values())
                                        .map(RunStatus::wire)
                                        .toList()));
    }
}
