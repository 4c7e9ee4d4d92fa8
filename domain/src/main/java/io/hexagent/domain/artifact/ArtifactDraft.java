package io.hexagent.domain.artifact;

import java.util.List;

/**
 * What a tool made, before it is kept.
 *
 * @param title what a person calls it, one line
 * @param renditions the same thing in one or more media types, the main one first
 */
public record ArtifactDraft(ArtifactKind kind, String title, List<Rendition> renditions) {
    public ArtifactDraft {
        renditions = List.copyOf(renditions);
        if (renditions.isEmpty()) {
            throw new IllegalArgumentException("an artifact has at least one rendition");
        }
    }

    /** The bytes of one media type. */
    public static final class Rendition {
        private final String mediaType;
        private final byte[] bytes;

        public Rendition(String mediaType, byte[] bytes) {
            this.mediaType = mediaType;
            this.bytes = bytes.clone();
        }

        public String mediaType() {
            return mediaType;
        }

        /** A copy of the bytes. */
        public byte[] bytes() {
            return bytes.clone();
        }
    }
}
