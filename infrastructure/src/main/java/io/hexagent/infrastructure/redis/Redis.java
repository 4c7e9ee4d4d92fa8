package io.hexagent.infrastructure.redis;

import io.hexagent.domain.access.Counters;
import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.Signals.Subscription;
import io.hexagent.domain.telemetry.Gauge;
import io.hexagent.domain.tool.ToolCache;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.store.Store;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * All that Redis does for this process. None of it waits for Redis to be there, at the start or later, and each part
 * says what it does without. Safe for use by many threads.
 */
public final class Redis implements AutoCloseable {
    private final RedisOptions options;
    private final Json json;
    private final RedisLink link;
    private final Store store;
    private final RedisCourier courier;
    private final RedisPartialReplies replies;
    private final RedisThreads threads;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();

    private Redis(RedisOptions options, Json json, Store store) {
        this.options = options;
        this.json = json;
        this.store = store;
        link = new RedisLink(options);
        courier = new RedisCourier(link);
        replies = new RedisPartialReplies(link, store.partialReplies(), store.signals(), options);
        threads = new RedisThreads(
                link,
                new RedisThreads.Record(store.runEvents(), store.runs(), store.conversations()),
                json,
                options.threads(),
                replies::forget);
    }

    /**
     * Begins to connect, carries the store's signals, and shows the state of its threads. To be closed before the
     * store.
     */
    public static Redis open(RedisOptions options, Json json, Store store) {
        var redis = new Redis(options, json, store);
        store.signals().prefer(redis.courier);
        if (options.threads().ttl().isPositive()) {
            redis.show();
        }
        return redis;
    }

    private void show() {
        subscriptions.add(store.signals().subscribe(threads::heard));
        subscriptions.add(store.signals().subscribeToOwn(threads::changed));
    }

    /** The store's texts, also live in other processes. */
    public PartialReplies partialReplies() {
        return replies;
    }

    /** @param own where this process counts while Redis is away */
    public Counters counters(Counters own) {
        return new RedisCounters(link, own);
    }

    /** @param own where this process keeps the results that it used last */
    public ToolCache toolCache(ToolCache own) {
        return new RedisToolCache(link, own, json, options.toolTtl());
    }

    /** Whether Redis answers now; waits at most for the time that a command may take. */
    public boolean isUp() {
        return link.isUp();
    }

    /** How its connections are at any time: those that are open, and how many there should be. */
    public Map<Gauge, DoubleSupplier> readings() {
        return Map.of(
                new Gauge.Pool(Gauge.Owner.REDIS, Gauge.Use.ACTIVE),
                link::connections,
                new Gauge.Pool(Gauge.Owner.REDIS, Gauge.Use.MOST),
                () -> RedisLink.CONNECTIONS);
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        courier.close();
        replies.close();
        threads.close();
        link.close();
    }
}
