package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a tool reports under a name of its own while it is at work.
 *
 * @param name lower-case words joined by {@code -} or {@code _}, at most 40 characters, and none that clients know as
 *     the name of something else
 * @param percent 0 to 100
 * @param message for people
 * @param content for clients that know the name
 */
public record ToolEvent(String name, int percent, String message, Value.Fields content) {
    private static final int LONGEST_NAME = 40;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*");

    /** The names of a run's own events, and those that streams use. */
    private static final Set<String> RESERVED = Set.of(
            "run-queued",
            "run-started",
            "user-request",
            "agent-thought",
            "tool-call",
            "tool-progress",
            "tool-result",
            "artifact-created",
            "child-run",
            "input-requested",
            "input-received",
            "agent-response",
            "run-completed",
            "run-failed",
            "run-cancelled",
            "task_agent_execute",
            "assistant_message_snapshot",
            "assistant_message_delta",
            "tool_call_start",
            "tool_call_progress",
            "tool_call_end",
            "resource_created",
            "input_requested",
            "waiting",
            "keep_alive",
            "message",
            "cancel",
            "resume",
            "pong",
            "done",
            "error");

    /** @throws IllegalArgumentException when nothing may have the name; the message says what is allowed */
    public ToolEvent {
        if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("an event's name is lower-case words joined by - or _, at most "
                    + LONGEST_NAME + " characters, got \"" + name + "\"");
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException(
                    "an event of a tool may not be named \"" + name + "\": clients know" + " another one by that name");
        }
    }

    /** An event that says all in its message. */
    public ToolEvent(String name, int percent, String message) {
        this(name, percent, message, Value.Fields.EMPTY);
    }
}
