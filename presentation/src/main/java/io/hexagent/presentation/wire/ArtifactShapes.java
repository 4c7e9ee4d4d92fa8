package io.hexagent.presentation.wire;

import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.value.Value;

/** Artifacts. */
public final class ArtifactShapes {
    private ArtifactShapes() {}

    /** {@code {id, run_id, thread_id, kind, title, media_type, media_types, url, created_at}}. */
    public static Value.Fields artifact(Artifact artifact) {
        return Value.fields()
                .put("id", artifact.id().value())
                .put("run_id", artifact.run().value())
                .put("thread_id", artifact.conversation().value())
                .put("kind", artifact.kind().wire())
                .put("title", artifact.title())
                .put("media_type", artifact.mediaType())
                .put(
                        "media_types",
                        Value.texts(artifact.renditions().stream()
                                .map(Artifact.Rendition::mediaType)
                                .toList()))
                .put("url", "/api/artifacts/" + artifact.id())
                .put("created_at", artifact.createdAt().toString())
                .build();
    }
}
