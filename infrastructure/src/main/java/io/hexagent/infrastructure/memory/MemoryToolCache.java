package io.hexagent.infrastructure.memory;

import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The results that this process used last. Safe for use by many threads. */
public final class MemoryToolCache implements ToolCache {
    /**
     * @param results the most results that are kept
     * @param ttl how long one is kept
     */
    public record Options(int results, Duration ttl) {
        public static Options defaults() {
            return new Options(256, Duration.ofHours(1));
        }
    }

    private record Kept(Value.Fields result, Instant end) {}

    private final Options options;
    private final InstantSource time;
    private final Map<String, Kept> kept;

    public MemoryToolCache(Options options, InstantSource time) {
        this.options = options;
        this.time = time;
        this.kept = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
                return size() > options.results();
            }
        };
    }

    @Override
    public synchronized Optional<Value.Fields> find(String key) {
        Kept found = kept.get(key);
        if (found != null && !found.end().isAfter(time.instant())) {
            kept.remove(key);
            return Optional.empty();
        }
        return Optional.ofNullable(found).map(Kept::result);
    }

    @Override
    public synchronized void keep(String key, Value.Fields result) {
        kept.put(key, new Kept(result, time.instant().plus(options.ttl())));
    }
}
