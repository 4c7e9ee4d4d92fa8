package io.hexagent.application.run;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.RunId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows a run with its steps, answer and artifacts. */
public final class InspectRun {
    private static final int PAGE = 1000;
    private static final int SHORTEST_PREFIX = 4;

    private final Runs runs;
    private final RunEvents log;
    private final Artifacts artifacts;

    public InspectRun(Runs runs, RunEvents log, Artifacts artifacts) {
        this.runs = runs;
        this.log = log;
        this.artifacts = artifacts;
    }

    /** @param id the run's id, or the start of it (4 characters or more) when only one run has it */
    public record Command(Principal principal, RunId id) {
        public Command(RunId id) {
            this(Principal.LOCAL, id);
        }
    }

    public sealed interface Outcome {
        record Found(RunReport report) implements Outcome {}

        record Unknown(RunId id) implements Outcome {}
    }

    public Outcome handle(Command command) {
        var owner = command.principal().owner();
        Optional<Run> run = runs.find(owner, command.id());
        if (run.isEmpty() && command.id().value().length() >= SHORTEST_PREFIX) {
            run = runs.findByPrefix(owner, command.id().value());
        }
        return run.<Outcome>map(found -> new Outcome.Found(report(owner, found)))
                .orElseGet(() -> new Outcome.Unknown(command.id()));
    }

    private RunReport report(OwnerId owner, Run run) {
        List<RecordedEvent> events = events(run.id());
        RunReport report = RunReport.of(run, events, artifacts.ofRun(owner, run.id()));
        boolean hasChildren = events.stream().anyMatch(recorded -> recorded.event() instanceof RunEvent.ChildRun);
        return hasChildren
                ? report.with(runs.children(owner, run.id()).stream()
                        .map(child -> report(owner, child))
                        .toList())
                : report;
    }

    private List<RecordedEvent> events(RunId id) {
        var events = new ArrayList<RecordedEvent>();
        long after = 0;
        List<RecordedEvent> page;
        do {
            page = log.read(id, after, PAGE);
            events.addAll(page);
            after = page.isEmpty() ? after : page.getLast().seq();
        } while (page.size() == PAGE);
        return events;
    }
}
