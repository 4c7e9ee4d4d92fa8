package io.hexagent.application.run;

import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.application.tool.ToolRunner.Asks;
import io.hexagent.application.tool.ToolRunner.Prepared;
import io.hexagent.application.tool.ToolRunner.Ran;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvent.InputReceived;
import io.hexagent.domain.run.RunEvent.InputRequested;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Runs the pending calls in their order and records their results. What the log knows of a call is used: a result is
 * not asked for again, a decision of a person is followed, and of a call that changes something each time and was at
 * work when its process ended, a person is asked. Each of these stops the run before the call.
 */
final class CallTools implements Node {
    private static final String STARTED = "started";

    private final ToolRunner runner;
    private final ArtifactKeeper keeper;
    private final Json json;
    private final IdSource ids;
    private final InstantSource clock;

    CallTools(ToolRunner runner, ArtifactKeeper keeper, Json json, IdSource ids, InstantSource clock) {
        this.runner = runner;
        this.keeper = keeper;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Working apply(Working working, Session session) {
        session.atTools(true);
        try {
            return called(working, session);
        } finally {
            session.atTools(false);
        }
    }

    private Working called(Working working, Session session) {
        boolean allRejected = true;
        for (ToolCall call : working.pending()) {
            if (Thread.currentThread().isInterrupted() || session.isStopping()) {
                throw new CancellationException("the run was stopped");
            }
            CallRecord known = session.calls.getOrDefault(call.id(), CallRecord.NEW);
            if (known.returned().isPresent()) {
                allRejected &= prepared(call, known, session).rejection().isPresent();
                continue;
            }
            switch (attempt(call, known, session)) {
                case Attempt.Came came -> {
                    record(session, call, came.ran());
                    allRejected &= came.ran().rejected();
                }
                case Attempt.Asks asks -> {
                    session.journal.add(asks.request());
                    session.journal.fence();
                    return working.waiting(asks.request().request());
                }
            }
        }
        return Bounds.checked(working.called(allRejected), session.agent.limits());
    }

    /** What came of working on a call. */
    private sealed interface Attempt {
        record Came(Ran ran) implements Attempt {}

        record Asks(InputRequested request) implements Attempt {}
    }

    private Attempt attempt(ToolCall call, CallRecord known, Session session) {
        Prepared prepared = prepared(call, known, session);
        Optional<ToolSpec> spec = prepared.tool().map(Tool::spec);
        if (prepared.rejection().isPresent() || spec.isEmpty()) {
            return new Attempt.Came(runner.refused(prepared));
        }
        if (session.recording.isPresent()
                && (hasEffects(spec.get()) || spec.get().needsApproval())) {
            return recorded(call, session.recording.get());
        }
        boolean isUnknown = spec.get().effects() == Effects.ONCE && known.started();
        if (known.request().isPresent()) {
            Optional<Attempt> settled = settled(prepared, known, session);
            if (settled.isPresent()) {
                return settled.get();
            }
        }
        if (isUnknown) {
            return new Attempt.Asks(InputRequests.unknownOutcome(asking(prepared, session), call.name(), json));
        }
        if (known.request().isEmpty() && spec.get().needsApproval()) {
            return new Attempt.Asks(InputRequests.approval(asking(prepared, session), spec.get(), json));
        }
        return run(prepared, spec.get(), session);
    }

    /** The call with the arguments that hold: the model's, or those that a person has put in their place. */
    private Prepared prepared(ToolCall call, CallRecord known, Session session) {
        if (known.edited().isPresent()) {
            String arguments = json.write(known.edited().get().content());
            return runner.prepare(new ToolCall(call.id(), call.name(), arguments), session.tools);
        }
        return session.prepared.computeIfAbsent(call.id(), id -> runner.prepare(call, session.tools));
    }

    /** What a person's decision makes of the call; empty: it is to be called. */
    private Optional<Attempt> settled(Prepared prepared, CallRecord known, Session session) {
        InputRequested request = known.request().orElseThrow();
        if (known.decision().isEmpty()) {
            return Optional.of(new Attempt.Asks(request));
        }
        InputReceived received = known.decision().get();
        InputRequests.Kind kind = InputRequests.kind(request);
        Optional<Ran> ran =
                switch (received.decision()) {
                    case ANSWER -> Optional.of(runner.answered(received.content()));
                    case APPROVE -> changed(prepared, request);
                    case EDIT -> Optional.empty();
                    case REJECT -> Optional.of(runner.failed(rejected(kind, received.content())));
                    case EXPIRED ->
                        kind == InputRequests.Kind.APPROVAL && session.input.approves()
                                ? changed(prepared, request)
                                : Optional.of(runner.failed(expired(kind)));
                };
        return ran.map(Attempt.Came::new);
    }

    /** A decision holds only for the arguments that were shown. */
    private Optional<Ran> changed(Prepared prepared, InputRequested request) {
        return InputRequests.hash(prepared.params(), json).equals(request.paramsHash())
                ? Optional.empty()
                : Optional.of(runner.failed("the arguments are not those that a person approved"));
    }

    private static String rejected(InputRequests.Kind kind, Value content) {
        String reason = reason(content).map(text -> ": " + text).orElse("");
        return switch (kind) {
            case APPROVAL -> "a person rejected this call" + reason;
            case QUESTION -> "a person did not answer" + reason;
            case UNKNOWN_OUTCOME ->
                "outcome unknown: the process that made this call ended before its result was known" + reason;
        };
    }

    private static String expired(InputRequests.Kind kind) {
        return switch (kind) {
            case APPROVAL -> "nobody approved this call in time";
            case QUESTION -> "nobody answered in time";
            case UNKNOWN_OUTCOME ->
                "outcome unknown: the process that made this call ended before its result was known, and nobody"
                        + " decided in time";
        };
    }

    private static Optional<String> reason(Value content) {
        return (content instanceof Value.Fields fields ? fields.text("reason") : Optional.of(content.toString()))
                .filter(text -> !text.isBlank());
    }

    private Attempt run(Prepared prepared, ToolSpec spec, Session session) {
        ToolCall call = prepared.call();
        if (spec.effects() == Effects.ONCE) {
            session.journal.add(new RunEvent.ToolProgress(call.id(), 0, STARTED));
        }
        if (hasEffects(spec)) {
            session.journal.fence();
        }
        return switch (runner.run(prepared, context(session, prepared))) {
            case Ran ran -> new Attempt.Came(ran);
            case Asks asks ->
                session.recording.isPresent()
                        ? recorded(call, session.recording.get())
                        : new Attempt.Asks(InputRequests.question(
                                asking(prepared, session), asks.question(), asks.responseSchema(), json));
        };
    }

    private Attempt recorded(ToolCall call, Recording recording) {
        return new Attempt.Came(recording
                .result(call.id())
                .map(result -> runner.recorded(result.ok(), result.result(), result.truncated()))
                .orElseGet(() -> runner.failed("the recording has no result of this call")));
    }

    private InputRequests.Asking asking(Prepared prepared, Session session) {
        return new InputRequests.Asking(
                ids.next(),
                prepared.call().id(),
                prepared.params(),
                session.input.timeout().map(clock.instant()::plus));
    }

    private void record(Session session, ToolCall call, Ran ran) {
        var events = new ArrayList<RunEvent>();
        var kept = new ArrayList<ArtifactId>();
        for (ArtifactDraft draft : ran.artifacts()) {
            Artifact artifact =
                    keeper.keep(session.principal.owner(), session.run.id(), session.run.conversation(), draft);
            session.artifacts.add(artifact);
            kept.add(artifact.id());
            events.add(new RunEvent.ArtifactCreated(
                    artifact.id(), artifact.kind(), artifact.title(), artifact.mediaType()));
        }
        events.add(new RunEvent.ToolReturned(
                call.id(), call.name(), ran.ok(), ran.result(), ran.truncated(), kept, ran.millis(), ran.cached()));
        session.journal.add(events);
        session.messages.add(new Message.Tool(call.id(), call.name(), ran.text()));
    }

    private static ToolContext context(Session session, Prepared prepared) {
        ToolCall call = prepared.call();
        return new ToolContext(
                session.run.id(),
                session.run.conversation(),
                session.principal,
                call.id(),
                effectKey(session, call),
                datasets(session, prepared.params()),
                session.deadline,
                (percent, message) -> session.journal.add(new RunEvent.ToolProgress(call.id(), percent, message)));
    }

    /** A call may name a data set that came after the run's beginning, as a cleaned version. */
    private static List<Dataset> datasets(Session session, Value.Fields params) {
        Optional<String> named = params.text("dataset").map(String::strip);
        if (named.isEmpty()
                || session.datasets.stream()
                        .anyMatch(dataset -> dataset.id().value().equals(named.get())
                                || dataset.name().equalsIgnoreCase(named.get()))) {
            return session.datasets;
        }
        var datasets = new ArrayList<>(session.datasets);
        session.otherData.apply(named.get()).ifPresent(datasets::add);
        return datasets;
    }

    /** The same for every attempt at a call. */
    static String effectKey(Session session, ToolCall call) {
        return session.run.id() + "/" + call.id();
    }

    private static boolean hasEffects(ToolSpec spec) {
        return switch (spec.effects()) {
            case IDEMPOTENT, ONCE -> true;
            case PURE, READS -> false;
        };
    }
}
