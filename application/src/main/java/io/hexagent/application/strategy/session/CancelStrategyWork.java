package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;

/**
 * Cancels the oldest message of a session that is not answered yet, whoever works on it; what waits behind it stays.
 * The session is as it was before that message. Safe for use by many threads.
 */
public final class CancelStrategyWork {
    private final StrategySessions sessions;
    private final SessionWorker worker;
    private final InstantSource clock;

    public CancelStrategyWork(StrategySessions sessions, SessionWorker worker, InstantSource clock) {
        this.sessions = sessions;
        this.worker = worker;
        this.clock = clock;
    }

    public record Command(Principal principal, ClientId client) {}

    /** @return whether there was one */
    public boolean handle(Command command) {
        var key = new SessionKey(command.principal().owner(), command.client());
        boolean cancelled = sessions.cancel(
                key,
                SessionMessage.text(
                        "Cancelled. Nothing has changed.",
                        Value.fields().put("code", "cancelled").build(),
                        clock.instant()));
        if (cancelled) {
            worker.check(key);
        }
        return cancelled;
    }
}
