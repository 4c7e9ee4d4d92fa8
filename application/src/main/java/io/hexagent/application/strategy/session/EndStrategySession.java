package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.StrategySessions;

/** Ends a session for good, with all that it knows; work on it is stopped. Safe for use by many threads. */
public final class EndStrategySession {
    private final StrategySessions sessions;
    private final SessionWorker worker;

    public EndStrategySession(StrategySessions sessions, SessionWorker worker) {
        this.sessions = sessions;
        this.worker = worker;
    }

    public record Command(Principal principal, ClientId client) {}

    /** @return whether there was one */
    public boolean handle(Command command) {
        var key = new SessionKey(command.principal().owner(), command.client());
        boolean ended = sessions.delete(key);
        if (ended) {
            worker.check(key);
        }
        return ended;
    }
}
