package io.hexagent.infrastructure.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of this process to Redis: one for questions, one for batches, one that listens. They are made in the
 * background, made again after they broke, and while there is none nothing waits. Safe for use by many threads.
 */
final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    /** For questions, for batches, for listening. */
    static final int CONNECTIONS = 3;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);
    private static final Duration QUIET = Duration.ofMillis(0);
    private static final Duration SHUTDOWN = Duration.ofSeconds(2);

    /** A connection and what is said on it. */
    record Line(StatefulConnection<String, String> connection, RedisClusterAsyncCommands<String, String> commands) {
        boolean isOpen() {
            return connection.isOpen();
        }
    }

    private record Lines(Line questions, Line batches, StatefulRedisPubSubConnection<String, String> listening) {}

    private final RedisOptions options;
    private final ClientResources resources;
    private final AbstractRedisClient client;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread connecting;
    private final AtomicInteger times = new AtomicInteger();
    // Guarded by this.
    private @Nullable Listener listener;
    private volatile @Nullable Lines lines;

    private record Listener(String channel, Consumer<String> receiver, Runnable onLine) {}

    RedisLink(RedisOptions options) {
        this.options = options;
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(options.ioThreads())
                .computationThreadPoolSize(2)
                .reconnectDelay(
                        Delay.equalJitter(FIRST_PAUSE, LONGEST_PAUSE, FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS))
                .build();
        client = client();
        connecting = Thread.ofVirtual().name("redis-connect").start(this::connect);
    }

    private AbstractRedisClient client() {
        var uris = options.address().uris(options.commandTimeout());
        if (options.address().isCluster()) {
            RedisClusterClient cluster = RedisClusterClient.create(resources, uris);
            var refresh = ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(Duration.ofMinutes(1))
                    .build();
            cluster.setOptions(ClusterClientOptions.builder(common())
                    .topologyRefreshOptions(refresh)
                    .build());
            return cluster;
        }
        RedisClient single = RedisClient.create(resources, uris.getFirst());
        single.setOptions(common());
        return single;
    }

    private ClientOptions common() {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(options.pendingCommands())
                .timeoutOptions(TimeoutOptions.enabled(options.commandTimeout()))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(options.connectTimeout())
                        .keepAlive(true)
                        .build())
                .build();
    }

    /** The driver makes a connection again that it once had; the first one is up to us. */
    private void connect() {
        Duration pause = FIRST_PAUSE;
        try {
            while (closed.getCount() > 0) {
                try {
                    opened(open());
                    return;
                } catch (RedisException problem) {
                    if (pause.equals(FIRST_PAUSE)) {
                        LOG.warn(
                                "no connection to Redis at {} ({}); it goes on without, and tries again",
                                options.address(),
                                reason(problem));
                    }
                }
                boolean ignored = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } catch (InterruptedException e) {
            LOG.debug("connecting to Redis was stopped");
        }
    }

    private static String reason(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private Lines open() {
        Line questions = line();
        Line batches = line();
        batches.connection().setAutoFlushCommands(false);
        return new Lines(questions, batches, listening());
    }

    private Line line() {
        if (client instanceof RedisClusterClient cluster) {
            StatefulRedisClusterConnection<String, String> connection = cluster.connect();
            // Lines to the nodes are made when they are needed, and what needs them first is refused.
            connection.getPartitions().stream()
                    .filter(node -> !node.hasNoSlots())
                    .map(RedisClusterNode::getUri)
                    .map(uri -> connection.getConnection(uri.getHost(), uri.getPort()))
                    .forEach(node ->
                            LOG.debug("a node of Redis says {}", node.sync().ping()));
            return new Line(connection, connection.async());
        }
        StatefulRedisConnection<String, String> connection = ((RedisClient) client).connect();
        return new Line(connection, connection.async());
    }

    private StatefulRedisPubSubConnection<String, String> listening() {
        return client instanceof RedisClusterClient cluster
                ? cluster.connectPubSub()
                : ((RedisClient) client).connectPubSub();
    }

    private synchronized void opened(Lines fresh) {
        lines = fresh;
        LOG.info("connected to Redis at {}", options.address());
        if (listener != null) {
            listen(fresh, listener);
        }
    }

    /**
     * Hands what is published on a channel to the receiver, from now on or from when there is a connection.
     *
     * @param onLine called each time that it begins to listen: before, it may have missed something
     */
    synchronized void subscribe(String channel, Consumer<String> receiver, Runnable onLine) {
        var fresh = new Listener(channel, receiver, onLine);
        listener = fresh;
        Lines open = lines;
        if (open != null) {
            listen(open, fresh);
        }
    }

    private void listen(Lines lines, Listener listener) {
        lines.listening().addListener(new RedisPubSubAdapter<String, String>() {
            @Override
            public void message(String channel, String text) {
                listener.receiver().accept(text);
            }

            @Override
            public void subscribed(String channel, long count) {
                int ignored = times.incrementAndGet();
                listener.onLine().run();
            }
        });
        RedisFuture<Void> ignored = lines.listening().async().subscribe(listener.channel());
    }

    /** How often it began to listen: after another time, Redis may have forgotten everything. */
    int times() {
        return times.get();
    }

    /** What questions are asked on; empty while there is no connection. */
    Optional<RedisClusterAsyncCommands<String, String>> commands() {
        Lines open = lines;
        return open != null && open.questions().isOpen()
                ? Optional.of(open.questions().commands())
                : Optional.empty();
    }

    /** What batches are sent on, by one thread, which flushes them; empty while there is no connection. */
    Optional<Line> batches() {
        Lines open = lines;
        return open != null && open.batches().isOpen() ? Optional.of(open.batches()) : Optional.empty();
    }

    /** How many of its {@link #CONNECTIONS} are open; to a cluster each has lines to several nodes. */
    int connections() {
        Lines open = lines;
        if (open == null) {
            return 0;
        }
        return (open.questions().isOpen() ? 1 : 0)
                + (open.batches().isOpen() ? 1 : 0)
                + (open.listening().isOpen() ? 1 : 0);
    }

    /**
     * Whether Redis answers now, in a cluster each node that holds keys; waits at most for the time that a command may
     * take.
     */
    boolean isUp() {
        Lines open = lines;
        if (open == null || !open.questions().isOpen()) {
            return false;
        }
        if (!(open.questions().connection() instanceof StatefulRedisClusterConnection<String, String> cluster)) {
            return answer(open.questions().commands().ping()).isPresent();
        }
        List<CompletableFuture<String>> answers = cluster.getPartitions().stream()
                .filter(node -> !node.hasNoSlots())
                .map(RedisClusterNode::getUri)
                .map(uri -> cluster.getConnectionAsync(uri.getHost(), uri.getPort())
                        .thenCompose(node -> node.async().ping()))
                .toList();
        try {
            CompletableFuture.allOf(answers.toArray(new CompletableFuture<?>[0]))
                    .get(options.commandTimeout().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("a node of Redis did not answer", e);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The answer; empty when it is nothing, an error, or late. */
    <T> Optional<T> answer(RedisFuture<T> future) {
        try {
            return Optional.ofNullable(future.get(options.commandTimeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("Redis did not answer", e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Waits for all of them. @return whether all were answered in time, and none with an error */
    boolean succeeded(List<? extends RedisFuture<?>> futures) {
        return answered(futures) && futures.stream().map(RedisFuture::getError).allMatch(Objects::isNull);
    }

    /** Waits for all of them. @return whether all were answered in time, if only with an error */
    boolean answered(List<? extends RedisFuture<?>> futures) {
        for (RedisFuture<?> future : futures) {
            try {
                if (!future.await(options.commandTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            } catch (InterruptedException | RedisCommandInterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            if (future.getError() != null) {
                LOG.debug("Redis refused something: {}", future.getError());
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        connecting.interrupt();
        client.shutdown(QUIET.toMillis(), SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS);
        boolean ignored = resources
                .shutdown(QUIET.toMillis(), SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(SHUTDOWN.toMillis());
    }
}
