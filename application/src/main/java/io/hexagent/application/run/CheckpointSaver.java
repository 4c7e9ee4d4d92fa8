package io.hexagent.application.run;

import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.value.RunId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.BaseCheckpointSaver;
import org.bsc.langgraph4j.checkpoint.Checkpoint;

/** LangGraph4j's saver over the port {@link Checkpoints}: one checkpoint for each run, the newest. */
final class CheckpointSaver implements BaseCheckpointSaver {
    private final Checkpoints checkpoints;
    private final WorkingJson json;

    CheckpointSaver(Checkpoints checkpoints, WorkingJson json) {
        this.checkpoints = checkpoints;
        this.json = json;
    }

    @Override
    public RunnableConfig put(RunnableConfig config, Checkpoint checkpoint) {
        Working working = working(checkpoint.getState());
        // Once a turn is enough, when its calls have their results: what comes after is read from the log.
        // A run that has not begun or is over has nothing to go on from.
        if (working.turns() == 0 || !working.pending().isEmpty() || working.isOver()) {
            return config;
        }
        session(config)
                .ifPresent(session -> checkpoints.put(new io.hexagent.domain.run.Checkpoint(
                        session.run.id(),
                        session.journal.seq(),
                        checkpoint.getNodeId(),
                        checkpoint.getNextNodeId(),
                        json.write(working))));
        return config;
    }

    @Override
    public Optional<Checkpoint> get(RunnableConfig config) {
        // A run that starts in this process has no checkpoint yet: asking the store would cost a round trip each.
        if (session(config).isPresent()) {
            return Optional.empty();
        }
        return checkpoints
                .find(new RunId(threadId(config)))
                .map(found -> Checkpoint.builder()
                        .nodeId(found.node())
                        .nextNodeId(found.next())
                        .state(Map.<String, Object>of(WorkingGraph.WORKING, json.read(found.state())))
                        .build());
    }

    @Override
    public Collection<Checkpoint> list(RunnableConfig config) {
        return get(config).map(List::of).orElseGet(List::of);
    }

    @Override
    public Tag release(RunnableConfig config) {
        checkpoints.forget(new RunId(threadId(config)));
        return new Tag(threadId(config), List.of());
    }

    private static Optional<Session> session(RunnableConfig config) {
        return config.metadata(WorkingGraph.SESSION).map(Session.class::cast);
    }

    private static Working working(Map<String, Object> entries) {
        return new WorkingGraph.State(entries).working();
    }
}
