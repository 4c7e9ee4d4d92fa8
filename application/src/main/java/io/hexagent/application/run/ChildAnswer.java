package io.hexagent.application.run;

import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Value;
import java.util.Optional;

/** What a model is told of the run of its sub-agent. */
final class ChildAnswer {
    private ChildAnswer() {}

    /** Why there is no answer; empty when there is one. */
    static Optional<String> failure(RunReport report) {
        return switch (report.run().state()) {
            case RunState.Completed ignored -> Optional.empty();
            case RunState.Failed failed ->
                Optional.of("the " + report.run().agent() + " gave no answer: "
                        + failed.error().message());
            case RunState.Cancelled ignored ->
                Optional.of("the run of the " + report.run().agent() + " was cancelled");
            case RunState.Queued ignored -> throw notEnded(report);
            case RunState.Running ignored -> throw notEnded(report);
            case RunState.AwaitingInput ignored -> throw notEnded(report);
        };
    }

    private static IllegalStateException notEnded(RunReport report) {
        return new IllegalStateException("run " + report.run().id() + " has not ended");
    }

    /**
     * {@code {agent, run_id, outcome, answer, artifacts: [{id, kind, title, url}], table?}}, marked when the run has
     * read what others wrote: its answer may repeat it.
     */
    static Value.Fields of(RunReport report) {
        Value.Builder fields = OutsideReading.in(report.steps()) ? Untrusted.result() : Value.fields();
        fields.put("agent", report.run().agent().value())
                .put("run_id", report.run().id().value());
        if (report.run().state() instanceof RunState.Completed completed) {
            fields.put("outcome", completed.outcome().wire());
        }
        fields.put("answer", report.answer().orElse(""));
        fields.put(
                "artifacts",
                Value.items(report.artifacts().stream().map(ChildAnswer::told).toList()));
        report.table().ifPresent(table -> fields.put("table", table.toValue()));
        return fields.build();
    }

    private static Value.Fields told(Artifact artifact) {
        return Value.fields()
                .put("id", artifact.id().value())
                .put("kind", artifact.kind().wire())
                .put("title", artifact.title())
                .put("url", "/api/artifacts/" + artifact.id())
                .build();
    }
}
