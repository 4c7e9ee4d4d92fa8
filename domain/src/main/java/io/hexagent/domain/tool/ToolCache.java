package io.hexagent.domain.tool;

import io.hexagent.domain.value.Value;
import java.util.Optional;

/**
 * Keeps results of tools whose {@link ToolSpec.Effects} are none, for a while and as far as there is room.
 * Implementations never fail, wait for at most a moment, and are safe for use by many threads.
 */
public interface ToolCache {
    /** Keeps nothing. */
    ToolCache NONE = new ToolCache() {
        @Override
        public Optional<Value.Fields> find(String key) {
            return Optional.empty();
        }

        @Override
        public void keep(String key, Value.Fields result) {}
    };

    /** @param key tells the tool, its version, the arguments and all that the result depends on */
    Optional<Value.Fields> find(String key);

    /** @param result what the model is told */
    void keep(String key, Value.Fields result);
}
