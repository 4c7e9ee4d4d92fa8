package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.language.ModelName;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunStatus;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs in Postgres, for reading and removing. Safe for use by many threads. */
final class PostgresRuns implements Runs {
    /** Stands after every text that starts with what is before it. */
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private final RunRows rows;
    private final EventRows events;
    private final CheckpointRows checkpoints;
    private final ArtifactRows artifacts;
    private final BlobReferences references;
    private final TransactionOperations<Connection> transactions;
    private final Json json;

    PostgresRuns(
            RunRows rows,
            EventRows events,
            CheckpointRows checkpoints,
            ArtifactRows artifacts,
            BlobReferences references,
            TransactionOperations<Connection> transactions,
            Json json) {
        this.rows = rows;
        this.events = events;
        this.checkpoints = checkpoints;
        this.artifacts = artifacts;
        this.references = references;
        this.transactions = transactions;
        this.json = json;
    }

    @Override
    public Optional<Run> find(OwnerId owner, RunId id) {
        return Calls.of(() -> rows.find(owner.value(), id.value())).map(this::run);
    }

    @Override
    public Optional<Run> findByPrefix(OwnerId owner, String prefix) {
        if (!Searchable.is(prefix)) {
            return Optional.empty();
        }
        List<RunRow> found = Calls.of(() -> rows.firstTwoBetween(owner.value(), prefix, prefix + LAST_CHARACTER));
        return found.size() == 1 ? Optional.of(run(found.getFirst())) : Optional.empty();
    }

    @Override
    public Page list(OwnerId owner, Query query) {
        String status = query.status().map(RunStatus::wire).orElse("");
        String conversation = query.conversation().map(ConversationId::value).orElse("");
        return Calls.of(() -> new Page(
                rows.list(owner.value(), status, conversation, query.limit(), query.offset()).stream()
                        .map(this::run)
                        .toList(),
                rows.count(owner.value(), status, conversation)));
    }

    @Override
    public Deletion delete(OwnerId owner, RunId id) {
        return Calls.of(() -> transactions.executeWrite(status -> deleteInTransaction(owner, id)));
    }

    private Deletion deleteInTransaction(OwnerId owner, RunId id) {
        if (rows.deleteEnded(owner.value(), id.value()) == 0) {
            return rows.find(owner.value(), id.value()).isPresent() ? Deletion.LIVE : Deletion.UNKNOWN;
        }
        List<ContentHash> contents = artifacts.ofRun(owner.value(), id.value()).stream()
                .flatMap(artifact -> artifact.contents().stream())
                .map(ContentHash::new)
                .toList();
        events.deleteOf(id.value());
        checkpoints.deleteById(id.value());
        artifacts.deleteOf(owner.value(), id.value());
        references.release(contents);
        return Deletion.DELETED;
    }

    @Override
    public List<Run> ofConversation(OwnerId owner, ConversationId conversation, long fromOrdinal, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Run> before(OwnerId owner, ConversationId conversation, long ordinal, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int prune(Instant endedBefore, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forgetRequests(Instant before) {
        throw new UnsupportedOperationException();
    }

    private Run run(RunRow row) {
        var state = new StateColumns(
                row.status(),
                row.worker(),
                row.request(),
                row.outcome(),
                row.errorCode(),
                row.errorMessage(),
                row.completedAt());
        int slash = row.model().indexOf('/');
        return new Run(
                new RunId(row.id()),
                new OwnerId(row.owner()),
                new ConversationId(row.conversation()),
                new AgentName(row.agent()),
                new ModelName(row.model().substring(0, slash), row.model().substring(slash + 1)),
                row.query(),
                datasets(row.datasets()),
                state.state(),
                new TokenUsage(row.inputTokens(), row.outputTokens()),
                row.epoch(),
                row.attempt(),
                row.createdAt());
    }

    private List<DatasetId> datasets(String text) {
        return json.read(text) instanceof Value.Items items
                ? items.items().stream()
                        .map(Value::toString)
                        .map(DatasetId::new)
                        .toList()
                : List.of();
    }
}
