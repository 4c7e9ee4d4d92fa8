package io.hexagent.domain.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;

/** A hint that something changed. */
public sealed interface Signal {
    /** A run waits for a worker. */
    record Queued() implements Signal {}

    /** A conversation has a new run. */
    record Begun(OwnerId owner, ConversationId conversation, RunId run) implements Signal {}

    /** Events of a run were committed. @param seq the number of the last one */
    record Appended(RunId run, long seq) implements Signal {}

    /** Whoever holds the run under an older epoch has lost it. @param epoch the new one */
    record Taken(RunId run, long epoch) implements Signal {}

    /** Tools of the owner were changed: enabled, described, added or deleted. */
    record ToolsChanged(OwnerId owner) implements Signal {}

    /** The text of a reply that is being written has grown. */
    record Wrote(RunId run) implements Signal {}
}
