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
import java.util.List;
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
     * @param metadata may name both itself; what is given beside it counts more
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
        var given = Value.fields();
        command.metadata().fields().forEach(given::put);
        command.agent().ifPresent(agent -> given.put(AGENT, agent.value()));
        command.model().ifPresent(model -> given.put(MODEL, model));
        Value.Fields metadata = given.build();
        for (String name : List.of(AGENT, MODEL)) {
            if (metadata.has(name) && metadata.text(name).isEmpty()) {
                return new Outcome.Invalid(name, "the conversation's " + name + " is a text");
            }
        }
        Optional<String> agent = metadata.text(AGENT);
        List<AgentName> known = agents.list().stream().map(Agent::name).toList();
        if (agent.isPresent() && known.stream().noneMatch(name -> name.value().equals(agent.get()))) {
            return new Outcome.Invalid(AGENT, "agent \"" + agent.get() + "\" not in " + known);
        }
        if (metadata.has(MODEL)) {
            try {
                String model = models.choose(metadata.text(MODEL)).name().toString();
                metadata = metadata.with(MODEL, Value.of(model));
            } catch (ModelCatalog.UnknownModel unknown) {
                return new Outcome.UnknownModel(unknown.getMessage());
            }
        }
        var now = clock.instant();
        var conversation = new Conversation(
                new ConversationId(ids.next()), command.principal().owner(), "", metadata, now, now);
        return switch (conversations.add(conversation, command.key())) {
            case Keyed.Created created -> new Outcome.Started(conversation);
            case Keyed.Repeated repeated -> new Outcome.Repeated(new ConversationId(repeated.resource()));
            case Keyed.Reused reused -> new Outcome.KeyReused();
        };
    }
}
