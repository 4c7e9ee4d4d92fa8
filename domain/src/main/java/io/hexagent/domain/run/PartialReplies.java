package io.hexagent.domain.run;

import io.hexagent.domain.value.RunId;
import java.util.Optional;

/**
 * The texts of replies that are being written, for readers in other processes. They are no record: they are stored at
 * most a few times a second, never waited for, and vanish when their run ends. Implementations are safe for use by many
 * threads.
 */
public interface PartialReplies {
    /** Replaces what is known of the run. Never blocks and never fails. */
    void put(RunId run, PartialReply reply);

    /** The newest that is known. */
    Optional<PartialReply> find(RunId run);
}
