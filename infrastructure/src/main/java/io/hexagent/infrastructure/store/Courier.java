package io.hexagent.infrastructure.store;

import io.hexagent.domain.run.Signal;
import java.util.List;
import java.util.function.Consumer;

/** Carries signals between processes. Best effort: nothing is kept for a process that is away. */
public interface Courier extends AutoCloseable {
    /** Reaches nobody. */
    Courier NONE = new Courier() {
        @Override
        public void start(Consumer<Signal> receiver) {}

        @Override
        public void send(List<Signal> signals) {}

        @Override
        public boolean isHeard() {
            return false;
        }

        @Override
        public void close() {}
    };

    /**
     * Hands signals of other processes to the receiver from now on. Called at most once, and only if anybody listens.
     */
    void start(Consumer<Signal> receiver);

    /** Sends to all other processes. Never blocks for long and never fails. */
    void send(List<Signal> signals);

    /** Whether another process may be listening. Answers at once; when in doubt, with yes. */
    default boolean isHeard() {
        return true;
    }

    @Override
    void close();
}
