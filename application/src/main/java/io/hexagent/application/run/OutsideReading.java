package io.hexagent.application.run;

import io.hexagent.application.agent.DelegateTool;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.Untrusted;
import java.util.List;

/**
 * What follows from having read what others wrote: an instruction may have been hidden in it, and so a person must
 * allow each call that writes or sends, whatever the tool says it is about. It is told from the messages alone, so that
 * it survives a crash and holds in the later runs of a conversation.
 */
final class OutsideReading {
    private OutsideReading() {}

    /**
     * Whether a person must allow a call of the tool because of what was read before it, be it by another call of the
     * same reply. To hand over to another agent is no effect by itself: what that one does is held to the same rule.
     */
    static boolean needsApproval(Tool tool, List<Message> messages) {
        return isHeld(tool.spec()) && !(tool instanceof DelegateTool) && precedes(messages);
    }

    /** Whether calls of such a tool wait for a person once something was read. */
    static boolean isHeld(ToolSpec tool) {
        return tool.effects().change();
    }

    /** Whether something was read that others wrote. */
    static boolean precedes(List<Message> messages) {
        return messages.stream()
                .anyMatch(message -> message instanceof Message.Tool tool && Untrusted.begins(tool.text()));
    }

    /**
     * Whether a run has read something that others wrote, or one of its sub-agents has, whose answer is marked then.
     */
    static boolean in(List<Step> steps) {
        return steps.stream()
                .anyMatch(step -> step instanceof Step.ToolResult result && Untrusted.marks(result.result()));
    }
}
