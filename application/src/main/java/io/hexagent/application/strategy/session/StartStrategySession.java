package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySessions;
import java.time.InstantSource;

/** Gives a client its session: the one that is there, or a new one. Safe for use by many threads. */
public final class StartStrategySession {
    private final StrategySessions sessions;
    private final InstantSource clock;
    private final int most;

    /** @param most how many sessions an owner may have */
    public StartStrategySession(StrategySessions sessions, InstantSource clock, int most) {
        this.sessions = sessions;
        this.clock = clock;
        this.most = most;
    }

    public record Command(Principal principal, ClientId client) {}

    public sealed interface Outcome {
        record Ready(StrategySession session) implements Outcome {}

        /** The owner has so many already. */
        record TooMany(int most) implements Outcome {}
    }

    public Outcome handle(Command command) {
        var key = new SessionKey(command.principal().owner(), command.client());
        // Two at once may be one too many: the bound is there for runaway clients, not for accounting.
        if (sessions.find(key).isEmpty()
                && !sessions.list(key.owner(), 1, most - 1).isEmpty()) {
            return new Outcome.TooMany(most);
        }
        return new Outcome.Ready(sessions.start(StrategySession.begun(key, clock.instant())));
    }
}
