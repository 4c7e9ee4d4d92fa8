package io.hexagent.application.run.follow;

import java.util.Optional;

/**
 * One reader's place in a run or conversation. The reader pulls when it can take more, so that a slow one costs its
 * place and nothing else. Used by one thread at a time; {@link #close} by any.
 */
public interface Follower extends AutoCloseable {
    /**
     * The next item, at once: this never waits. When it is empty and the follower is not {@link #isOver}, the
     * follower's wake-up is run as soon as it is worth asking again.
     */
    Optional<FeedItem> next();

    /** Whether nothing more will come. */
    boolean isOver();

    /** Lets go of what was read ahead: the reader takes nothing now. It is read again when the reader goes on. */
    void rest();

    @Override
    void close();

    /** Makes a follower. */
    @FunctionalInterface
    interface Opening {
        /**
         * Begins to follow; does not wait. The caller closes the follower.
         *
         * @param wake run, on any thread, when there may be more; must not block
         */
        Follower open(Runnable wake);
    }
}
