package io.hexagent.infrastructure.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ByInstanceTest {
    private final AtomicInteger derivations = new AtomicInteger();
    private final ByInstance<Key, Integer> cache = new ByInstance<>(key -> derivations.incrementAndGet());

    private record Key(String name) {}

    @Test
    void oneInstanceIsDerivedOnceAndAnEqualOneAnew() {
        var key = new Key("a");
        assertThat(cache.of(key)).isEqualTo(1);
        assertThat(cache.of(key)).isEqualTo(1);
        assertThat(cache.of(new Key("a"))).isEqualTo(2);
    }

    @Test
    void whatNobodyHoldsIsForgotten() {
        var kept = new Key("kept");
        cache.of(kept);
        for (int i = 0; i < 100; i++) {
            cache.of(new Key("gone"));
        }
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (cache.size() > 1 && System.nanoTime() < deadline) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(cache.size()).isEqualTo(1);
        assertThat(cache.of(kept)).isEqualTo(1);
    }
}
