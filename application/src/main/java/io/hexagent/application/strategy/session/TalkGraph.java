package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.session.Work.Id;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.GraphDefinition;
import org.bsc.langgraph4j.GraphInput;
import org.bsc.langgraph4j.GraphRepresentation;
import org.bsc.langgraph4j.GraphRunnerException;
import org.bsc.langgraph4j.GraphStateException;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.action.AsyncEdgeAction;
import org.bsc.langgraph4j.action.AsyncNodeActionWithConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.bsc.langgraph4j.serializer.StateSerializer;
import org.bsc.langgraph4j.state.AgentState;

/**
 * A LangGraph4j graph over {@link Talk}: the only place of this room that sees LangGraph4j. A graph that was left at a
 * pause is resumed from the stored session, which is its checkpoint: nothing else is kept of it. Safe for use by many
 * threads.
 */
final class TalkGraph {
    private static final String TALK = "talk";
    private static final String WORK = "work";
    private static final String RESUMED = "resumed";

    private final CompiledGraph<State> compiled;

    private TalkGraph(CompiledGraph<State> compiled) {
        this.compiled = compiled;
    }

    /** LangGraph4j's state: one entry. */
    private static final class State extends AgentState {
        State(Map<String, Object> entries) {
            super(entries);
        }

        Talk talk() {
            return this.<Talk>value(TALK).orElseThrow(() -> new IllegalStateException("the graph has no state"));
        }
    }

    /**
     * Runs the graph on the calling thread, to its end or to its pause. Exceptions of nodes come out as they were
     * thrown.
     *
     * @param at the pause that it goes on from; empty: from the start
     * @throws java.util.concurrent.CancellationException when the work was stopped
     */
    Talk run(Talk talk, Work work, Optional<Id> at) {
        var config = RunnableConfig.builder()
                .threadId(work.session().key().toString())
                .putMetadata(WORK, work);
        at.ifPresent(pause -> config.putMetadata(RESUMED, new Resumed(pause, talk)));
        GraphInput input = at.isPresent() ? GraphInput.resume() : GraphInput.args(Map.of(TALK, talk));
        try {
            Talk last = talk;
            for (var output : compiled.stream(input, config.build())) {
                last = output.state().talk();
            }
            return last;
        } catch (RuntimeException wrapped) {
            throw unwrapped(wrapped);
        }
    }

    /** The graph as a Mermaid drawing. */
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

    private record Resumed(Id pause, Talk talk) {}

    /** Gives back what the caller took from the stored session, and keeps nothing. */
    private static final class Saver implements BaseCheckpointSaver {
        @Override
        public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) {
            return config;
        }

        @Override
        public Optional<Checkpoint> get(RunnableConfig config) {
            return config.metadata(RESUMED)
                    .map(Resumed.class::cast)
                    .map(resumed -> Checkpoint.builder()
                            .nodeId(Id.RESPOND.wire())
                            .nextNodeId(resumed.pause().wire())
                            .state(Map.<String, Object>of(TALK, resumed.talk()))
                            .build());
        }

        @Override
        public Collection<Checkpoint> list(RunnableConfig config) {
            return get(config).map(List::of).orElseGet(List::of);
        }

        @Override
        public Tag release(RunnableConfig config) {
            return new Tag(threadId(config), List.of());
        }
    }

    /** A talk is immutable, and never leaves the process as LangGraph4j's state. */
    private static final class Shared extends StateSerializer<State> {
        Shared() {
            super(State::new);
        }

        @Override
        public State cloneObject(State state) {
            return state;
        }

        @Override
        public void writeData(Map<String, Object> entries, ObjectOutput out) throws IOException {
            throw new IOException("a talk is not serialized");
        }

        @Override
        public Map<String, Object> readData(ObjectInput in) throws IOException {
            throw new IOException("a talk is not serialized");
        }
    }

    static Builder builder() {
        return new Builder();
    }

    /** Declares a graph, one node or edge a line. */
    static final class Builder {
        private final StateGraph<State> graph = new StateGraph<>(Map.of(), new Shared());

        private Builder() {}

        Builder node(Id id, TalkNode node) {
            AsyncNodeActionWithConfig<State> action = (state, config) -> {
                Work work = (Work) config.metadata(WORK)
                        .orElseThrow(() -> new IllegalStateException("the graph was run without work"));
                work.check();
                Talk next = node.apply(state.talk(), work);
                return CompletableFuture.completedFuture(Map.<String, Object>of(TALK, next));
            };
            return declared(() -> graph.addNode(id.wire(), action));
        }

        Builder start(Id to) {
            return declared(() -> graph.addEdge(GraphDefinition.START, to.wire()));
        }

        Builder edge(Id from, Id to) {
            return declared(() -> graph.addEdge(from.wire(), to.wire()));
        }

        /** @param choice empty: the end */
        Builder route(Id from, Function<Talk, Optional<Id>> choice, EnumSet<Id> targets, boolean mayEnd) {
            var names = new TreeMap<String, String>();
            targets.forEach(target -> names.put(target.wire(), target.wire()));
            if (mayEnd) {
                names.put(GraphDefinition.END, GraphDefinition.END);
            }
            AsyncEdgeAction<State> action = state -> CompletableFuture.completedFuture(
                    choice.apply(state.talk()).map(Id::wire).orElse(GraphDefinition.END));
            return declared(() -> graph.addConditionalEdges(from.wire(), action, names));
        }

        /** @param pause before it the graph is left, to be resumed with the next message */
        TalkGraph build(Id pause) {
            try {
                return new TalkGraph(graph.compile(CompileConfig.builder()
                        .checkpointSaver(new Saver())
                        .interruptsBefore(List.of(pause.wire()))
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

        private interface Declaration {
            Object make() throws GraphStateException;
        }
    }
}
