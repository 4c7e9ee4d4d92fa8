package io.hexagent.application.artifact;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.value.ArtifactId;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Opens the bytes of an artifact in one of its media types. */
public final class ReadArtifact {
    private final Artifacts artifacts;
    private final Blobs blobs;

    public ReadArtifact(Artifacts artifacts, Blobs blobs) {
        this.artifacts = artifacts;
        this.blobs = blobs;
    }

    /** @param mediaTypes acceptable media types, the best first; empty: the artifact's main one */
    public record Command(Principal principal, ArtifactId id, List<String> mediaTypes) {
        public Command {
            mediaTypes = List.copyOf(mediaTypes);
        }
    }

    public sealed interface Outcome {
        /** The caller closes the stream. */
        record Opened(Artifact artifact, Artifact.Rendition rendition, InputStream bytes) implements Outcome {}

        record Unknown(ArtifactId id) implements Outcome {}

        /** It is there, but in none of the media types. @param available the media types it has */
        record NotAvailable(ArtifactId id, List<String> available) implements Outcome {
            public NotAvailable {
                available = List.copyOf(available);
            }
        }
    }

    public Outcome handle(Command command) {
        Optional<Artifact> found = artifacts.find(command.principal().owner(), command.id());
        if (found.isEmpty()) {
            return new Outcome.Unknown(command.id());
        }
        Artifact artifact = found.get();
        Optional<Artifact.Rendition> rendition = command.mediaTypes().isEmpty()
                ? Optional.of(artifact.renditions().getFirst())
                : command.mediaTypes().stream()
                        .flatMap(mediaType -> artifact.rendition(mediaType).stream())
                        .findFirst();
        if (rendition.isEmpty()) {
            return new Outcome.NotAvailable(
                    command.id(),
                    artifact.renditions().stream()
                            .map(Artifact.Rendition::mediaType)
                            .toList());
        }
        return blobs.open(rendition.get().content())
                .<Outcome>map(bytes -> new Outcome.Opened(artifact, rendition.get(), bytes))
                .orElseGet(() -> new Outcome.Unknown(command.id()));
    }
}
