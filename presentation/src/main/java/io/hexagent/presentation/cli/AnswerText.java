package io.hexagent.presentation.cli;

import io.hexagent.application.run.RunReport;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.dataset.Table;
import io.hexagent.presentation.wire.RunShapes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run's answer as a person reads it: the sentence, the table, the plan, the assumptions, and who answered. */
final class AnswerText {
    private static final String INDENT = "  ";

    private final Style style;
    private final int columns;

    AnswerText(Surroundings around) {
        this.style = new Style(around.colour());
        this.columns = around.columns();
    }

    /**
     * @param written where artifacts were written, by artifact
     * @param tableFile where the table was written
     */
    List<String> lines(RunReport report, Map<Artifact, List<Path>> written, Optional<Path> tableFile) {
        var lines = new ArrayList<String>();
        report.answer().ifPresent(answer -> Text.clean(answer).lines().forEach(line -> lines.add(style.bold(line))));
        report.table().filter(table -> !table.columns().isEmpty()).ifPresent(table -> {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            TableText.lines(table, style, columns - INDENT.length()).forEach(line -> lines.add(INDENT + line));
        });
        if (!report.plan().isEmpty()) {
            lines.add("");
            lines.add("Plan:");
            int number = 1;
            for (String step : report.plan()) {
                lines.add(INDENT + number++ + ". " + Text.oneLine(step));
            }
        }
        if (!report.assumptions().isEmpty()) {
            lines.add("");
            lines.add("Assumptions:");
            report.assumptions().forEach(assumption -> lines.add(INDENT + "• " + Text.oneLine(assumption)));
        }
        if (!report.artifacts().isEmpty()) {
            lines.add("");
            lines.add("Artifacts:");
            report.artifacts().forEach(artifact -> lines.addAll(artifact(artifact, written)));
        }
        tableFile.ifPresent(file -> {
            lines.add("");
            lines.add("Table: " + file + report.table().map(AnswerText::cut).orElse(""));
        });
        if (!lines.isEmpty()) {
            lines.add("");
        }
        lines.addAll(footer(report));
        return lines;
    }

    private List<String> artifact(Artifact artifact, Map<Artifact, List<Path>> written) {
        String title = artifact.kind().wire() + " \"" + Text.oneLine(artifact.title()) + "\"";
        List<Path> files = written.getOrDefault(artifact, List.of());
        if (files.isEmpty()) {
            return List.of(INDENT + "• " + title + style.faint(" (kept; --out DIR writes it to a directory)"));
        }
        var lines = new ArrayList<String>();
        lines.add(INDENT + "• " + title);
        files.forEach(file -> lines.add(INDENT + INDENT + file));
        return lines;
    }

    /** A long table is kept up to a number of rows; who takes the file must know. */
    private static String cut(Table table) {
        return table.totalRows() > table.rows().size()
                ? " (the first " + table.rows().size() + " of " + table.totalRows() + " rows)"
                : "";
    }

    private List<String> footer(RunReport report) {
        var run = report.run();
        String by = run.model().provider() + " (" + run.model().model() + ")";
        String who = RunShapes.outcome(run).isPresent() ? "Answered by: " : "Provider: ";
        String offline = run.model().provider().equals("offline") ? ", no language model was asked" : "";
        return List.of(
                style.faint(who) + by + style.faint(offline),
                style.faint("Run: ")
                        + run.id().value()
                        + RunShapes.outcome(run)
                                .map(outcome -> switch (outcome) {
                                    case ANSWERED -> "";
                                    case REFUSED -> style.yellow(" (refused)");
                                    case QUESTION -> style.yellow(" (asks back)");
                                })
                                .orElseGet(() -> style.red(" (" + run.status().wire() + ")")));
    }
}
