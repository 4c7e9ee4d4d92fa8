package io.hexagent.application.run;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.Untrusted;
import java.util.List;
import java.util.Set;

/**
 * What follows from having read what others wrote: an instruction may have been hidden in it, and so a person must
 * allow each call that changes something outside. It is told from the messages alone, so that it survives a crash and
 * holds in the later runs of a conversation.
 */
final class OutsideReading {
    /** What these tools change is the run's own: charts, tables, versions of data; or they begin runs of ours. */
    private static final Set<ToolCategory> INSIDE =
            Set.of(ToolCategory.CALCULATION, ToolCategory.DATA, ToolCategory.CHART, ToolCategory.AGENT);

    private OutsideReading() {}

    /** Whether a person must allow a call of the tool because of what the model read before it asked for it. */
    static boolean needsApproval(ToolSpec tool, List<Message> messages) {
        return switch (tool.effects()) {
            case PURE, READS -> false;
            case IDEMPOTENT, ONCE -> !INSIDE.contains(tool.category()) && precedes(messages);
        };
    }

    /** Whether the model had read such a text when it made its last reply. */
    private static boolean precedes(List<Message> messages) {
        boolean replied = false;
        for (Message message : messages.reversed()) {
            if (message instanceof Message.Assistant) {
                replied = true;
            } else if (replied && message instanceof Message.Tool tool && Untrusted.begins(tool.text())) {
                return true;
            }
        }
        return false;
    }
}
