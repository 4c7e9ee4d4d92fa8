package io.hexagent.domain.strategy;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A talk in which a trading strategy comes into being. A change is a new value; whoever stores one names the version
 * that it grew from.
 *
 * @param version how often it was stored; 0: just begun
 * @param spec what is known of the strategy that is wanted
 * @param code the strategy's document, once there is one
 * @param errors what is wrong with the code; empty when it could be tried
 * @param metrics the figures of the last backtest of the code
 * @param intent what the person wanted with the last message after a result
 * @param conversation the newest {@link #REMEMBERED} messages of both, oldest first
 */
public record StrategySession(
        SessionKey key,
        long version,
        State state,
        StrategySpec spec,
        Optional<String> code,
        List<CompileError> errors,
        Optional<Metrics> metrics,
        Optional<FeedbackIntent> intent,
        List<Said> conversation,
        Instant createdAt,
        Instant updatedAt) {
    /** How much of the talk is remembered. */
    public static final int REMEMBERED = 40;

    public StrategySession {
        errors = List.copyOf(errors);
        conversation =
                List.copyOf(conversation.subList(Math.max(0, conversation.size() - REMEMBERED), conversation.size()));
    }

    /** Where a session stands between two messages. */
    public enum State {
        /** Nothing was said yet. */
        NEW,
        /** The person was told a result or asked something, and it is their turn. */
        AWAITING_FEEDBACK,
        /** The person has said goodbye; the next message begins anew. */
        ENDED;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param byPerson whether the person said it, and not the program */
    public record Said(boolean byPerson, String text, Instant at) {}

    public static StrategySession begun(SessionKey key, Instant at) {
        return new StrategySession(
                key,
                0,
                State.NEW,
                StrategySpec.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                at,
                at);
    }

    public boolean isAwaitingFeedback() {
        return state == State.AWAITING_FEEDBACK;
    }

    /** The same at another version. */
    public StrategySession at(long otherVersion) {
        return new StrategySession(
                key, otherVersion, state, spec, code, errors, metrics, intent, conversation, createdAt, updatedAt);
    }
}
