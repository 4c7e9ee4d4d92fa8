package io.hexagent.application.run;

import static org.bsc.langgraph4j.GraphDefinition.END;
import static org.bsc.langgraph4j.GraphDefinition.START;

import io.hexagent.application.artifact.ArtifactKeeper;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.value.Json;
import java.time.InstantSource;
import java.util.Map;

/** The graph that answers a question: ask the model, call the tools it wants, ask again, conclude. */
public final class AnswerGraph {
    /** The nodes' ids. */
    enum Id {
        ASK_MODEL,
        CALL_TOOLS,
        CONCLUDE
    }

    private final WorkingGraph graph;

    public AnswerGraph(
            ToolRunner runner, ArtifactKeeper keeper, Checkpoints checkpoints, Json json, InstantSource clock) {
        this.graph = WorkingGraph.builder(checkpoints, json)
                .node(Id.ASK_MODEL, new AskModel(runner, clock))
                .node(Id.CALL_TOOLS, new CallTools(runner, keeper))
                .node(Id.CONCLUDE, new Conclude())
                .edge(START, Id.ASK_MODEL)
                .route(Id.ASK_MODEL, AnswerGraph::afterReply, Map.of("calls", Id.CALL_TOOLS, "over", Id.CONCLUDE))
                .route(Id.CALL_TOOLS, AnswerGraph::afterTools, Map.of("again", Id.ASK_MODEL, "over", Id.CONCLUDE))
                .edge(Id.CONCLUDE, END)
                .build();
    }

    private static String afterReply(Working working) {
        return working.isOver() ? "over" : "calls";
    }

    private static String afterTools(Working working) {
        return working.isOver() ? "over" : "again";
    }

    /** Works on the run until it ends. */
    Working run(Session session) {
        return graph.run(Working.start(session.run.id()), session);
    }

    /** The graph as a Mermaid drawing. */
    public String drawing() {
        return graph.drawing("AnswerGraph");
    }
}
