package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.StrategySessions;
import java.util.List;

/** Lists an owner's sessions, last used first. Safe for use by many threads. */
public final class ListStrategySessions {
    /** The most of a page. */
    public static final int MOST = 200;

    private final StrategySessions sessions;

    public ListStrategySessions(StrategySessions sessions) {
        this.sessions = sessions;
    }

    /** @param limit from 1 to {@link #MOST} */
    public record Command(Principal principal, int limit, int offset) {}

    public List<StrategySessions.Standing> handle(Command command) {
        return sessions.list(command.principal().owner(), Math.clamp(command.limit(), 1, MOST), command.offset());
    }
}
