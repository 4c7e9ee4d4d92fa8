package io.hexagent.presentation.stream;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.Follower;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What goes out over one WebSocket: answers to its client, and the items of the run that it follows. The next frame is
 * made when the last one was written, so that a client that reads slowly holds no more than one. Safe for use by many
 * threads.
 */
public final class FrameStream {
    /** Writes frames. */
    public interface Connection {
        /** Writes one text frame. @param written run when it has left, or never will; not before this method returns */
        void write(byte[] text, Runnable written);

        /** Closes it: the client does not read what it is told. */
        void giveUp();
    }

    /** Makes the frame of what a follower tells next; empty bytes: nothing to be told of it. */
    public interface Told extends Function<FeedItem, byte[]> {}

    /** A client that sends bad frames and reads no answers is let go. */
    private static final int MOST_ANSWERS = 64;

    private record Following(Follower follower, Told told) {}

    private final Connection connection;
    private final Runnable sent;
    private final Queue<byte[]> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger work = new AtomicInteger();
    private volatile @Nullable Following following;
    private volatile boolean closed;
    private volatile boolean writing;

    FrameStream(Connection connection, Runnable sent) {
        this.connection = connection;
        this.sent = sent;
    }

    /** Tells the client something at the next opportunity. */
    public void answer(byte[] frame) {
        if (waiting.incrementAndGet() > MOST_ANSWERS) {
            connection.giveUp();
            return;
        }
        answers.add(frame);
        work();
    }

    /** Tells what happens in a run, in place of the one before. */
    public void follow(Follower.Opening opening, Told told) {
        Following before = following;
        following = new Following(opening.open(this::work), told);
        if (before != null) {
            before.follower().close();
        }
        if (closed) {
            close();
        }
        work();
    }

    /** The connection is gone. */
    public void close() {
        closed = true;
        Following last = following;
        following = null;
        if (last != null) {
            last.follower().close();
        }
    }

    private void work() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            step();
            seen = work.addAndGet(-seen);
        }
    }

    private void step() {
        while (!writing && !closed) {
            byte[] frame = next();
            if (frame == null) {
                return;
            }
            writing = true;
            sent.run();
            connection.write(frame, () -> {
                writing = false;
                work();
            });
        }
    }

    private byte @Nullable [] next() {
        byte[] answer = answers.poll();
        if (answer != null) {
            waiting.decrementAndGet();
            return answer;
        }
        Following now = following;
        while (now != null) {
            var item = now.follower().next();
            if (item.isEmpty()) {
                if (now.follower().isOver() && now.equals(following)) {
                    following = null;
                    now.follower().close();
                }
                return null;
            }
            byte[] frame = now.told().apply(item.get());
            if (frame.length > 0) {
                return frame;
            }
        }
        return null;
    }
}
