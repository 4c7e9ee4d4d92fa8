package io.hexagent.application.run;

import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.StampedEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * One run's pen: numbers and appends its events, remembers them for as long as the run lives here, and waits for the
 * log only at a {@link #fence}. Safe for use by many threads.
 */
final class Journal {
    private final RunEvents log;
    private final InstantSource clock;
    private final RunListener listener;
    private final Run run;
    private final List<RecordedEvent> events = new ArrayList<>();
    private RunEvents.Ticket last = () -> 0;
    private RunEvents.Ticket mentioned = last;

    Journal(RunEvents log, InstantSource clock, Run run, RunListener listener) {
        this.log = log;
        this.clock = clock;
        this.run = run;
        this.listener = listener;
    }

    /** Registers the run with its first events. */
    synchronized void begin(Conversation conversation, RunEvent... first) {
        last = log.begin(conversation, run, remember(List.of(first)));
    }

    /** Goes on after events that are in the log already; nobody is told of them. */
    synchronized void follow(List<RecordedEvent> recorded) {
        events.addAll(recorded);
    }

    /** Goes on after the run's first events, which were stored when it was accepted. */
    synchronized void accepted(List<StampedEvent> first) {
        for (StampedEvent stamped : first) {
            note(stamped.at(), stamped.event());
        }
    }

    synchronized void add(RunEvent event) {
        add(List.of(event));
    }

    synchronized void add(List<RunEvent> more) {
        last = log.append(run.id(), run.epoch(), remember(more));
    }

    /**
     * Adds an event that nothing rests on: it is stored soon, before all later ones, and no fence waits for it alone.
     */
    synchronized void mention(RunEvent event) {
        mentioned = log.append(run.id(), run.epoch(), remember(List.of(event)));
        mentioned.hurry();
    }

    /** Waits until everything is committed, what was only mentioned as well. */
    void drain() {
        RunEvents.Ticket ticket;
        synchronized (this) {
            ticket = mentioned;
        }
        long ignored = ticket.seq();
        fence();
    }

    /** Waits until everything that was added is committed. */
    void fence() {
        RunEvents.Ticket ticket;
        synchronized (this) {
            ticket = last;
        }
        ticket.seq();
    }

    /** Whether the run's last event was added. */
    synchronized boolean isOver() {
        return !events.isEmpty() && events.getLast().event().type().isTerminal();
    }

    /** The number of the newest event, committed or not. */
    synchronized long seq() {
        return events.size();
    }

    synchronized List<RecordedEvent> events() {
        return List.copyOf(events);
    }

    private List<StampedEvent> remember(List<RunEvent> more) {
        Instant at = clock.instant();
        var stamped = new ArrayList<StampedEvent>(more.size());
        for (RunEvent event : more) {
            stamped.add(new StampedEvent(at, event));
            note(at, event);
        }
        return stamped;
    }

    private void note(Instant at, RunEvent event) {
        events.add(new RecordedEvent(run.id(), events.size() + 1, at, event));
        listener.event(run.id(), events.size(), event);
    }
}
