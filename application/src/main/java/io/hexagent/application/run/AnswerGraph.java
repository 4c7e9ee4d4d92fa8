package io.hexagent.application.run;

import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;

import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * The graph that answers a question: ask the model, call the tools it wants, ask again, conclude. A run that was taken
 * up goes on where its log ends; one that needs a person stops before {@code await_input}, and no thread waits.
 */
public final class AnswerGraph {
    /** The nodes' ids. */
    enum Id {
        ASK_MODEL,
        CALL_TOOLS,
        AWAIT_INPUT,
        CONCLUDE
    }

    private final WorkingGraph graph;

    public AnswerGraph(
            ToolRunner runner,
            ArtifactKeeper keeper,
            Checkpoints checkpoints,
            Json json,
            IdSource ids,
            InstantSource clock,
            ChildRuns children) {
        this.graph = WorkingGraph.builder(checkpoints, json)
                .node(Id.ASK_MODEL, new AskModel(runner, clock))
                .node(Id.CALL_TOOLS, new CallTools(runner, keeper, json, ids, clock, children))
                .pause(Id.AWAIT_INPUT)
                .node(Id.CONCLUDE, new Conclude())
                .route(START, AnswerGraph::next, targets(Id.ASK_MODEL, Id.CALL_TOOLS, Id.AWAIT_INPUT, Id.CONCLUDE))
                .route(Id.ASK_MODEL, AnswerGraph::next, targets(Id.CALL_TOOLS, Id.CONCLUDE))
                .route(Id.CALL_TOOLS, AnswerGraph::next, targets(Id.ASK_MODEL, Id.AWAIT_INPUT, Id.CONCLUDE))
                .edge(Id.AWAIT_INPUT, Id.CALL_TOOLS)
                .edge(Id.CONCLUDE, END)
                .build();
    }

    private static Id next(Working working) {
        if (working.isOver()) {
            return Id.CONCLUDE;
        }
        if (working.isWaiting()) {
            return Id.AWAIT_INPUT;
        }
        return working.pending().isEmpty() ? Id.ASK_MODEL : Id.CALL_TOOLS;
    }

    private static Set<Id> targets(Id... ids) {
        return EnumSet.copyOf(Arrays.asList(ids));
    }

    /**
     * Works on the run, from where its session stands, until it ends or waits for a person.
     *
     * @throws TurnFailed when the model failed and the run may be tried again
     * @throws java.util.concurrent.CancellationException when the session was stopped
     * @throws io.hexagent.domain.run.RunEvents.Fenced when another process holds the run
     * @throws io.hexagent.domain.run.RunEvents.LogUnavailable when a step could not be stored
     */
    Working run(Session session) {
        return graph.run(session.working(), session);
    }

    /** The graph as a Mermaid drawing. */
    public String drawing() {
        return graph.drawing("AnswerGraph");
    }
}
