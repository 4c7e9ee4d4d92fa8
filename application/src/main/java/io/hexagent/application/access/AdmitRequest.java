package io.hexagent.application.access;

import io.hexagent.domain.access.Counters;
import io.hexagent.domain.access.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * Lets somebody in unless they came too often: requests are counted by the minute of the clock, for each owner and
 * address, over all processes that share the counters.
 */
public final class AdmitRequest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Counters counters;
    private final InstantSource clock;
    private final int mostInAMinute;

    /** @param mostInAMinute 0: any number, and nothing is counted */
    public AdmitRequest(Counters counters, InstantSource clock, int mostInAMinute) {
        this.counters = counters;
        this.clock = clock;
        this.mostInAMinute = mostInAMinute;
    }

    /** @param address where the request comes from, as it shall be counted */
    public record Command(Principal principal, String address) {}

    public sealed interface Outcome {
        record Admitted() implements Outcome {}

        /** @param most how many requests a minute are let in @param retryAfter when the next minute begins */
        record TooMany(int most, Duration retryAfter) implements Outcome {}
    }

    public Outcome handle(Command command) {
        if (mostInAMinute == 0) {
            return new Outcome.Admitted();
        }
        Instant now = clock.instant();
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        String key =
                "requests:" + command.principal().owner() + ":" + command.address() + ":" + minute.getEpochSecond();
        return counters.add(key, MINUTE) <= mostInAMinute
                ? new Outcome.Admitted()
                : new Outcome.TooMany(mostInAMinute, Duration.between(now, minute.plus(MINUTE)));
    }
}
