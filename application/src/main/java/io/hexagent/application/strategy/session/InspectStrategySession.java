package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.StrategySessions;
import java.util.Optional;

/** Shows a session. Safe for use by many threads. */
public final class InspectStrategySession {
    private final StrategySessions sessions;

    public InspectStrategySession(StrategySessions sessions) {
        this.sessions = sessions;
    }

    public record Command(Principal principal, ClientId client) {}

    /** The session; empty when there is none. */
    public Optional<StrategySessions.Standing> handle(Command command) {
        return sessions.find(new SessionKey(command.principal().owner(), command.client()));
    }
}
