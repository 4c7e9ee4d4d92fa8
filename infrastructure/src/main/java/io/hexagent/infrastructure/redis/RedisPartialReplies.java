package io.hexagent.infrastructure.redis;

import io.hexagent.domain.run.PartialReplies;
import io.hexagent.domain.run.PartialReply;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.value.RunId;
import io.hexagent.infrastructure.store.SignalHub;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Texts in Redis for those who cannot wait for the store's, which stays the fallback. The text of a run that has ended
 * may be found for a while. Safe for use by many threads.
 */
final class RedisPartialReplies implements PartialReplies, AutoCloseable {
    private static final String PREFIX = "hexagent:text:";

    private final RedisLink link;
    private final PartialReplies stored;
    private final SignalHub signals;
    private final Duration ttl;
    private final Turns turns;
    private final Map<RunId, PartialReply> changed = new ConcurrentHashMap<>();

    RedisPartialReplies(RedisLink link, PartialReplies stored, SignalHub signals, RedisOptions options) {
        this.link = link;
        this.stored = stored;
        this.signals = signals;
        this.ttl = options.textTtl();
        this.turns = new Turns("redis-replies", options.textPause(), this::write);
    }

    @Override
    public void put(RunId run, PartialReply reply) {
        stored.put(run, reply);
        if (link.commands().isPresent()) {
            changed.put(run, reply);
            turns.ask();
        }
    }

    private void write() {
        var commands = link.commands();
        if (commands.isEmpty()) {
            changed.clear();
            return;
        }
        var written = new ArrayList<RedisFuture<String>>();
        var news = new ArrayList<Signal>();
        for (RunId run : List.copyOf(changed.keySet())) {
            PartialReply reply = changed.remove(run);
            if (reply != null) {
                written.add(commands.get()
                        .set(PREFIX + run.value(), reply.reply() + "\n" + reply.text(), SetArgs.Builder.px(ttl)));
                news.add(new Signal.Wrote(run));
            }
        }
        if (!news.isEmpty() && link.answered(written)) {
            signals.publish(news);
        }
    }

    @Override
    public Optional<PartialReply> find(RunId run) {
        return link.commands()
                .flatMap(commands -> link.answer(commands.get(PREFIX + run.value())))
                .flatMap(RedisPartialReplies::read)
                .or(() -> stored.find(run));
    }

    private static Optional<PartialReply> read(String text) {
        int end = text.indexOf('\n');
        return end < 1
                ? Optional.empty()
                : Optional.of(new PartialReply(Integer.parseInt(text.substring(0, end)), text.substring(end + 1)));
    }

    /** The run has ended. */
    void forget(RunId run) {
        changed.remove(run);
        link.commands().ifPresent(commands -> {
            RedisFuture<Long> ignored = commands.del(PREFIX + run.value());
        });
    }

    @Override
    public void close() {
        turns.close();
    }
}
