package io.hexagent.domain.telemetry;

import java.util.function.DoubleSupplier;

/**
 * Is told what happens, for those who watch the program. What can be told is closed: {@link Work}, {@link Count} and
 * {@link Gauge}. It never fails, never blocks, and costs next to nothing. Implementations are safe for use by many
 * threads.
 */
public interface Telemetry {
    /** Nobody watches. */
    Telemetry NONE = new Telemetry() {
        @Override
        public Span begin(Work work) {
            return Span.NONE;
        }

        @Override
        public void count(Count count) {}

        @Override
        public void watch(Gauge gauge, DoubleSupplier reading) {}

        @Override
        public Runnable carried(Runnable task) {
            return task;
        }
    };

    /** Begins a piece of work on the current thread, as a part of the work that the thread is at already. */
    Span begin(Work work);

    /** Something happened. */
    void count(Count count);

    /**
     * Has a value read whenever somebody looks. A second reading of the same gauge takes the place of the first.
     *
     * @param reading safe for use by many threads; NaN when there is no value now
     */
    void watch(Gauge gauge, DoubleSupplier reading);

    /** The task for another thread, where it is a part of the work that the current thread is at. */
    Runnable carried(Runnable task);

    /** A piece of work under way. */
    @FunctionalInterface
    interface Span {
        Span NONE = ending -> {};

        /** The work is over. Called once, on the thread on which it began. */
        void end(Ending ending);
    }
}
