package io.hexagent.infrastructure.redis;

import io.hexagent.domain.run.Signal;
import io.hexagent.infrastructure.store.Courier;
import io.hexagent.infrastructure.store.SignalText;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries signals by publishing. What comes while an earlier message is under way goes together in the next one. While
 * Redis does not take them, as when the channel's node of a cluster is away, it is not heard, and tries now and then.
 * Safe for use by many threads.
 */
final class RedisCourier implements Courier {
    private static final String CHANNEL = "hexagent:signals";
    private static final int LONGEST = 60_000;
    /** More signals than that are not kept while Redis is slow. */
    private static final int MOST_WAITING = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisCourier.class);
    private static final Duration RETRY = Duration.ofMillis(500);

    private final RedisLink link;
    private final String sender = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36);
    private final Turns turns = new Turns("redis-courier", Duration.ZERO, this::deliver);
    // Guarded by itself.
    private final SignalText waiting = new SignalText(LONGEST);
    private volatile boolean isRefused;

    RedisCourier(RedisLink link) {
        this.link = link;
    }

    @Override
    public void start(Consumer<Signal> receiver) {
        link.subscribe(
                CHANNEL,
                text -> {
                    if (!SignalText.sender(text).equals(sender)) {
                        SignalText.read(text).forEach(receiver);
                    }
                },
                // Whatever was published while nobody listened is lost; runs may wait.
                () -> receiver.accept(new Signal.Queued()));
    }

    @Override
    public void send(List<Signal> signals) {
        synchronized (waiting) {
            signals.forEach(waiting::add);
            if (waiting.size() > MOST_WAITING) {
                waiting.clear();
                waiting.add(new Signal.Queued());
            }
        }
        turns.ask();
    }

    @Override
    public boolean isHeard() {
        return !isRefused && link.commands().isPresent();
    }

    private void deliver() {
        List<String> texts;
        synchronized (waiting) {
            if (isRefused) {
                // Something has to be said to find out.
                waiting.add(new Signal.Queued());
            }
            if (waiting.size() == 0) {
                return;
            }
            texts = waiting.take(sender);
        }
        boolean taken = link.commands()
                .map(commands -> link.succeeded(texts.stream()
                        .map(text -> commands.publish(CHANNEL, text))
                        .toList()))
                .orElse(false);
        if (isRefused == taken) {
            LOG.info(taken ? "Redis takes signals again" : "Redis takes no signals; they go without it");
        }
        isRefused = !taken;
        if (!taken) {
            CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(turns::ask);
        }
    }

    @Override
    public void close() {
        turns.close();
    }
}
