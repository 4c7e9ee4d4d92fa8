package io.hexagent.presentation.wire;

import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.SessionFields;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySessions.Standing;
import io.hexagent.domain.value.Value;
import java.util.Optional;

/** Strategy sessions on the wire. */
public final class SessionShapes {
    private SessionShapes() {}

    /**
     * {@code {client_id, state, strategy_spec, strategy_code, compile_errors, backtest_metrics, awaiting_feedback,
     * feedback_intent, busy, waiting, last_id, version, created_at, updated_at}}; what there is not is null.
     */
    public static Value.Fields state(Standing standing) {
        StrategySession session = standing.session();
        return Value.fields()
                .put("client_id", session.key().client().value())
                .put("state", session.state().wire())
                .put("strategy_spec", SessionFields.spec(session.spec()))
                .put("strategy_code", orNull(session.code().map(Value::of)))
                .put("compile_errors", SessionFields.errors(session.errors()))
                .put("backtest_metrics", orNull(session.metrics().map(SessionFields::metrics)))
                .put("awaiting_feedback", session.isAwaitingFeedback())
                .put(
                        "feedback_intent",
                        orNull(session.intent().map(FeedbackIntent::wire).map(Value::of)))
                .put("busy", standing.waiting() > 0)
                .put("waiting", standing.waiting())
                .put("last_id", standing.messages())
                .put("version", session.version())
                .put("created_at", session.createdAt().toString())
                .put("updated_at", session.updatedAt().toString())
                .build();
    }

    /** The state, and what was said: {@code messages: [{role, content, at}]}. */
    public static Value.Fields whole(Standing standing) {
        return state(standing)
                .with("messages", SessionFields.of(standing.session()).get("conversation"));
    }

    private static Value orNull(Optional<? extends Value> value) {
        return value.isPresent() ? value.get() : Value.Absent.ABSENT;
    }

    /** {@code {message_type, content, metadata, metrics?, backtest_data?, at, id}}. */
    public static Value.Fields message(SessionMessage.Told told) {
        return told.message().fields().with("id", Value.of(told.seq()));
    }

    /** What this connection alone is told. */
    public static Value.Fields aside(String content, Value.Fields metadata) {
        return Value.fields()
                .put("message_type", SessionMessage.Kind.TEXT.wire())
                .put("content", content)
                .put("metadata", metadata)
                .build();
    }
}
