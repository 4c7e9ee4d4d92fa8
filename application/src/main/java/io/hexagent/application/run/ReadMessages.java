package io.hexagent.application.run;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what was said in a conversation, oldest first: what people asked and what agents answered. */
public final class ReadMessages {
    private final Conversations conversations;
    private final Runs runs;
    private final RunEvents log;

    public ReadMessages(Conversations conversations, Runs runs, RunEvents log) {
        this.conversations = conversations;
        this.runs = runs;
        this.log = log;
    }

    /** @param limit the newest so many messages */
    public record Command(Principal principal, ConversationId conversation, int limit) {}

    /** @param role {@code user} or {@code assistant} */
    public record Said(String id, String role, String content, RunId run, Instant at) {}

    /** @return empty when there is no such conversation */
    public Optional<List<Said>> handle(Command command) {
        var owner = command.principal().owner();
        if (conversations.find(owner, command.conversation()).isEmpty()) {
            return Optional.empty();
        }
        // Each run says one thing at least, so that no more runs than messages are looked at.
        List<Run> newest = runs.before(owner, command.conversation(), Long.MAX_VALUE, command.limit());
        var said = new ArrayList<Said>();
        for (RecordedEvent recorded :
                log.readAll(newest.reversed().stream().map(Run::id).toList())) {
            switch (recorded.event()) {
                case RunEvent.UserRequest request -> said.add(said(recorded, "user", request.content()));
                case RunEvent.AgentResponse response -> said.add(said(recorded, "assistant", response.content()));
                default -> {
                    // What an agent thinks and does is shown with its run.
                }
            }
        }
        return Optional.of(List.copyOf(said.subList(Math.max(0, said.size() - command.limit()), said.size())));
    }

    private static Said said(RecordedEvent recorded, String role, String content) {
        return new Said(recorded.run() + "." + recorded.seq(), role, content, recorded.run(), recorded.at());
    }
}
