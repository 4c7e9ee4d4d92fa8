package io.hexagent.application.run;

import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.application.tool.ToolRunner.Prepared;
import io.hexagent.application.tool.ToolRunner.Ran;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.value.ArtifactId;
import java.util.ArrayList;
import java.util.concurrent.CancellationException;

/** Runs the pending calls in their order and records their results. */
final class CallTools implements Node {
    private final ToolRunner runner;
    private final ArtifactKeeper keeper;

    CallTools(ToolRunner runner, ArtifactKeeper keeper) {
        this.runner = runner;
        this.keeper = keeper;
    }

    @Override
    public Working apply(Working working, Session session) {
        boolean allRejected = true;
        for (ToolCall call : working.pending()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the run was stopped");
            }
            Prepared prepared = session.prepared.computeIfAbsent(call.id(), id -> runner.prepare(call, session.tools));
            if (prepared.tool().map(CallTools::hasEffects).orElse(false)) {
                session.journal.fence();
            }
            Ran ran = runner.run(prepared, context(session, call));
            record(session, call, ran);
            allRejected &= ran.rejected();
        }
        Working next = working.called(allRejected);
        Limits limits = session.agent.limits();
        if (next.repairs() > limits.repairs()) {
            return next.failed(
                    RunError.Code.TOOL_MISUSE,
                    "the model called tools wrongly " + next.repairs() + " times in a row (setting agent.max-repairs)");
        }
        return next;
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
                call.id(), call.name(), ran.ok(), ran.result(), ran.truncated(), kept, ran.millis(), false));
        session.journal.add(events);
        session.messages.add(new Message.Tool(call.id(), call.name(), ran.text()));
    }

    private static ToolContext context(Session session, ToolCall call) {
        return new ToolContext(
                session.run.id(),
                session.run.conversation(),
                session.principal,
                call.id(),
                effectKey(session, call),
                session.datasets,
                session.deadline,
                (percent, message) -> session.journal.add(new RunEvent.ToolProgress(call.id(), percent, message)));
    }

    /** The same for every attempt at a call. */
    static String effectKey(Session session, ToolCall call) {
        return session.run.id() + "/" + call.id();
    }

    private static boolean hasEffects(Tool tool) {
        Effects effects = tool.spec().effects();
        return effects == Effects.IDEMPOTENT || effects == Effects.ONCE;
    }
}
