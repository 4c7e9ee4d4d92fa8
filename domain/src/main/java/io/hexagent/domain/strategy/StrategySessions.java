package io.hexagent.domain.strategy;

import io.hexagent.domain.access.OwnerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where strategy sessions are kept, with what was said to them and what they told. Whoever works on a session holds it
 * under an epoch for as long as a lease; after a take-over or a cancel whatever the old holder writes is refused.
 * Implementations are safe for use by many threads.
 */
public interface StrategySessions {
    /** How many of its newest messages a session keeps for those who come back. */
    int KEPT_MESSAGES = 200;

    /** The session of the key, begun now if there is none. @return the one that is kept */
    StrategySession start(StrategySession fresh);

    Optional<Standing> find(SessionKey key);

    /** The sessions of an owner, last used first. */
    List<Standing> list(OwnerId owner, int limit, int offset);

    /** Removes a session with all that belongs to it. @return whether there was one */
    boolean delete(SessionKey key);

    /** Takes what was said, unless too much waits already. @param most how many inputs may wait */
    Queued add(SessionKey key, Input input, int most);

    /** Takes the oldest input of sessions that nobody holds, one each, and holds them. @param most sessions */
    List<Claim> claim(String worker, Duration lease, int most);

    /** Holds on. @return those that were lost */
    Set<Hold> renew(Collection<Hold> held, Duration lease);

    /** Lets go; the input waits again, and the attempt does not count. */
    void giveBack(Hold hold);

    /** Tells more while at work. @return whether it is still held; if not, nothing was told */
    boolean tell(Hold hold, List<SessionMessage> messages);

    /**
     * Ends the work on an input: stores the session as its next version, tells the last messages, removes the input and
     * lets go, all or nothing.
     *
     * @param changed at the version that it grew from
     * @return whether it was still held and of that version; if not, nothing was done
     */
    boolean save(Hold hold, String input, StrategySession changed, List<SessionMessage> messages);

    /**
     * Removes the oldest input, at work or not, and tells it. Whoever works on it has lost the session.
     *
     * @return whether there was one
     */
    boolean cancel(SessionKey key, SessionMessage message);

    /** What was told after a message, oldest first. */
    List<SessionMessage.Told> messages(SessionKey key, long after, int most);

    /** The number of the last message of each of the sessions that exist; 0 for none. */
    Map<SessionKey, Long> newest(Collection<SessionKey> keys);

    /** Tells from now on which sessions are changed by this process. The listener must not block. */
    Subscription subscribe(Consumer<SessionKey> listener);

    /** Ends what {@link #subscribe} began. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A session and what is going on.
     *
     * @param waiting inputs, the one at work included
     * @param atWork whether somebody holds it
     * @param messages number of the last message
     */
    record Standing(StrategySession session, int waiting, boolean atWork, long messages) {}

    /** @param id chosen by whoever adds it: the same one again is not added twice */
    record Input(String id, String text, Instant at) {}

    record Hold(SessionKey key, long epoch) {}

    /** @param attempt from 1: how often somebody began to work on the input */
    record Claim(Hold hold, StrategySession session, Input input, int attempt) {}

    sealed interface Queued {
        /** @param waiting inputs, this one included */
        record Added(int waiting) implements Queued {}

        record Full(int most) implements Queued {}

        /** There is no such session. */
        record Unknown() implements Queued {}
    }
}
