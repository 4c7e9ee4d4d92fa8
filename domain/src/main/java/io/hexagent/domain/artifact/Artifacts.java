package io.hexagent.domain.artifact;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ArtifactId;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.util.List;
import java.util.Optional;

/** The artifacts of all runs. Implementations are safe for use by many threads. */
public interface Artifacts {
    void add(Artifact artifact);

    Optional<Artifact> find(OwnerId owner, ArtifactId id);

    /** The artifacts of one run, oldest first. */
    List<Artifact> ofRun(OwnerId owner, RunId run);

    /** The artifacts of a conversation's runs, newest first. */
    List<Artifact> ofConversation(OwnerId owner, ConversationId conversation, int limit, int offset);

    /** The owner's artifacts, newest first. */
    List<Artifact> list(OwnerId owner, int limit, int offset);
}
