package io.hexagent.application.artifact;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.Artifacts;
import java.util.List;

/** Lists artifacts, newest first. */
public final class ListArtifacts {
    private final Artifacts artifacts;

    public ListArtifacts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    public record Command(Principal principal, int limit, int offset) {}

    public List<Artifact> handle(Command command) {
        return artifacts.list(command.principal().owner(), command.limit(), command.offset());
    }
}
