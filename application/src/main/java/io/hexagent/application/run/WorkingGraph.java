package io.hexagent.application.run;

import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.value.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphRepresentation;
import org.bsc.langgraph4j.GraphRunnerException;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.action.AsyncEdgeAction;
import org.bsc.langgraph4j.action.AsyncNodeActionWithConfig;
import org.bsc.langgraph4j.state.AgentState;

/**
 * A LangGraph4j graph over one typed record: the only place that sees LangGraph4j's map of objects. A run's session
 * travels in the configuration of the call, so that one compiled graph serves all runs.
 */
final class WorkingGraph {
    static final String WORKING = "working";
    static final String SESSION = "session";

    private final CompiledGraph<State> compiled;

    private WorkingGraph(CompiledGraph<State> compiled) {
        this.compiled = compiled;
    }

    /** LangGraph4j's state: one entry. */
    static final class State extends AgentState {
        State(Map<String, Object> entries) {
            super(entries);
        }

        Working working() {
            return this.<Working>value(WORKING).orElseThrow(() -> new IllegalStateException("the graph has no state"));
        }
    }

    /**
     * Runs the graph on the calling thread, to its end or to a pause. Exceptions of nodes come out as they were thrown.
     *
     * @throws CancellationException when the session was stopped between nodes, and the run is not over
     */
    Working run(Working start, Session session) {
        var config = RunnableConfig.builder()
                .threadId(session.run.id().value())
                .putMetadata(SESSION, session)
                .build();
        try {
            Working last = start;
            for (var output : compiled.stream(GraphInput.args(Map.of(WORKING, start)), config)) {
                last = output.state().working();
            }
            return last;
        } catch (RuntimeException wrapped) {
            throw unwrapped(wrapped);
        }
    }

    String drawing(String title) {
        return compiled.getGraph(GraphRepresentation.Type.MERMAID, title, false)
                .content()
                .lines()
                .filter(line -> !line.contains("%%"))
                .collect(Collectors.joining("\n"));
    }

    private static RuntimeException unwrapped(Throwable wrapped) {
        Throwable problem = wrapped;
        while ((problem instanceof CompletionException
                        || problem instanceof ExecutionException
                        || problem instanceof GraphRunnerException)
                && problem.getCause() != null) {
            problem = problem.getCause();
        }
        return problem instanceof RuntimeException plain
                ? plain
                : new IllegalStateException("the graph failed", problem);
    }

    static Builder builder(Checkpoints checkpoints, Json json) {
        return new Builder(
                new StateJson(new WorkingJson(json)), new CheckpointSaver(checkpoints, new WorkingJson(json)));
    }

    /** Declares a graph, one node or edge a line. */
    static final class Builder {
        private final StateGraph<State> graph;
        private final CheckpointSaver saver;
        private final List<String> pauses = new ArrayList<>();

        private Builder(StateJson serializer, CheckpointSaver saver) {
            this.graph = new StateGraph<>(Map.of(), serializer);
            this.saver = saver;
        }

        Builder node(Enum<?> id, Node node) {
            AsyncNodeActionWithConfig<State> action = (state, config) -> {
                Session session = (Session) config.metadata(SESSION)
                        .orElseThrow(() -> new IllegalStateException("the graph was run without a session"));
                Working working = state.working();
                if (session.isStopping() && !working.isOver()) {
                    throw new CancellationException("the run was stopped");
                }
                Working next = node.apply(working, session);
                session.reached(next);
                return CompletableFuture.completedFuture(Map.<String, Object>of(WORKING, next));
            };
            return declared(() -> graph.addNode(name(id), action));
        }

        /** A place where the graph is left, to be run again once there is something to go on with. */
        Builder pause(Enum<?> id) {
            pauses.add(name(id));
            return node(id, (working, session) -> working);
        }

        Builder edge(Enum<?> from, Enum<?> to) {
            return declared(() -> graph.addEdge(name(from), name(to)));
        }

        Builder edge(Enum<?> from, String to) {
            return declared(() -> graph.addEdge(name(from), to));
        }

        <I extends Enum<I>> Builder route(Enum<?> from, Function<Working, I> choice, Set<I> targets) {
            return route(name(from), choice, targets);
        }

        <I extends Enum<I>> Builder route(String from, Function<Working, I> choice, Set<I> targets) {
            var names = new TreeMap<String, String>();
            targets.forEach(target -> names.put(name(target), name(target)));
            AsyncEdgeAction<State> action =
                    state -> CompletableFuture.completedFuture(name(choice.apply(state.working())));
            return declared(() -> graph.addConditionalEdges(from, action, names));
        }

        WorkingGraph build() {
            try {
                return new WorkingGraph(graph.compile(CompileConfig.builder()
                        .checkpointSaver(saver)
                        .interruptsBefore(pauses)
                        .recursionLimit(Integer.MAX_VALUE)
                        .build()));
            } catch (GraphStateException wrong) {
                throw new IllegalStateException("the graph is declared wrongly", wrong);
            }
        }

        private Builder declared(Declaration declaration) {
            try {
                declaration.make();
                return this;
            } catch (GraphStateException wrong) {
                throw new IllegalStateException("the graph is declared wrongly", wrong);
            }
        }

        private static String name(Enum<?> id) {
            return id.name().toLowerCase(Locale.ROOT);
        }

        private interface Declaration {
            Object make() throws GraphStateException;
        }
    }
}
