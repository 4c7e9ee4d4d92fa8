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
    private volatile Courier courier = Courier.NONE;

    /** From now on signals travel by this courier, which the hub closes. */
    public void use(Courier other) {
        courier = other;
        other.start(this::tell);
    }

    @Override
    public Subscription subscribe(Consumer<Signal> listener) {
        var listening = new Listening(listener);
        listeners.add(listening);
        return listening;
    }

    /** Something of this process changed the store. */
    public void publish(List<Signal> signals) {
        signals.forEach(this::tell);
        courier.send(signals);
    }

    private void tell(Signal signal) {
        for (Listening listening : listeners) {
            try {
                listening.listener.accept(signal);
            } catch (RuntimeException problem) {
                LOG.error("a listener failed at {}", signal, problem);
            }
        }
    }

    @Override
    public void close() {
        courier.close();
        listeners.clear();
    }

    private final class Listening implements Subscription {
        private final Consumer<Signal> listener;

        Listening(Consumer<Signal> listener) {
            this.listener = listener;
        }

        @Override
        public void close() {
            listeners.remove(this);
        }
    }
}
