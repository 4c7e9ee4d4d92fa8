package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.SessionMessage;
import io.hexagent.domain.strategy.StrategySession;
import io.hexagent.domain.strategy.StrategySessions;
import io.hexagent.domain.strategy.StrategySessions.Claim;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The work on one input: what the nodes share beside the {@link Talk}. For the thread at work, but {@link #stop}, which
 * is for any.
 */
final class Work {
    private final StrategySessions sessions;
    private final InstantSource clock;
    private final Claim claim;
    private final List<SessionMessage> answer = new ArrayList<>();
    private @Nullable BacktestReport report;
    private final AtomicBoolean stopped = new AtomicBoolean();

    Work(StrategySessions sessions, InstantSource clock, Claim claim) {
        this.sessions = sessions;
        this.clock = clock;
        this.claim = claim;
    }

    OwnerId owner() {
        return claim.hold().key().owner();
    }

    StrategySession session() {
        return claim.session();
    }

    /** Told at once. @throws CancellationException when the session is lost */
    void progress(Id node, int attempt, int percent, String text) {
        check();
        Value.Fields metadata = Value.fields()
                .put("node", node.wire())
                .put("attempt", attempt)
                .put("percent", percent)
                .build();
        if (!sessions.tell(claim.hold(), List.of(SessionMessage.text(text, metadata, clock.instant())))) {
            boolean ignored = stop();
            check();
        }
    }

    /** Told with the end of the work. */
    void answer(SessionMessage.Kind kind, String content, Value.Builder metadata) {
        answer(kind, content, metadata, Optional.empty(), Optional.empty());
    }

    void answer(
            SessionMessage.Kind kind,
            String content,
            Value.Builder metadata,
            Optional<Value.Fields> metrics,
            Optional<Value.Fields> backtest) {
        answer.add(new SessionMessage(
                kind,
                content,
                metadata.put("node", Id.RESPOND.wire()).put("percent", 100).build(),
                metrics,
                backtest,
                clock.instant()));
    }

    List<SessionMessage> answer() {
        return List.copyOf(answer);
    }

    void keep(BacktestReport made) {
        report = made;
    }

    Optional<BacktestReport> report() {
        return Optional.ofNullable(report);
    }

    /** @return whether this call stopped it, and no one before */
    boolean stop() {
        return stopped.compareAndSet(false, true);
    }

    /** @throws CancellationException when the work was stopped */
    void check() {
        if (stopped.get() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the work on " + claim.hold().key() + " was stopped");
        }
    }

    /** The nodes of the graph. */
    enum Id {
        ENTRY,
        CLARIFY,
        DESIGN,
        COMPILE,
        RESPOND,
        AWAIT_FEEDBACK;

        String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
