package io.hexagent.infrastructure.store;

import io.hexagent.domain.run.Signal;
import io.hexagent.domain.run.Signals;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners of this process, and through a courier those of the others. Safe for use by many threads. */
public final class SignalHub implements Signals, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalHub.class);

    private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Listening> own = ConcurrentHashMap.newKeySet();
    private volatile Courier courier = Courier.NONE;
    private boolean receiving;
    private boolean closed;

    /** From now on signals travel by this courier, which the hub closes, as it does with the one before. */
    public synchronized void use(Courier other) {
        Courier before = courier;
        courier = other;
        receiving = false;
        if (!listeners.isEmpty()) {
            receive();
        }
        before.close();
    }

    /** From now on signals travel by this courier whenever it can, and by the one before when it cannot. */
    public synchronized void prefer(Courier better) {
        if (receiving) {
            better.start(this::tell);
        }
        courier = new PreferredCourier(better, courier);
    }

    /** The courier receives only once somebody listens: who never listens needs no line to the others. */
    private synchronized void receive() {
        if (!receiving && !closed) {
            receiving = true;
            courier.start(this::tell);
        }
    }

    @Override
    public Subscription subscribe(Consumer<Signal> listener) {
        var listening = new Listening(listener);
        listeners.add(listening);
        receive();
        return listening;
    }

    /** As {@link #subscribe}, but only of what this process changes itself. */
    public Subscription subscribeToOwn(Consumer<Signal> listener) {
        var listening = new Listening(listener);
        own.add(listening);
        return listening;
    }

    /** Whether anybody may hear a signal: if not, it need not be made. */
    public boolean isHeard() {
        return !listeners.isEmpty() || !own.isEmpty() || courier.isHeard();
    }

    /** Something of this process changed the store. */
    public void publish(List<Signal> signals) {
        if (!listeners.isEmpty()) {
            signals.forEach(this::tell);
        }
        if (!own.isEmpty()) {
            signals.forEach(signal -> tell(own, signal));
        }
        courier.send(signals);
    }

    private void tell(Signal signal) {
        tell(listeners, signal);
    }

    private static void tell(Set<Listening> listeners, Signal signal) {
        for (Listening listening : listeners) {
            try {
                listening.listener.accept(signal);
            } catch (RuntimeException problem) {
                LOG.error("a listener failed at {}", signal, problem);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        courier.close();
        listeners.clear();
        own.clear();
    }

    private final class Listening implements Subscription {
        private final Consumer<Signal> listener;

        Listening(Consumer<Signal> listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            listeners.remove(this);
            own.remove(this);
        }
    }
}
