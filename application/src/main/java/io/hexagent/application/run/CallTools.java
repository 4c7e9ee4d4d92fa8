package io.hexagent.application.run;

import io.hexagent.application.agent.DelegateTool;
import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.tool.CallsAtOnce;
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
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * Runs the pending calls and records their results in the order of the calls. Calls in a row that change nothing, need
 * nobody and do not build on each other are at work at the same time; each of the others waits for those before it.
 * What the log knows of a call is used: a result is not asked for again, a decision of a person is followed, and of a
 * call that changes something each time and was at work when its process ended, a person is asked. Each of these stops
 * the run before the call.
 */
final class CallTools implements Node {
    private static final String STARTED = "started";

    private final ToolRunner runner;
    private final ArtifactKeeper keeper;
    private final Json json;
    private final IdSource ids;
    private final InstantSource clock;
    private final ChildRuns children;

    CallTools(
            ToolRunner runner,
            ArtifactKeeper keeper,
            Json json,
            IdSource ids,
            InstantSource clock,
            ChildRuns children) {
        this.children = children;
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
        for (List<ToolCall> group : groups(working.pending(), session)) {
            try (CallsAtOnce begun = begun(group, session)) {
                for (ToolCall call : group) {
                    Thread current = Thread.currentThread();
                    // What is at work may finish when the run is only to go on elsewhere; else this thread is
                    // interrupted.
                    if (current.isInterrupted() || (session.isStopping() && !begun.has(call.id()))) {
                        throw new CancellationException("the run was stopped");
                    }
                    CallRecord known = session.calls.getOrDefault(call.id(), CallRecord.NEW);
                    if (known.returned().isPresent()) {
                        allRejected &=
                                prepared(call, known, session).rejection().isPresent();
                        continue;
                    }
                    switch (attempt(call, known, session, begun)) {
                        case Attempt.Came came -> {
                            record(session, call, came.ran(), came.kept());
                            allRejected &= came.ran().rejected();
                        }
                        case Attempt.Asks asks
                        when session.run.parent().isPresent() -> {
                            String told = "a sub-agent can ask nobody: "
                                    + asks.request().message();
                            record(session, call, runner.failed(told), List.of());
                            allRejected = false;
                        }
                        case Attempt.Asks asks -> {
                            // What came of the calls behind this one is not recorded: they are made again afterwards.
                            session.journal.add(asks.request());
                            session.journal.fence();
                            return working.waiting(asks.request().request());
                        }
                    }
                }
            }
        }
        return Bounds.checked(working.called(allRejected), session.limits, session.spent);
    }

    /** The calls in their order, those together that may be at work at the same time. */
    private List<List<ToolCall>> groups(List<ToolCall> calls, Session session) {
        var groups = new ArrayList<List<ToolCall>>();
        var group = new ArrayList<ToolCall>();
        var names = new HashSet<ToolName>();
        for (ToolCall call : calls) {
            CallRecord known = session.calls.getOrDefault(call.id(), CallRecord.NEW);
            Optional<ToolSpec> spec = prepared(call, known, session).tool().map(Tool::spec);
            boolean isFree =
                    spec.map(CallTools::isFree).orElse(true) && known.request().isEmpty();
            boolean builds = spec.map(ToolSpec::after).orElse(Set.of()).stream().anyMatch(names::contains);
            if (!isFree || builds) {
                flush(group, names, groups);
            }
            group.add(call);
            names.add(call.name());
            if (!isFree) {
                flush(group, names, groups);
            }
        }
        flush(group, names, groups);
        return groups;
    }

    private static void flush(List<ToolCall> group, Set<ToolName> names, List<List<ToolCall>> groups) {
        if (!group.isEmpty()) {
            groups.add(List.copyOf(group));
            group.clear();
            names.clear();
        }
    }

    private static boolean isFree(ToolSpec spec) {
        return !spec.effects().change() && !spec.needsApproval();
    }

    /** Begins the calls of a group that are to be made, when there are several. */
    private CallsAtOnce begun(List<ToolCall> group, Session session) {
        if (group.size() < 2) {
            return CallsAtOnce.NONE;
        }
        var jobs = new ArrayList<CallsAtOnce.Job>(group.size());
        for (ToolCall call : group) {
            CallRecord known = session.calls.getOrDefault(call.id(), CallRecord.NEW);
            Prepared prepared = prepared(call, known, session);
            if (known.returned().isEmpty()
                    && prepared.rejection().isEmpty()
                    && prepared.tool().isPresent()) {
                jobs.add(new CallsAtOnce.Job(prepared, context(session, prepared)));
            }
        }
        return jobs.size() < 2 ? CallsAtOnce.NONE : runner.runAll(jobs, session::isStopping);
    }

    /** What came of working on a call. */
    private sealed interface Attempt {
        /** @param kept what was made and is kept already */
        record Came(Ran ran, List<Artifact> kept) implements Attempt {
            Came(Ran ran) {
                this(ran, List.of());
            }
        }

        record Asks(InputRequested request) implements Attempt {}
    }

    private Attempt attempt(ToolCall call, CallRecord known, Session session, CallsAtOnce begun) {
        Prepared prepared = prepared(call, known, session);
        Optional<ToolSpec> spec = prepared.tool().map(Tool::spec);
        if (prepared.rejection().isPresent() || spec.isEmpty()) {
            return new Attempt.Came(runner.refused(prepared));
        }
        if (session.recording.isPresent()
                && (spec.get().effects().change() || spec.get().needsApproval())) {
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
        if (known.request().isEmpty()
                && (spec.get().needsApproval()
                        || OutsideReading.needsApproval(prepared.tool().get(), session.messages))) {
            return new Attempt.Asks(InputRequests.approval(asking(prepared, session), spec.get(), json));
        }
        return run(prepared, spec.get(), session, begun);
    }

    /** The call with the arguments that hold: the model's, or those that a person has put in their place. */
    private Prepared prepared(ToolCall call, CallRecord known, Session session) {
        if (known.edited().isPresent()) {
            String arguments = json.write(known.edited().get().content());
            ToolCall edited = new ToolCall(call.id(), call.name(), arguments);
            return runner.prepare(session.principal.owner(), edited, session.tools);
        }
        return session.prepared.computeIfAbsent(
                call.id(), id -> runner.prepare(session.principal.owner(), call, session.tools));
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
                    case ANSWER -> Optional.of(runner.answered(prepared.call().name(), received.content()));
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

    private Attempt run(Prepared prepared, ToolSpec spec, Session session, CallsAtOnce begun) {
        ToolCall call = prepared.call();
        if (prepared.tool().orElseThrow() instanceof DelegateTool delegate) {
            return delegated(prepared, delegate, session);
        }
        if (spec.effects() == Effects.ONCE) {
            session.journal.add(new RunEvent.ToolProgress(call.id(), 0, STARTED));
        }
        if (spec.effects().change()) {
            session.journal.fence();
        }
        ToolRunner.Outcome outcome =
                begun.has(call.id()) ? begun.await(call.id()) : runner.run(prepared, context(session, prepared));
        return switch (outcome) {
            case Ran ran -> new Attempt.Came(ran);
            case Asks asks ->
                session.recording.isPresent()
                        ? recorded(call, session.recording.get())
                        : new Attempt.Asks(InputRequests.question(
                                asking(prepared, session), asks.question(), asks.responseSchema(), json));
        };
    }

    /** Has another agent do it, in a run of its own. */
    private Attempt delegated(Prepared prepared, DelegateTool tool, Session session) {
        Instant begin = clock.instant();
        ChildRuns.Answer answer = children.run(session, prepared.call(), tool.agent(), tool.request(prepared.params()));
        long millis = Math.max(0, Duration.between(begin, clock.instant()).toMillis());
        return switch (answer) {
            case ChildRuns.Answer.Refused refused -> new Attempt.Came(runner.failed(refused.message()));
            case ChildRuns.Answer.Ended ended ->
                new Attempt.Came(
                        ChildAnswer.failure(ended.report())
                                .map(runner::failed)
                                .orElseGet(() ->
                                        runner.found(prepared.call().name(), ChildAnswer.of(ended.report()), millis)),
                        ended.report().artifacts());
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

    private void record(Session session, ToolCall call, Ran ran, List<Artifact> made) {
        var events = new ArrayList<RunEvent>();
        var kept = new ArrayList<ArtifactId>();
        for (Artifact artifact : made) {
            if (!session.artifacts.contains(artifact)) {
                session.artifacts.add(artifact);
            }
            kept.add(artifact.id());
            events.add(new RunEvent.ArtifactCreated(
                    artifact.id(), artifact.kind(), artifact.title(), artifact.mediaType()));
        }
        for (ArtifactDraft draft : ran.artifacts()) {
            kept.add(keep(session, draft, events));
        }
        Ran told = ran;
        if (ran.whole().isPresent()) {
            ArtifactId whole = keep(session, ran.whole().get(), events);
            kept.add(whole);
            told = runner.pointing(ran, whole);
        }
        events.add(new RunEvent.ToolReturned(
                call.id(),
                call.name(),
                told.ok(),
                told.result(),
                told.truncated(),
                kept,
                told.millis(),
                told.cached()));
        session.journal.add(events);
        session.messages.add(new Message.Tool(call.id(), call.name(), told.text()));
    }

    private ArtifactId keep(Session session, ArtifactDraft draft, List<RunEvent> events) {
        Artifact artifact = keeper.keep(session.principal.owner(), session.run.id(), session.run.conversation(), draft);
        session.artifacts.add(artifact);
        events.add(
                new RunEvent.ArtifactCreated(artifact.id(), artifact.kind(), artifact.title(), artifact.mediaType()));
        return artifact.id();
    }

    private ToolContext context(Session session, Prepared prepared) {
        ToolCall call = prepared.call();
        return new ToolContext(
                session.run.id(),
                session.run.conversation(),
                session.principal,
                call.id(),
                effectKey(session, call),
                datasets(session, prepared.params()),
                session.deadline,
                new ToolReports(session.journal, call.id(), json));
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
}
