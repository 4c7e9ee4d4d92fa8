package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.session.SessionFeeds.SessionFeed;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.strategy.StrategySessions.Standing;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows what a session tells, from any process. Several may follow the same session; each is told everything. Safe
 * for use by many threads.
 */
public final class FollowStrategySession {
    private final StrategySessions sessions;
    private final SessionFeeds feeds;

    public FollowStrategySession(StrategySessions sessions, SessionFeeds feeds) {
        this.sessions = sessions;
        this.feeds = feeds;
    }

    /** @param after the number of the last message that was read; empty: only what is told from now on */
    public record Command(Principal principal, ClientId client, OptionalLong after) {}

    /**
     * @param feed to be closed by whoever follows
     * @param standing the session when the following began
     * @param others who follow it in this process
     */
    public record Following(SessionFeed feed, Standing standing, int others) {}

    /** Empty when there is no such session. */
    public Optional<Following> handle(Command command) {
        var key = new SessionKey(command.principal().owner(), command.client());
        return sessions.find(key)
                .map(standing -> new Following(
                        feeds.follow(key, Math.min(command.after().orElse(standing.messages()), standing.messages())),
                        standing,
                        feeds.following(key) - 1));
    }
}
