package io.hexagent.application.conversation;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Value;
import java.time.InstantSource;
import java.util.Optional;

/** Begins a conversation without a run. */
public final class StartConversation {
    /** Where the metadata keeps the conversation's agent. */
    public static final String AGENT = "agent";

    /** Where the metadata keeps the conversation's model. */
    public static final String MODEL = "model";

    private final Conversations conversations;
    private final Agents agents;
    private final ModelCatalog models;
    private final IdSource ids;
    private final InstantSource clock;

    public StartConversation(
            Conversations conversations, Agents agents, ModelCatalog models, IdSource ids, InstantSource clock) {
        this.conversations = conversations;
        this.agents = agents;
        this.models = models;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param agent who answers in it when a run does not say; kept in the metadata under {@code agent}
     * @param model likewise, under {@code model}
     */
    public record Command(
            Principal principal,
            Optional<AgentName> agent,
            Optional<String> model,
            Value.Fields metadata,
            Optional<RequestKey> key) {}

    public sealed interface Outcome {
        record Started(Conversation conversation) implements Outcome {}

        /** The same request began it before. */
        record Repeated(ConversationId id) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        record UnknownModel(String message) implements Outcome {}

        /** @param field which part of the request it is */
        record Invalid(String field, String message) implements Outcome {}
    }

    public Outcome handle(Command command) {
        if (command.agent().isPresent() && agents.find(command.agent().get()).isEmpty()) {
            return new Outcome.Invalid(
                    "agent",
                    "agent \"" + command.agent().get() + "\" not in "
                            + agents.list().stream().map(Agent::name).toList());
        }
        var metadata = Value.fields();
        command.metadata().fields().forEach(metadata::put);
        command.agent().ifPresent(agent -> metadata.put(AGENT, agent.value()));
        if (command.model().isPresent()) {
            try {
                metadata.put(MODEL, models.choose(command.model()).name().toString());
            } catch (ModelCatalog.UnknownModel unknown) {
                return new Outcome.UnknownModel(unknown.getMessage());
            }
        }
        var now = clock.instant();
        var conversation = new Conversation(
                new ConversationId(ids.next()), command.principal().owner(), "", metadata.build(), now, now);
        return switch (conversations.add(conversation, command.key())) {
            case Keyed.Created created -> new Outcome.Started(conversation);
            case Keyed.Repeated repeated -> new Outcome.Repeated(new ConversationId(repeated.resource()));
            case Keyed.Reused reused -> new Outcome.KeyReused();
        };
    }
}
