package io.hexagent.domain.tool;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.List;

/**
 * What a tool knows of the call it serves.
 *
 * @param effectKey the same for every attempt at this call, for tools that change something
 * @param datasets the data sets of the run; the first is the one meant when the arguments name none
 * @param deadline when the call will be interrupted
 */
public record ToolContext(
        RunId run,
        ConversationId conversation,
        Principal principal,
        CallId call,
        String effectKey,
        List<Dataset> datasets,
        Instant deadline,
        Progress progress) {
    public ToolContext {
        datasets = List.copyOf(datasets);
    }

    /** Told how far a call is. Never blocks. A call's first thousand reports are kept, the others are dropped. */
    @FunctionalInterface
    public interface Progress {
        Progress NONE = (percent, message) -> {};

        /** @param percent 0 to 100 */
        void report(int percent, String message);

        /** Reports something that clients know by a name of its own; where names are not told, the rest of it is. */
        default void report(ToolEvent event) {
            report(event.percent(), event.message());
        }
    }
}
