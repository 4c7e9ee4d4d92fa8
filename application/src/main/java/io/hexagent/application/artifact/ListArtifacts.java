package io.hexagent.application.artifact;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.value.ConversationId;
import java.util.List;
import java.util.Optional;

/** Lists artifacts, newest first. */
public final class ListArtifacts {
    private final Artifacts artifacts;

    public ListArtifacts(Artifacts artifacts) {
        this.artifacts = artifacts;
    }

    /** @param conversation only those of its runs; empty: all */
    public record Command(Principal principal, Optional<ConversationId> conversation, int limit, int offset) {
        public Command(Principal principal, int limit, int offset) {
            this(principal, Optional.empty(), limit, offset);
        }
    }

    public List<Artifact> handle(Command command) {
        var owner = command.principal().owner();
        return command.conversation()
                .map(conversation -> artifacts.ofConversation(owner, conversation, command.limit(), command.offset()))
                .orElseGet(() -> artifacts.list(owner, command.limit(), command.offset()));
    }
}
