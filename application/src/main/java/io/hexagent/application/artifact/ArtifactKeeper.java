package io.hexagent.application.artifact;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.RunId;
import java.io.ByteArrayInputStream;
import java.time.InstantSource;
import java.util.ArrayList;

/** Keeps what tools made. Safe for use by many threads. */
public final class ArtifactKeeper {
    private final Artifacts artifacts;
    private final Blobs blobs;
    private final IdSource ids;
    private final InstantSource clock;

    public ArtifactKeeper(Artifacts artifacts, Blobs blobs, IdSource ids, InstantSource clock) {
        this.artifacts = artifacts;
        this.blobs = blobs;
        this.ids = ids;
        this.clock = clock;
    }

    /** Stores the draft's bytes and the artifact. */
    public Artifact keep(OwnerId owner, RunId run, ConversationId conversation, ArtifactDraft draft) {
        var renditions = new ArrayList<Artifact.Rendition>();
        for (ArtifactDraft.Rendition rendition : draft.renditions()) {
            Blobs.Kept kept = blobs.put(new ByteArrayInputStream(rendition.bytes()), Long.MAX_VALUE);
            renditions.add(new Artifact.Rendition(rendition.mediaType(), kept.hash(), kept.bytes()));
        }
        var artifact = new Artifact(
                new ArtifactId(ids.next()),
                owner,
                run,
                conversation,
                draft.kind(),
                draft.title(),
                renditions,
                clock.instant());
        artifacts.add(artifact);
        return artifact;
    }
}
