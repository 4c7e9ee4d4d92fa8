package io.hexagent.config;

import io.hexagent.domain.access.Counters;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.redis.Redis;
import io.hexagent.infrastructure.redis.RedisAddress;
import io.hexagent.infrastructure.redis.RedisOptions;
import io.hexagent.infrastructure.store.Store;
import java.util.Optional;

/** Redis where the settings name one; what this process does by itself where they do not. */
final class SharedRedis implements AutoCloseable {
    private final Optional<Redis> redis;
    private final Store store;

    private SharedRedis(Optional<Redis> redis, Store store) {
        this.redis = redis;
        this.store = store;
    }

    /** Does not wait for Redis to answer. */
    static SharedRedis open(Settings settings, Json json, Store store, Telemetry telemetry) {
        Optional<Redis> redis = settings.redis().url().map(url -> Redis.open(options(settings, url), json, store));
        redis.ifPresent(shared -> shared.readings().forEach(telemetry::watch));
        return new SharedRedis(redis, store);
    }

    private static RedisOptions options(Settings settings, Secret url) {
        Settings.Redis given = settings.redis();
        RedisOptions usual = RedisOptions.of(address(url));
        return new RedisOptions(
                usual.address(),
                given.connectTimeout(),
                given.commandTimeout(),
                given.ioThreads(),
                given.pendingCommands(),
                usual.textTtl(),
                usual.textPause(),
                new RedisOptions.Threads(
                        given.threadTtl(), given.threadEvents(), usual.threads().pendingRuns()),
                settings.tools().cacheTtl());
    }

    private static RedisAddress address(Secret url) {
        try {
            return RedisAddress.parse(url.reveal());
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSetting("setting redis.url (REDIS_URL): " + wrong.getMessage());
        }
    }

    PartialReplies partialReplies() {
        return redis.map(Redis::partialReplies).orElseGet(store::partialReplies);
    }

    Counters counters(Counters own) {
        return redis.map(shared -> shared.counters(own)).orElse(own);
    }

    ToolCache toolCache(ToolCache own) {
        return redis.map(shared -> shared.toolCache(own)).orElse(own);
    }

    /** Whether Redis answers; empty: there is none. */
    Optional<Boolean> isUp() {
        return redis.map(Redis::isUp);
    }

    @Override
    public void close() {
        redis.ifPresent(Redis::close);
    }
}
