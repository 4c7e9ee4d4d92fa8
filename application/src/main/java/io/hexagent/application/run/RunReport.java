package io.hexagent.application.run;

import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run with what is read from its events.
 *
 * @param answer what the agent answered; empty while there is no answer
 * @param plan the steps it followed; derived from the tool calls when the model does not state them
 * @param assumptions what it took for granted
 * @param request what the run waits for; empty unless it waits for a person
 * @param table the table of the last tool result that has one; a chart's, which may be cut to what can be drawn, only
 *     when there is no other
 * @param artifacts what it and its sub-agents made
 * @param children what its sub-agents did, oldest first, where that was asked for
 */
public record RunReport(
        Run run,
        List<Step> steps,
        Optional<String> answer,
        Optional<RunEvent.InputRequested> request,
        List<String> plan,
        List<String> assumptions,
        Optional<Table> table,
        List<Artifact> artifacts,
        List<RunReport> children) {
    public RunReport {
        steps = List.copyOf(steps);
        plan = List.copyOf(plan);
        assumptions = List.copyOf(assumptions);
        artifacts = List.copyOf(artifacts);
        children = List.copyOf(children);
    }

    /** The same with what the run's sub-agents did, oldest first; what they made is listed with what it made. */
    RunReport with(List<RunReport> below) {
        var all = new ArrayList<>(artifacts);
        below.forEach(child ->
                child.artifacts().stream().filter(made -> !all.contains(made)).forEach(all::add));
        return new RunReport(run, steps, answer, request, plan, assumptions, table, all, below);
    }

    /** @param events all events of the run, in order */
    static RunReport of(Run run, List<RecordedEvent> events, List<Artifact> artifacts) {
        Optional<RunEvent.AgentResponse> response = Optional.empty();
        Optional<RunEvent.InputRequested> request = Optional.empty();
        Optional<Table> table = Optional.empty();
        var thoughts = new ArrayList<String>();
        for (RecordedEvent recorded : events) {
            if (recorded.event() instanceof RunEvent.AgentResponse found) {
                response = Optional.of(found);
            } else if (recorded.event() instanceof RunEvent.ToolReturned returned) {
                Optional<Table> made = returned.result().fields("table").map(Table::of);
                boolean isDrawn = !returned.artifacts().isEmpty();
                table = made.isPresent() && !(isDrawn && table.isPresent()) ? made : table;
            } else if (recorded.event() instanceof RunEvent.AgentThought thought) {
                thoughts.add(thought.content());
            } else if (recorded.event() instanceof RunEvent.InputRequested found) {
                request = Optional.of(found);
            }
        }
        List<String> plan = response.map(RunEvent.AgentResponse::plan)
                .filter(stated -> !stated.isEmpty())
                .orElse(thoughts);
        return new RunReport(
                run,
                Step.of(events),
                response.map(RunEvent.AgentResponse::content),
                request.filter(asked -> run.state() instanceof RunState.AwaitingInput waiting
                        && waiting.requestId().equals(asked.request())),
                plan,
                response.map(RunEvent.AgentResponse::assumptions).orElse(List.of()),
                table,
                artifacts,
                List.of());
    }
}
