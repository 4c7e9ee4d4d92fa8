package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.ClientId;
import io.hexagent.domain.strategy.SessionKey;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.strategy.StrategySessions.Input;
import io.hexagent.domain.strategy.StrategySessions.Queued;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.IdSource;
import java.time.InstantSource;

/** Says something to a session. It is taken at once, and worked off in its turn. Safe for use by many threads. */
public final class TellStrategySession {
    private final StrategySessions sessions;
    private final IdSource ids;
    private final InstantSource clock;
    private final Options options;

    public TellStrategySession(StrategySessions sessions, IdSource ids, InstantSource clock, Options options) {
        this.sessions = sessions;
        this.ids = ids;
        this.clock = clock;
        this.options = options;
    }

    /**
     * @param waiting how many messages may wait, the one at work included
     * @param chars how long a message may be
     */
    public record Options(int waiting, int chars) {}

    public record Command(Principal principal, ClientId client, String text) {}

    public sealed interface Outcome {
        /** @param waiting messages, this one included */
        record Taken(int waiting) implements Outcome {}

        /** Too many wait already; this one was not taken. */
        record Full(int most) implements Outcome {}

        /** @param message may be shown */
        record Invalid(String message) implements Outcome {}

        /** There is no such session. */
        record Unknown() implements Outcome {}
    }

    public Outcome handle(Command command) {
        String text = Clean.text(command.text());
        if (text.isBlank()) {
            return new Outcome.Invalid("the message is empty");
        }
        if (text.length() > options.chars()) {
            return new Outcome.Invalid("the message has " + text.length() + " characters, more than " + options.chars()
                    + " (setting limits.question-chars)");
        }
        var key = new SessionKey(command.principal().owner(), command.client());
        return switch (sessions.add(key, new Input(ids.next(), text, clock.instant()), options.waiting())) {
            case Queued.Added added -> new Outcome.Taken(added.waiting());
            case Queued.Full full -> new Outcome.Full(full.most());
            case Queued.Unknown unknown -> new Outcome.Unknown();
        };
    }
}
