package io.hexagent.infrastructure.measured;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.value.RunId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Counts events as they are appended, and ends once they are known to be committed. Safe for use by many threads. */
final class MeasuredRunEvents implements RunEvents {
    private final RunEvents log;
    private final Telemetry telemetry;

    MeasuredRunEvents(RunEvents log, Telemetry telemetry) {
        this.log = log;
        this.telemetry = telemetry;
    }

    @Override
    public Ticket begin(Conversation conversation, Run run, List<StampedEvent> first) {
        EventCounts.told(telemetry, first);
        return log.begin(conversation, run, first);
    }

    @Override
    public Ticket append(RunId run, long epoch, List<StampedEvent> events) {
        Ticket ticket = log.append(run, epoch, events);
        EventCounts.told(telemetry, events);
        Optional<RunStatus> end = EventCounts.end(events);
        return end.isPresent() ? new LastTicket(ticket, end.get(), telemetry) : ticket;
    }

    @Override
    public List<RecordedEvent> read(RunId run, long after, int limit) {
        return log.read(run, after, limit);
    }

    @Override
    public List<RecordedEvent> readAll(List<RunId> runs) {
        return log.readAll(runs);
    }

    /** Whoever ends a run waits for it; an end that another worker's epoch refuses is none. */
    private static final class LastTicket implements Ticket {
        private final Ticket ticket;
        private final RunStatus end;
        private final Telemetry telemetry;
        private final AtomicBoolean told = new AtomicBoolean();

        LastTicket(Ticket ticket, RunStatus end, Telemetry telemetry) {
            this.ticket = ticket;
            this.end = end;
            this.telemetry = telemetry;
        }

        @Override
        public long seq() {
            long seq = ticket.seq();
            if (told.compareAndSet(false, true)) {
                telemetry.count(new Count.RunEnded(end));
            }
            return seq;
        }

        @Override
        public void hurry() {
            ticket.hurry();
        }
    }
}
