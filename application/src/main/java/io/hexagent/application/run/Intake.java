package io.hexagent.application.run;

import io.hexagent.application.conversation.StartConversation;
import io.hexagent.application.language.ModelCatalog;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.conversation.Conversations;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks what is asked and makes a run of it: the same for all doors. Safe for use by many threads. */
public final class Intake {
    private final Agents agents;
    private final ModelCatalog models;
    private final Conversations conversations;
    private final Datasets datasets;
    private final Runs runs;
    private final IdSource ids;
    private final InstantSource clock;
    private final int questionChars;

    /** @param questionChars the longest question */
    public Intake(
            Agents agents,
            ModelCatalog models,
            Conversations conversations,
            Datasets datasets,
            Runs runs,
            IdSource ids,
            InstantSource clock,
            int questionChars) {
        if (questionChars < 1) {
            throw new IllegalArgumentException("questionChars must be positive, got " + questionChars);
        }
        this.agents = agents;
        this.models = models;
        this.conversations = conversations;
        this.datasets = datasets;
        this.runs = runs;
        this.ids = ids;
        this.clock = clock;
        this.questionChars = questionChars;
    }

    /**
     * What somebody asks.
     *
     * @param datasets empty: those of the conversation's last run
     * @param agent empty: the conversation's, or {@code chat}
     * @param model as in {@link ModelCatalog#choose}; empty: the conversation's, the agent's, or the default one
     * @param conversation empty: a new one
     * @param mayBegin whether a conversation that is not there is begun under its id, instead of refused
     * @param replayOf the run whose recorded replies are to be followed
     */
    record Asked(
            Principal principal,
            String question,
            List<Dataset> datasets,
            Optional<AgentName> agent,
            Optional<String> model,
            Optional<ConversationId> conversation,
            boolean mayBegin,
            Optional<RunId> replayOf) {}

    sealed interface Checked {
        /** @param isFresh whether the conversation was made for this request: nobody else can know of it */
        record Ready(
                Principal principal,
                Conversation conversation,
                boolean isFresh,
                Agent agent,
                ModelCatalog.Chosen model,
                String question,
                List<Dataset> datasets,
                Optional<RunId> replayOf)
                implements Checked {}

        /** @param field which part of the request it is: {@code question} or {@code agent} */
        record Invalid(String field, String message) implements Checked {}

        record UnknownConversation(ConversationId id) implements Checked {}

        record UnknownModel(String message) implements Checked {}
    }

    Checked check(Asked asked) {
        String question = asked.question();
        if (question.isBlank()) {
            return new Checked.Invalid("question", "the question is empty");
        }
        if (question.length() > questionChars) {
            return new Checked.Invalid(
                    "question",
                    "the question has " + question.length() + " characters, more than " + questionChars
                            + " (setting limits.question-chars)");
        }
        OwnerId owner = asked.principal().owner();
        Optional<Conversation> known = asked.conversation().flatMap(id -> conversations.find(owner, id));
        if (asked.conversation().isPresent() && known.isEmpty() && !asked.mayBegin()) {
            return new Checked.UnknownConversation(asked.conversation().get());
        }
        // Metadata is the client's: it may say anything.
        Value.Fields metadata = known.map(Conversation::metadata).orElse(Value.Fields.EMPTY);
        Optional<String> usual = metadata.text(StartConversation.AGENT);
        if (asked.agent().isEmpty() && usual.isEmpty() && metadata.has(StartConversation.AGENT)) {
            return new Checked.Invalid("agent", "the agent in the conversation's metadata is no text");
        }
        Optional<String> usualModel = metadata.text(StartConversation.MODEL);
        if (asked.model().isEmpty() && usualModel.isEmpty() && metadata.has(StartConversation.MODEL)) {
            return new Checked.UnknownModel("the model in the conversation's metadata is no text");
        }
        String name = asked.agent().map(AgentName::value).or(() -> usual).orElse(AgentName.CHAT.value());
        Optional<Agent> agent = agents.list().stream()
                .filter(one -> one.name().value().equals(name))
                .findFirst();
        if (agent.isEmpty()) {
            return new Checked.Invalid(
                    "agent",
                    "agent \"" + name + "\" not in "
                            + agents.list().stream().map(Agent::name).toList());
        }
        try {
            return new Checked.Ready(
                    asked.principal(),
                    known.map(this::used).orElseGet(() -> begun(asked)),
                    asked.conversation().isEmpty(),
                    agent.get(),
                    models.choose(asked.model()
                            .or(() -> usualModel)
                            .or(() -> agent.get().model().map(Object::toString))),
                    question,
                    asked.datasets().isEmpty() && known.isPresent()
                            ? lastDatasets(owner, known.get().id())
                            : List.copyOf(asked.datasets()),
                    asked.replayOf());
        } catch (ModelCatalog.UnknownModel unknown) {
            return new Checked.UnknownModel(unknown.getMessage());
        }
    }

    /** The stores keep the later time of use, so that conversations are listed by it. */
    private Conversation used(Conversation known) {
        return new Conversation(
                known.id(), known.owner(), known.title(), known.metadata(), known.createdAt(), clock.instant());
    }

    private Conversation begun(Asked asked) {
        Instant now = clock.instant();
        return new Conversation(
                asked.conversation().orElseGet(() -> new ConversationId(ids.next())),
                asked.principal().owner(),
                Conversation.titleOf(asked.question()),
                Value.Fields.EMPTY,
                now,
                now);
    }

    /** A conversation goes on about the same data. What was deleted meanwhile is not missed. */
    private List<Dataset> lastDatasets(OwnerId owner, ConversationId conversation) {
        var found = new ArrayList<Dataset>();
        for (Run last : runs.before(owner, conversation, Long.MAX_VALUE, 1)) {
            for (DatasetId id : last.datasets()) {
                datasets.find(owner, id).ifPresent(found::add);
            }
        }
        return List.copyOf(found);
    }

    /** A run that waits for a worker. */
    Run queued(Checked.Ready ready) {
        return run(ready, new RunState.Queued(), 0);
    }

    /** A run that a worker holds from the start. */
    Run held(Checked.Ready ready, String worker) {
        return run(ready, new RunState.Running(worker), 1);
    }

    private Run run(Checked.Ready ready, RunState state, int attempt) {
        return new Run(
                new RunId(ids.next()),
                ready.principal().owner(),
                ready.conversation().id(),
                0,
                ready.agent().name(),
                ready.model().name(),
                ready.question(),
                ready.datasets().stream().map(Dataset::id).toList(),
                ready.replayOf(),
                state,
                TokenUsage.NONE,
                attempt,
                attempt,
                clock.instant());
    }

    /** The first events of a run. @param state how it begins: waiting or at work */
    static List<StampedEvent> first(Run run, RunEvent state) {
        return List.of(
                new StampedEvent(run.createdAt(), state),
                new StampedEvent(run.createdAt(), new RunEvent.UserRequest(run.query())));
    }

    /** A conversation that was begun without a question is named after its first one. */
    void entitle(Checked.Ready ready) {
        Conversation conversation = ready.conversation();
        if (conversation.title().isEmpty()) {
            Optional<Conversation> ignored = conversations.change(
                    conversation.owner(),
                    conversation.id(),
                    Optional.of(Conversation.titleOf(ready.question())),
                    Optional.empty());
        }
    }
}
