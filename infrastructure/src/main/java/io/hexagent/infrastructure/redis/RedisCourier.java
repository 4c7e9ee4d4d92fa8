package io.hexagent.infrastructure.redis;

import io.hexagent.domain.run.Signal;
import io.hexagent.infrastructure.store.Courier;
import io.hexagent.infrastructure.store.SignalText;
import io.lettuce.core.RedisFuture;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Carries signals by publishing. What comes while an earlier message is under way goes together in the next one. Safe
 * for use by many threads.
 */
final class RedisCourier implements Courier {
    private static final String CHANNEL = "hexagent:signals";
    private static final int LONGEST = 60_000;
    /** More signals than that are not kept while Redis is slow. */
    private static final int MOST_WAITING = 20_000;

    private final RedisLink link;
    private final String sender = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36);
    private final Turns turns = new Turns("redis-courier", Duration.ZERO, this::deliver);
    // Guarded by itself.
    private final SignalText waiting = new SignalText(LONGEST);

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
        return link.commands().isPresent();
    }

    private void deliver() {
        List<String> texts;
        synchronized (waiting) {
            if (waiting.size() == 0) {
                return;
            }
            texts = waiting.take(sender);
        }
        link.commands().ifPresent(commands -> {
            var sent = new ArrayList<RedisFuture<Long>>();
            texts.forEach(text -> sent.add(commands.publish(CHANNEL, text)));
            boolean ignored = link.answered(sent);
        });
    }

    @Override
    public void close() {
        turns.close();
    }
}
