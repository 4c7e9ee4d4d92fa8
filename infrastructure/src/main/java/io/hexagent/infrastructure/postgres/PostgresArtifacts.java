package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Artifacts in Postgres. Safe for use by many threads. */
final class PostgresArtifacts implements Artifacts {
    private final ArtifactRows rows;
    private final BlobReferences references;
    private final TransactionOperations<Connection> transactions;
    private final Json json;

    PostgresArtifacts(
            ArtifactRows rows, BlobReferences references, TransactionOperations<Connection> transactions, Json json) {
        this.rows = rows;
        this.references = references;
        this.transactions = transactions;
        this.json = json;
    }

    @Override
    public void add(Artifact artifact) {
        List<ContentHash> contents =
                artifact.renditions().stream().map(Artifact.Rendition::content).toList();
        var row = new ArtifactRow(
                artifact.id().value(),
                artifact.owner().value(),
                artifact.run().value(),
                artifact.conversation().value(),
                artifact.kind().wire(),
                Clean.text(artifact.title()),
                json.write(renditions(artifact.renditions())),
                contents.stream().map(ContentHash::hex).toList(),
                artifact.createdAt());
        boolean ignored = Calls.adding(
                transactions,
                connection -> {
                    references.refer(contents);
                    rows.save(row);
                    return true;
                },
                true);
    }

    @Override
    public Optional<Artifact> find(OwnerId owner, ArtifactId id) {
        if (!Searchable.is(id.value())) {
            return Optional.empty();
        }
        return Calls.of(() -> rows.find(owner.value(), id.value())).map(this::artifact);
    }

    @Override
    public List<Artifact> ofRun(OwnerId owner, RunId run) {
        return artifacts(Calls.of(() -> rows.ofRun(owner.value(), run.value())));
    }

    @Override
    public List<Artifact> ofConversation(OwnerId owner, ConversationId conversation, int limit, int offset) {
        return artifacts(
                Calls.of(() -> rows.ofConversation(owner.value(), Clean.text(conversation.value()), limit, offset)));
    }

    @Override
    public List<Artifact> list(OwnerId owner, int limit, int offset) {
        return artifacts(Calls.of(() -> rows.list(owner.value(), limit, offset)));
    }

    private List<Artifact> artifacts(List<ArtifactRow> found) {
        return found.stream().map(this::artifact).toList();
    }

    private Artifact artifact(ArtifactRow row) {
        return new Artifact(
                new ArtifactId(row.id()),
                new OwnerId(row.owner()),
                new RunId(row.runId()),
                new ConversationId(row.conversation()),
                ArtifactKind.ofWire(row.kind()),
                row.title(),
                renditions(json.read(row.renditions())),
                row.createdAt());
    }

    private static Value renditions(List<Artifact.Rendition> renditions) {
        return Value.items(renditions.stream()
                .map(rendition -> Value.fields()
                        .put("media_type", rendition.mediaType())
                        .put("content", rendition.content().hex())
                        .put("bytes", rendition.bytes())
                        .build())
                .toList());
    }

    private static List<Artifact.Rendition> renditions(Value stored) {
        var renditions = new ArrayList<Artifact.Rendition>();
        if (stored instanceof Value.Items items) {
            for (Value item : items.items()) {
                if (item instanceof Value.Fields fields) {
                    renditions.add(new Artifact.Rendition(
                            fields.text("media_type").orElseThrow(),
                            new ContentHash(fields.text("content").orElseThrow()),
                            fields.number("bytes").orElseThrow().longValue()));
                }
            }
        }
        return renditions;
    }
}
