package io.hexagent.domain.run;

import java.util.function.Consumer;

/**
 * Tells this process what changes in the store, whichever process changed it. A signal is a hint: it may be late, come
 * twice or, across processes, be lost, so that whoever must not miss anything looks by itself now and then as well.
 * Implementations are safe for use by many threads.
 */
public interface Signals {
    /**
     * Has a listener told from now on, on a thread of the implementation or of whoever changed something. It must not
     * block.
     *
     * @return ends the subscription; may be called more than once
     */
    Subscription subscribe(Consumer<Signal> listener);

    /** Ends what {@link #subscribe} began. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
