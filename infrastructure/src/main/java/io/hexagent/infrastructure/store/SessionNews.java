package io.hexagent.infrastructure.store;

import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.StrategySessions.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of this process which strategy sessions it has changed. Safe for use by many threads. */
public final class SessionNews {
    private static final Logger LOG = LoggerFactory.getLogger(SessionNews.class);

    private final Set<Listening> listeners = ConcurrentHashMap.newKeySet();

    private record Listening(Object identity, Consumer<SessionKey> listener) {}

    public Subscription subscribe(Consumer<SessionKey> listener) {
        // The same listener may subscribe twice.
        var listening = new Listening(new Object(), listener);
        listeners.add(listening);
        return () -> listeners.remove(listening);
    }

    public void changed(SessionKey key) {
        for (Listening listening : listeners) {
            try {
                listening.listener.accept(key);
            } catch (RuntimeException problem) {
                LOG.error("a listener failed at session {}", key, problem);
            }
        }
    }
}
