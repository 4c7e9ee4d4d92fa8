package io.hexagent.infrastructure.cache;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Derives a value from a key once and keeps it for as long as that very instance of the key lives. Keys are told apart
 * by identity, so that looking one up never compares or hashes its contents. The derived value must not refer to the
 * key. Safe for use by many threads; two threads that meet a new key at once may both derive its value, and one of the
 * two is kept.
 */
public final class ByInstance<K, V> {
    private final ConcurrentHashMap<Object, V> derived = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> gone = new ReferenceQueue<>();
    private final Function<K, V> derive;

    public ByInstance(Function<K, V> derive) {
        this.derive = derive;
    }

    /** What was derived from this instance. Whatever the derivation throws reaches the caller; nothing is kept then. */
    public V of(K key) {
        V known = derived.get(new Probe(key));
        if (known != null) {
            return known;
        }
        forgetDead();
        V fresh = derive.apply(key);
        V first = derived.putIfAbsent(new Held<>(key, gone), fresh);
        return first == null ? fresh : first;
    }

    /** How many instances are kept now, dead ones not yet noticed included. */
    public int size() {
        forgetDead();
        return derived.size();
    }

    private void forgetDead() {
        for (Reference<? extends K> dead = gone.poll(); dead != null; dead = gone.poll()) {
            derived.remove(dead);
        }
    }

    private static @Nullable Object referent(Object key) {
        if (key instanceof Held<?> held) {
            return held.get();
        }
        return key instanceof Probe probe ? probe.instance : null;
    }

    /** A key in the map: it does not keep its instance alive. */
    private static final class Held<K> extends WeakReference<K> {
        private final int hash;

        Held(K key, ReferenceQueue<K> gone) {
            super(key, gone);
            hash = System.identityHashCode(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // identity is what tells keys apart here
        public boolean equals(Object other) {
            Object mine = get();
            return this == other || (mine != null && mine == referent(other));
        }
    }

    /** A key to look up with. */
    private static final class Probe {
        private final Object instance;

        Probe(Object instance) {
            this.instance = instance;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(instance);
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // identity is what tells keys apart here
        public boolean equals(Object other) {
            return this == other || instance == referent(other);
        }
    }
}
