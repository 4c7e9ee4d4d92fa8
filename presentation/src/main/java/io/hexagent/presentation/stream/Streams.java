package io.hexagent.presentation.stream;

import io.hexagent.config.Hexagent;
import io.micronaut.context.annotation.Context;
import io.micronaut.runtime.graceful.GracefulShutdownCapable;
import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open streams of this server: counts them, keeps silent ones alive, and ends them when the server stops. Safe for
 * use by many threads.
 */
@Context
public final class Streams implements GracefulShutdownCapable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);
    private static final long TICK_MILLIS = 500;

    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final Map<Executor, Wakeups> wakeups = new ConcurrentHashMap<>();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder gone = new LongAdder();
    private final LongAdder sockets = new LongAdder();
    private final long silence;
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("streams").daemon().factory());
    private volatile boolean stopping;

    Streams(Hexagent hexagent) {
        this.silence = hexagent.settings().streams().keepAlive().toNanos();
        Future<?> ignored = ticks.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        hexagent.watchStreams(() -> open() + sockets(), this::delivered, this::gone);
    }

    /** How many streams are open now. */
    public int open() {
        return open.size();
    }

    /** How many items were sent, over all streams, since the start. */
    public long delivered() {
        return delivered.sum();
    }

    /** How many clients left before the end of their stream or answer (499), since the start. */
    public long gone() {
        return gone.sum();
    }

    /** How many WebSockets are open now. */
    public int sockets() {
        return sockets.intValue();
    }

    /** What goes out over a WebSocket that was opened. */
    public FrameStream frames(FrameStream.Connection connection) {
        sockets.increment();
        return new FrameStream(connection, delivered::increment);
    }

    /** A WebSocket was opened that sends its frames by itself. */
    public void socketOpened() {
        sockets.increment();
    }

    /** A frame is sent over such a WebSocket. */
    public void frameSent() {
        delivered.increment();
    }

    /** A WebSocket was closed. */
    public void socketClosed() {
        sockets.decrement();
    }

    /** Those of an event loop. There are few loops, and they live as long as the server. */
    Wakeups wakeups(Executor loop) {
        return wakeups.computeIfAbsent(loop, Wakeups::new);
    }

    void opened(EventStream stream) {
        open.add(stream);
        if (stopping) {
            stream.end();
        }
    }

    void closed(EventStream stream, boolean early) {
        open.remove(stream);
        if (early) {
            gone.increment();
        }
    }

    /** A client has left before it had its answer. */
    void clientLeft() {
        gone.increment();
    }

    /** Whether the server is about to stop. */
    boolean isStopping() {
        return stopping;
    }

    void sent() {
        delivered.increment();
    }

    private void tick() {
        long now = System.nanoTime();
        for (EventStream stream : open) {
            try {
                stream.tick(now, silence);
            } catch (RuntimeException problem) {
                LOG.warn("a stream could not be kept alive", problem);
            }
        }
    }

    /** Ends all streams: their clients go on elsewhere, from where they are. */
    @Override
    public CompletionStage<?> shutdownGracefully() {
        stopping = true;
        open.forEach(EventStream::end);
        return CompletableFuture.completedFuture(null);
    }

    @PreDestroy
    void close() {
        stopping = true;
        open.forEach(EventStream::end);
        ticks.shutdownNow();
    }
}
