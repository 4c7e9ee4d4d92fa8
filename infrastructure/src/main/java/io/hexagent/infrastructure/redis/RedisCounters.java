package io.hexagent.infrastructure.redis;

import io.hexagent.domain.access.Counters;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;

/**
 * Counters that all processes share; while Redis is away each process counts for itself. Safe for use by many threads.
 */
final class RedisCounters implements Counters {
    private static final String PREFIX = "hexagent:count:";
    private static final String ADD =
            "local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('PEXPIRE', KEYS[1],"
                    + " ARGV[1]) end return n";

    private final RedisLink link;
    private final Counters own;

    RedisCounters(RedisLink link, Counters own) {
        this.link = link;
        this.own = own;
    }

    @Override
    public long add(String key, Duration window) {
        return link.commands()
                .flatMap(commands -> link.answer(commands.<Long>eval(
                        ADD, ScriptOutputType.INTEGER, new String[] {PREFIX + key}, Long.toString(window.toMillis()))))
                .orElseGet(() -> own.add(key, window));
    }
}
