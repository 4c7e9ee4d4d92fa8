package io.hexagent.infrastructure.memory;

import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.memory.MemoryRows.Kept;
import java.util.Optional;

/** The texts of live runs' replies in memory. Safe for use by many threads. */
final class MemoryPartialReplies implements PartialReplies {
    private final MemoryRows rows;

    MemoryPartialReplies(MemoryRows rows) {
        this.rows = rows;
    }

    @Override
    public void put(RunId run, PartialReply reply) {
        boolean ignored = rows.change(news -> {
            Kept kept = rows.run(run);
            if (kept == null || !kept.isLive()) {
                return false;
            }
            kept.reply = reply;
            return news.add(new Signal.Wrote(run));
        });
    }

    @Override
    public Optional<PartialReply> find(RunId run) {
        return rows.look(() -> Optional.ofNullable(rows.run(run)).map(kept -> kept.reply));
    }
}
