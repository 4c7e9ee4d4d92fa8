package io.hexagent.infrastructure.redis;

import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results that all processes share, behind those that this process keeps. Safe for use by many threads. */
final class RedisToolCache implements ToolCache {
    private static final Logger LOG = LoggerFactory.getLogger(RedisToolCache.class);
    private static final String PREFIX = "hexagent:tool:";

    private final RedisLink link;
    private final ToolCache own;
    private final Json json;
    private final Duration ttl;

    RedisToolCache(RedisLink link, ToolCache own, Json json, Duration ttl) {
        this.link = link;
        this.own = own;
        this.json = json;
        this.ttl = ttl;
    }

    @Override
    public Optional<Value.Fields> find(String key) {
        return own.find(key).or(() -> shared(key));
    }

    private Optional<Value.Fields> shared(String key) {
        try {
            Optional<Value.Fields> found = link.commands()
                    .flatMap(commands -> link.answer(commands.get(PREFIX + key)))
                    .map(json::readFields);
            found.ifPresent(result -> own.keep(key, result));
            return found;
        } catch (Json.MalformedJson notOurs) {
            LOG.warn("what Redis keeps under {} is no result of a tool: {}", PREFIX + key, notOurs.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void keep(String key, Value.Fields result) {
        own.keep(key, result);
        link.commands().ifPresent(commands -> {
            RedisFuture<String> ignored = commands.set(PREFIX + key, json.write(result), SetArgs.Builder.px(ttl));
        });
    }
}
