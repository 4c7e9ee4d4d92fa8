package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Artifacts in memory. Safe for use by many threads. */
final class MemoryArtifacts implements Artifacts {
    private static final Comparator<Artifact> OLDEST_FIRST = Comparator.comparing(Artifact::createdAt)
            .thenComparing(artifact -> artifact.id().value());

    private final Map<ArtifactId, Artifact> artifacts = new LinkedHashMap<>();
    private final MemoryBlobs blobs;

    MemoryArtifacts(MemoryBlobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public synchronized void add(Artifact artifact) {
        if (artifacts.containsKey(artifact.id())) {
            throw new IllegalStateException("artifact " + artifact.id() + " exists already");
        }
        var cleaned = new Artifact(
                artifact.id(),
                artifact.owner(),
                artifact.run(),
                artifact.conversation(),
                artifact.kind(),
                Clean.text(artifact.title()),
                artifact.renditions(),
                artifact.createdAt());
        blobs.refer(contents(artifact), () -> artifacts.put(artifact.id(), cleaned));
    }

    @Override
    public synchronized Optional<Artifact> find(OwnerId owner, ArtifactId id) {
        return Optional.ofNullable(artifacts.get(id))
                .filter(artifact -> artifact.owner().equals(owner));
    }

    @Override
    public synchronized List<Artifact> ofRun(OwnerId owner, RunId run) {
        return of(owner)
                .filter(artifact -> artifact.run().equals(run))
                .sorted(OLDEST_FIRST)
                .toList();
    }

    @Override
    public synchronized List<Artifact> ofConversation(
            OwnerId owner, ConversationId conversation, int limit, int offset) {
        return of(owner)
                .filter(artifact -> artifact.conversation().equals(conversation))
                .sorted(OLDEST_FIRST.reversed())
                .skip(offset)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Artifact> list(OwnerId owner, int limit, int offset) {
        return of(owner)
                .sorted(OLDEST_FIRST.reversed())
                .skip(offset)
                .limit(limit)
                .toList();
    }

    /** Removes all that a run made. */
    synchronized void deleteOf(OwnerId owner, RunId run) {
        for (Artifact artifact : ofRun(owner, run)) {
            artifacts.remove(artifact.id());
            blobs.release(contents(artifact));
        }
    }

    private Stream<Artifact> of(OwnerId owner) {
        return artifacts.values().stream().filter(artifact -> artifact.owner().equals(owner));
    }

    private static List<ContentHash> contents(Artifact artifact) {
        return artifact.renditions().stream().map(Artifact.Rendition::content).toList();
    }
}
