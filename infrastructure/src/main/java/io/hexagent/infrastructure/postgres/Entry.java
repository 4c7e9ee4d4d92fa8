package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents.Ticket;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.RunChange;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One append on its way into the log, and the promise that it gets there. */
final class Entry implements Ticket {
    /**
     * The start of a run, written with its first events.
     *
     * @param mostQueued it is not written when so many runs are queued already; null when that is not asked
     */
    record Begin(
            Conversation conversation, Run run, @Nullable Integer mostQueued) {}

    /** An event as the log keeps it. */
    record Line(String type, Instant at, String body) {}

    private final RunId run;
    private final long epoch;
    private final @Nullable Begin begin;
    private final List<Line> lines;
    private final RunChange change;
    private final @Nullable Instant expires;
    private final @Nullable Checkpoint checkpoint;
    private final long bytes;
    private final GroupWriter writer;
    private final CountDownLatch done = new CountDownLatch(1);
    // Written before the latch opens, read after: the latch publishes them. The writer alone sets the order, under its
    // lock.
    private long seq;
    private @Nullable RuntimeException failure;
    private long order;
    private long offeredNanos;

    Entry(
            GroupWriter writer,
            RunId run,
            long epoch,
            @Nullable Begin begin,
            List<Line> lines,
            RunChange change,
            @Nullable Instant expires,
            @Nullable Checkpoint checkpoint) {
        this.writer = writer;
        this.run = run;
        this.epoch = epoch;
        this.begin = begin;
        this.lines = lines;
        this.change = change;
        this.expires = expires;
        this.checkpoint = checkpoint;
        long total = 0;
        for (Line line : lines) {
            total += line.body().length();
        }
        this.bytes = total;
    }

    @Override
    public long seq() {
        if (done.getCount() > 0) {
            writer.want(this);
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                var cancelled = new CancellationException("interrupted while waiting for the log");
                cancelled.initCause(e);
                throw cancelled;
            }
        }
        if (failure != null) {
            // Thrown once for each waiter, who may add to its trace: the stack of the writer's thread is not the point.
            throw failure;
        }
        return seq;
    }

    @Override
    public void hurry() {
        writer.want(this);
    }

    void fulfil(long committed) {
        seq = committed;
        done.countDown();
    }

    void fail(RuntimeException reason) {
        failure = reason;
        done.countDown();
    }

    void place(long number, long nanos) {
        order = number;
        offeredNanos = nanos;
    }

    long order() {
        return order;
    }

    long offeredNanos() {
        return offeredNanos;
    }

    RunId run() {
        return run;
    }

    long epoch() {
        return epoch;
    }

    @Nullable
    Begin begin() {
        return begin;
    }

    List<Line> lines() {
        return lines;
    }

    RunChange change() {
        return change;
    }

    /** When the last request among the events is decided by default. */
    @Nullable
    Instant expires() {
        return expires;
    }

    @Nullable
    Checkpoint checkpoint() {
        return checkpoint;
    }

    /** About how much memory the entry holds, in bytes. */
    long bytes() {
        return bytes;
    }
}
