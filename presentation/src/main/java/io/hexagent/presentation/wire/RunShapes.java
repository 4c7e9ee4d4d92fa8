package io.hexagent.presentation.wire;

import io.hexagent.application.run.ReplayRun;
import io.hexagent.application.run.RunReport;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.run.EventFields;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Runs, their rows, steps and answers. */
public final class RunShapes {
    private static final int SHORT_ID = 8;

    private RunShapes() {}

    /**
     * {@code {id, thread_id, user_query, status, outcome?, provider, model, created_at, …, steps, children?: [run]}}.
     */
    public static Value.Fields run(RunReport report) {
        var fields = head(report.run())
                .put("steps", steps(report))
                .put("answer", report.answer())
                .put("plan", Value.texts(report.plan()))
                .put("assumptions", Value.texts(report.assumptions()))
                .put("table", table(report))
                .put("artifacts", artifacts(report.artifacts(), artifact -> Value.Fields.EMPTY));
        report.request().ifPresent(request -> fields.put("request", request(request)));
        if (!report.children().isEmpty()) {
            fields.put(
                    "children",
                    Value.items(report.children().stream().map(RunShapes::run).toList()));
        }
        return fields.build();
    }

    /** What a run waits for: {@code {request_id, reason, message, call_id?, params?, response_schema, expires_at?}}. */
    public static Value.Fields request(RunEvent.InputRequested request) {
        return EventFields.of(request);
    }

    /** {@code {same, original, replay, steps: [{order, same, original?, replay?}]}}, the runs with their steps. */
    public static Value.Fields replay(ReplayRun.Outcome.Replayed replayed) {
        return Value.fields()
                .put("same", replayed.isSame())
                .put("original", run(replayed.original()))
                .put("replay", run(replayed.replay()))
                .put(
                        "steps",
                        Value.items(replayed.steps().stream()
                                .map(pair -> pair(replayed, pair))
                                .toList()))
                .build();
    }

    private static Value.Fields pair(ReplayRun.Outcome.Replayed replayed, ReplayRun.Pair pair) {
        var fields = Value.fields().put("order", pair.order()).put("same", pair.same());
        pair.before()
                .ifPresent(step ->
                        fields.put("original", step(replayed.original().run().id(), step)));
        pair.after()
                .ifPresent(step ->
                        fields.put("replay", step(replayed.replay().run().id(), step)));
        return fields.build();
    }

    /** A run whose steps are not read: just accepted, or still at work. */
    public static Value.Fields accepted(Run run) {
        return head(run).put("steps", Value.Items.EMPTY).build();
    }

    /** {@code {id, name, time, status, user_query}}, and its outcome when it has one. */
    public static Value.Fields row(Run run) {
        return Value.fields()
                .put("id", run.id().value())
                .put("name", "Run " + shortened(run.id()))
                .put("time", run.createdAt().toString())
                .put("status", run.status().wire())
                .put("outcome", outcome(run).map(AnswerKind::wire))
                .put("user_query", run.query())
                .build();
    }

    /**
     * What came of a question.
     *
     * @param extra further fields of an artifact, as where it was written
     */
    public static Value.Fields answer(RunReport report, Function<Artifact, Value.Fields> extra) {
        Run run = report.run();
        var fields = Value.fields()
                .put("run_id", run.id().value())
                .put("status", run.status().wire())
                .put("outcome", optional(outcome(run).map(AnswerKind::wire)))
                .put("provider", run.model().provider())
                .put("answer", optional(report.answer()))
                .put("plan", Value.texts(report.plan()))
                .put("assumptions", Value.texts(report.assumptions()))
                .put("table", table(report))
                .put("artifacts", artifacts(report.artifacts(), extra))
                .put("steps", steps(report));
        error(run).ifPresent(error -> fields.put("error", EventFields.error(error)));
        report.request().ifPresent(request -> fields.put("request", request(request)));
        return fields.build();
    }

    /** The tools of the run that lacked a credential, and which: {@code [{toolName, message}]}, each tool once. */
    public static Optional<Value> lacking(RunReport report) {
        var told = new LinkedHashMap<ToolName, Value>();
        for (Step step : report.steps()) {
            if (step instanceof Step.ToolResult result
                    && result.result().flag("requires_auth").orElse(false)) {
                told.put(
                        result.tool(),
                        Value.fields()
                                .put("toolName", result.tool().value())
                                .put("message", result.result().text("error").orElse(""))
                                .build());
            }
        }
        return told.isEmpty() ? Optional.empty() : Optional.of(Value.items(List.copyOf(told.values())));
    }

    /** How a run ended; empty while it has not, or ended without. */
    public static Optional<AnswerKind> outcome(Run run) {
        return run.state() instanceof RunState.Completed completed
                ? Optional.of(completed.outcome())
                : Optional.empty();
    }

    /** Why a run failed; empty when it has not. */
    public static Optional<RunError> error(Run run) {
        return run.state() instanceof RunState.Failed failed ? Optional.of(failed.error()) : Optional.empty();
    }

    /** The start of a run's id, by which people name it. */
    public static String shortened(RunId id) {
        return id.value().substring(0, Math.min(SHORT_ID, id.value().length()));
    }

    /** {@code {id, type, content, timestamp, order, seq, toolName?, params?, events?, result?}}. */
    static Value.Fields step(RunId run, Step step) {
        var fields = Value.fields()
                .put("id", run.value() + "-" + step.seq())
                .put("type", step.type().wire())
                .put("content", StepText.of(step))
                .put("timestamp", step.at().toString())
                .put("order", step.order())
                .put("seq", step.seq());
        switch (step) {
            case Step.UserRequest request -> {}
            case Step.Thought thought -> {}
            case Step.ToolCall call -> {
                fields.put("toolName", call.tool().value()).put("params", call.params());
                if (!call.reports().isEmpty()) {
                    fields.put(
                            "events",
                            Value.items(call.reports().stream()
                                    .map(RunShapes::report)
                                    .toList()));
                }
            }
            case Step.ToolResult result ->
                fields.put("toolName", result.tool().value()).put("result", result.result());
            case Step.Response response -> {}
        }
        return fields.build();
    }

    /** {@code {event, percent, message, content?, timestamp, seq}}. */
    private static Value.Fields report(Step.Report report) {
        var fields = Value.fields()
                .put("event", report.name())
                .put("percent", report.percent())
                .put("message", report.message());
        if (!report.content().fields().isEmpty()) {
            fields.put("content", report.content());
        }
        return fields.put("timestamp", report.at().toString())
                .put("seq", report.seq())
                .build();
    }

    private static Value.Builder head(Run run) {
        var fields = Value.fields()
                .put("id", run.id().value())
                .put("thread_id", run.conversation().value())
                .put("user_query", run.query())
                .put("status", run.status().wire())
                .put("outcome", outcome(run).map(AnswerKind::wire))
                .put("provider", run.model().provider())
                .put("model", run.model().model())
                .put("agent", run.agent().value())
                .put("created_at", run.createdAt().toString())
                .put("completed_at", optional(ended(run).map(Instant::toString)))
                .put("usage", EventFields.usage(run.usage()));
        run.parent().ifPresent(parent -> fields.put("parent_id", parent.value()));
        run.replayOf().ifPresent(original -> fields.put("replay_of", original.value()));
        error(run).ifPresent(error -> fields.put("error", EventFields.error(error)));
        return fields;
    }

    private static Optional<Instant> ended(Run run) {
        return switch (run.state()) {
            case RunState.Queued queued -> Optional.empty();
            case RunState.Running running -> Optional.empty();
            case RunState.AwaitingInput waiting -> Optional.empty();
            case RunState.Completed completed -> Optional.of(completed.at());
            case RunState.Failed failed -> Optional.of(failed.at());
            case RunState.Cancelled cancelled -> Optional.of(cancelled.at());
        };
    }

    private static Value steps(RunReport report) {
        return Value.items(report.steps().stream()
                .map(step -> step(report.run().id(), step))
                .toList());
    }

    private static Value table(RunReport report) {
        return report.table().<Value>map(table -> table.toValue()).orElse(Value.Absent.ABSENT);
    }

    private static Value artifacts(List<Artifact> artifacts, Function<Artifact, Value.Fields> extra) {
        return Value.items(artifacts.stream()
                .map(artifact -> {
                    Value.Fields fields = ArtifactShapes.artifact(artifact);
                    for (var more : extra.apply(artifact).fields().entrySet()) {
                        fields = fields.with(more.getKey(), more.getValue());
                    }
                    return fields;
                })
                .toList());
    }

    private static Value optional(Optional<String> text) {
        return text.map(Value::of).orElse(Value.Absent.ABSENT);
    }
}
