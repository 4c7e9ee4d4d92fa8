package io.hexagent.domain.run;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of event, under the only place where their wire names stand. */
public enum EventType {
    RUN_QUEUED("run-queued", false),
    RUN_STARTED("run-started", false),
    USER_REQUEST("user-request", true),
    AGENT_THOUGHT("agent-thought", true),
    TOOL_CALL("tool-call", true),
    TOOL_PROGRESS("tool-progress", false),
    TOOL_RESULT("tool-result", true),
    ARTIFACT_CREATED("artifact-created", false),
    CHILD_RUN("child-run", false),
    INPUT_REQUESTED("input-requested", false),
    INPUT_RECEIVED("input-received", false),
    AGENT_RESPONSE("agent-response", true),
    RUN_COMPLETED("run-completed", false),
    RUN_FAILED("run-failed", false),
    RUN_CANCELLED("run-cancelled", false);

    private static final Map<String, EventType> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toMap(EventType::wire, Function.identity()));

    private final String wire;
    private final boolean step;

    EventType(String wire, boolean step) {
        this.wire = wire;
        this.step = step;
    }

    /** The name on the wire and in the log. */
    public String wire() {
        return wire;
    }

    /** Whether it is one of the five kinds of step that a timeline shows. */
    public boolean isStep() {
        return step;
    }

    /** Whether the run ends with it. */
    public boolean isTerminal() {
        return this == RUN_COMPLETED || this == RUN_FAILED || this == RUN_CANCELLED;
    }

    /** @throws IllegalArgumentException when no event has the name */
    public static EventType ofWire(String wire) {
        EventType type = BY_WIRE.get(wire);
        if (type == null) {
            throw new IllegalArgumentException("no event is named \"" + wire + "\"");
        }
        return type;
    }
}
