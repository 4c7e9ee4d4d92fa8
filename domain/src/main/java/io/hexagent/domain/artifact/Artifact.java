package io.hexagent.domain.artifact;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A chart, table or file that a run made.
 *
 * @param renditions where its bytes are, the main media type first
 */
public record Artifact(
        ArtifactId id,
        OwnerId owner,
        RunId run,
        ConversationId conversation,
        ArtifactKind kind,
        String title,
        List<Rendition> renditions,
        Instant createdAt) {
    public static final String VEGA_LITE = "application/vnd.vegalite.v5+json";
    public static final String PNG = "image/png";
    public static final String SVG = "image/svg+xml";
    public static final String CSV = "text/csv";

    public Artifact {
        renditions = List.copyOf(renditions);
        if (renditions.isEmpty()) {
            throw new IllegalArgumentException("an artifact has at least one rendition");
        }
    }

    /** One media type's bytes, kept in {@link Blobs}. */
    public record Rendition(String mediaType, ContentHash content, long bytes) {}

    /** The main media type. */
    public String mediaType() {
        return renditions.getFirst().mediaType();
    }

    public Optional<Rendition> rendition(String mediaType) {
        return renditions.stream()
                .filter(rendition -> rendition.mediaType().equals(mediaType))
                .findFirst();
    }
}
