package io.hexagent.domain.run;

import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One entry of a run's timeline, read from its events. Steps are numbered from 0 without gaps. */
public sealed interface Step {
    /** The event that it was read from. */
    long seq();

    /** From 0. */
    int order();

    Instant at();

    EventType type();

    /** What was asked. */
    record UserRequest(long seq, int order, Instant at, String content) implements Step {
        @Override
        public EventType type() {
            return EventType.USER_REQUEST;
        }
    }

    /** What the agent means to do. */
    record Thought(long seq, int order, Instant at, String content) implements Step {
        @Override
        public EventType type() {
            return EventType.AGENT_THOUGHT;
        }
    }

    /**
     * A tool was called.
     *
     * @param reports what it reported under names of its own, in order
     */
    record ToolCall(long seq, int order, Instant at, ToolName tool, Value.Fields params, List<Report> reports)
            implements Step {
        public ToolCall {
            reports = List.copyOf(reports);
        }

        @Override
        public EventType type() {
            return EventType.TOOL_CALL;
        }
    }

    /** An event that a tool named itself. @param seq the event that it was read from */
    record Report(long seq, Instant at, String name, int percent, String message, Value.Fields content) {}

    /** What the tool gave back. */
    record ToolResult(long seq, int order, Instant at, ToolName tool, boolean ok, Value.Fields result) implements Step {
        @Override
        public EventType type() {
            return EventType.TOOL_RESULT;
        }
    }

    /** The answer. */
    record Response(long seq, int order, Instant at, String content) implements Step {
        @Override
        public EventType type() {
            return EventType.AGENT_RESPONSE;
        }
    }

    /** The timeline of a run. @param events in order */
    static List<Step> of(List<RecordedEvent> events) {
        var steps = new ArrayList<Step>();
        Map<CallId, List<Report>> reports = reports(events);
        for (RecordedEvent recorded : events) {
            long seq = recorded.seq();
            int order = steps.size();
            Instant at = recorded.at();
            switch (recorded.event()) {
                case RunEvent.UserRequest request -> steps.add(new UserRequest(seq, order, at, request.content()));
                case RunEvent.AgentThought thought -> steps.add(new Thought(seq, order, at, thought.content()));
                case RunEvent.ToolCalled called ->
                    steps.add(new ToolCall(
                            seq,
                            order,
                            at,
                            called.tool(),
                            called.params(),
                            reports.getOrDefault(called.call(), List.of())));
                case RunEvent.ToolReturned returned ->
                    steps.add(new ToolResult(seq, order, at, returned.tool(), returned.ok(), returned.result()));
                case RunEvent.AgentResponse response -> steps.add(new Response(seq, order, at, response.content()));
                case RunEvent.RunQueued ignored -> {}
                case RunEvent.RunStarted ignored -> {}
                case RunEvent.ToolProgress ignored -> {}
                case RunEvent.ArtifactCreated ignored -> {}
                case RunEvent.ChildRun ignored -> {}
                case RunEvent.InputRequested ignored -> {}
                case RunEvent.InputReceived ignored -> {}
                case RunEvent.RunCompleted ignored -> {}
                case RunEvent.RunFailed ignored -> {}
                case RunEvent.RunCancelled ignored -> {}
            }
        }
        return List.copyOf(steps);
    }

    private static Map<CallId, List<Report>> reports(List<RecordedEvent> events) {
        var reports = new HashMap<CallId, List<Report>>();
        for (RecordedEvent recorded : events) {
            if (recorded.event() instanceof RunEvent.ToolProgress progress) {
                progress.name()
                        .ifPresent(name -> reports.computeIfAbsent(progress.call(), call -> new ArrayList<>())
                                .add(new Report(
                                        recorded.seq(),
                                        recorded.at(),
                                        name,
                                        progress.percent(),
                                        progress.message(),
                                        progress.content())));
            }
        }
        return reports;
    }
}
