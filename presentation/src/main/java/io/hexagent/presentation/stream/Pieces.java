package io.hexagent.presentation.stream;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response that somebody makes piece by piece. Each piece goes out as soon as the client takes it; what
 * it has not taken waits here, so that there should be few. Once the client has left, pieces are dropped. Safe for use
 * by many threads.
 */
public final class Pieces {
    private final Queue<byte[]> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;
    private volatile boolean abandoned;
    private volatile @Nullable Runnable more;

    /** Adds a piece, not to be changed. */
    public void add(byte[] piece) {
        if (!abandoned) {
            waiting.add(piece);
            tell();
        }
    }

    /** No more pieces will come. */
    public void end() {
        ended = true;
        tell();
    }

    private void tell() {
        Runnable told = more;
        if (told != null) {
            told.run();
        }
    }

    /** @param told run whenever there is more, or an end */
    void follow(Runnable told) {
        more = told;
    }

    byte @Nullable [] next() {
        return waiting.poll();
    }

    /** Whether there is nothing any more. */
    boolean isOver() {
        return ended && waiting.isEmpty();
    }

    /** Nobody will take what is there. */
    void abandon() {
        abandoned = true;
        waiting.clear();
    }
}
