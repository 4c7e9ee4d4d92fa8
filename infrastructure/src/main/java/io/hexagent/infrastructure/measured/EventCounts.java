package io.hexagent.infrastructure.measured;

import io.hexagent.domain.run.EventType;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Telemetry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What events count as. */
final class EventCounts {
    /** Made once: events are many. */
    private static final Map<EventType, Count> STEPS = new EnumMap<>(EventType.class);

    static {
        for (EventType type : EventType.values()) {
            STEPS.put(type, new Count.StepTaken(type));
        }
    }

    private EventCounts() {}

    static void told(Telemetry telemetry, List<StampedEvent> events) {
        for (StampedEvent stamped : events) {
            RunEvent event = stamped.event();
            telemetry.count(STEPS.getOrDefault(event.type(), new Count.StepTaken(event.type())));
            if (event instanceof RunEvent.RunStarted started && started.attempt() > 1) {
                telemetry.count(new Count.RunRetried());
            }
        }
    }

    /** How the run has ended with the events, if it has. */
    static Optional<RunStatus> end(List<StampedEvent> events) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        return switch (events.getLast().event()) {
            case RunEvent.RunCompleted ignored -> Optional.of(RunStatus.COMPLETED);
            case RunEvent.RunFailed ignored -> Optional.of(RunStatus.FAILED);
            case RunEvent.RunCancelled ignored -> Optional.of(RunStatus.CANCELLED);
            default -> Optional.empty();
        };
    }
}
