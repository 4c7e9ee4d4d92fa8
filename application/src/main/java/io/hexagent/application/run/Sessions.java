package io.hexagent.application.run;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.Role;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.agent.Limits;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.Artifacts;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.run.Checkpoint;
import io.hexagent.domain.run.Checkpoints;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunEvents;
import io.hexagent.domain.run.Runs;
import io.hexagent.domain.run.StampedEvent;
import io.hexagent.domain.run.Step;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.RunId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Makes the session of a run: of one that begins here, and of one that is taken up where its log ends. Safe for use by
 * many threads.
 */
public final class Sessions {
    /** The most earlier runs of a conversation that are looked at. */
    private static final int MOST_RUNS = 50;

    private static final int LONGEST_ID = 128;
    private static final int MOST_DATASETS = 200;

    /** Runs whose events are read at a time, until the budget is used up. */
    private static final int RUNS_AT_ONCE = 10;

    private static final String LEFT_OUT = "\n\nEarlier turns of this conversation were left out.";

    private final Agents agents;
    private final ModelCatalog models;
    private final ToolRegistry tools;
    private final Store store;
    private final Json json;
    private final WorkingJson states;
    private final InstantSource clock;
    private final Options options;

    public Sessions(
            Agents agents,
            ModelCatalog models,
            ToolRegistry tools,
            Store store,
            Json json,
            InstantSource clock,
            Options options) {
        this.agents = agents;
        this.models = models;
        this.tools = tools;
        this.store = store;
        this.json = json;
        this.states = new WorkingJson(json);
        this.clock = clock;
        this.options = options;
    }

    /** What sessions are read from, and where they write. */
    public record Store(Datasets datasets, Artifacts artifacts, Runs runs, RunEvents log, Checkpoints checkpoints) {}

    /**
     * @param historyTokens how much a model is told of earlier runs, in tokens
     * @param input how runs wait for a person
     */
    public record Options(long historyTokens, InputRules input) {
        public Options {
            if (historyTokens < 0) {
                throw new IllegalArgumentException("the tokens of history are 0 or more, got " + historyTokens);
            }
        }

        public static Options defaults() {
            return new Options(8000, InputRules.DEFAULT);
        }
    }

    /**
     * What else holds for a sub-agent's run.
     *
     * @param limits the agent's, and no more than its parent's leave
     * @param offered which of its agent's tools it may call
     */
    record Terms(Limits limits, Predicate<ToolSpec> offered, int depth) {}

    /**
     * A run that begins here and now. The caller writes its first events, or tells the journal that they are stored.
     *
     * @param run under the number that its conversation gave it; 0 for one whose conversation is new
     * @throws RunEvents.LogUnavailable when earlier runs could not be read
     */
    Session begin(
            Run run,
            Principal principal,
            Agent agent,
            ModelCatalog.Chosen model,
            List<Dataset> datasets,
            RunListener listener) {
        return begin(run, principal, agent, model, datasets, listener, Optional.empty());
    }

    /** The same for a sub-agent's run, when there are terms. */
    Session begin(
            Run run,
            Principal principal,
            Agent agent,
            ModelCatalog.Chosen model,
            List<Dataset> datasets,
            RunListener listener,
            Optional<Terms> terms) {
        Optional<Recording> recording = recording(run);
        var past = new Earlier(List.of(), false);
        if (hasEarlier(run) && recording.isEmpty()) {
            past = earlier(run);
        }
        Session session = session(
                run,
                principal,
                agent,
                recording.map(Recording::model).orElseGet(model::model),
                datasets,
                listener,
                past,
                terms);
        session.recording = recording;
        session.messages.add(new Message.User(run.query()));
        return session;
    }

    /**
     * A run that was taken up: its session stands exactly where the log ends. What it needs and is not there any more
     * (its model, a data set) leaves it failed, to be concluded.
     *
     * @param run as it was claimed
     * @throws RunEvents.LogUnavailable when the store cannot be read
     */
    Session resume(Run run, RunListener listener) {
        return resume(run, listener, Optional.empty());
    }

    /** The same for a sub-agent's run, when there are terms. */
    Session resume(Run run, RunListener listener, Optional<Terms> terms) {
        List<RecordedEvent> events = run.epoch() == 1 ? first(run) : store.log().readAll(List.of(run.id()));
        Optional<Checkpoint> checkpoint =
                events.stream().anyMatch(Sessions::isTurn) ? store.checkpoints().find(run.id()) : Optional.empty();
        Transcript transcript = Transcript.of(run, events, json, at(checkpoint));
        Optional<Recording> recording = recording(run);
        boolean isOver = transcript.working().isOver();
        var past = isOver || !hasEarlier(run) || recording.isPresent() ? new Earlier(List.of(), false) : earlier(run);
        Optional<Agent> agent = agents.find(run.agent());
        var missing = new ArrayList<String>();
        if (agent.isEmpty()) {
            missing.add("agent \"" + run.agent() + "\" is not there any more");
        }
        LanguageModel model = recording.map(Recording::model).orElseGet(() -> model(run, missing));
        List<Dataset> datasets = datasets(run, missing);
        Session session = session(
                run,
                principal(run.owner()),
                agent.orElseGet(() -> agents.list().getFirst()),
                model,
                datasets,
                listener,
                past,
                terms);
        session.recording = recording;
        session.streams = true;
        session.journal.follow(events);
        session.messages.addAll(transcript.messages());
        transcript.messages().forEach(message -> remember(session, message));
        session.calls.putAll(transcript.calls());
        session.usage = transcript.working().usage();
        session.artifacts.addAll(artifacts(run, events));
        session.spent = spent(run, events, transcript);
        session.reached(place(transcript.working(), session, missing));
        return session;
    }

    /** A sub-agent is told its task, and nothing of its parent's conversation. */
    private static boolean hasEarlier(Run run) {
        return run.ordinal() > 1 && run.parent().isEmpty();
    }

    /** What sub-agents used whose results are there; those of pending calls are counted when they are found again. */
    private Spent spent(Run run, List<RecordedEvent> events, Transcript transcript) {
        if (events.stream().noneMatch(recorded -> recorded.event() instanceof RunEvent.ChildRun)) {
            return Spent.NONE;
        }
        Set<RunId> pending = transcript.working().pending().stream()
                .filter(call -> transcript
                        .calls()
                        .getOrDefault(call.id(), CallRecord.NEW)
                        .returned()
                        .isEmpty())
                .map(call -> ChildRuns.idOf(run.id(), call.id()))
                .collect(Collectors.toSet());
        Spent all = Spent.NONE;
        for (Run child : store.runs().children(run.owner(), run.id())) {
            if (!pending.contains(child.id())) {
                all = all.plus(spent(child));
            }
        }
        return all;
    }

    private Spent spent(Run run) {
        Spent all = Spent.of(run, Step.of(store.log().readAll(List.of(run.id()))));
        for (Run child : store.runs().children(run.owner(), run.id())) {
            Spent below = spent(child);
            all = new Spent(all.turns() + below.turns(), all.toolCalls() + below.toolCalls(), all.usage());
        }
        return all;
    }

    /** The log of a run that nobody has worked on yet needs no reading. */
    private static List<RecordedEvent> first(Run run) {
        var events = new ArrayList<RecordedEvent>();
        for (StampedEvent first : Intake.first(run, new RunEvent.RunQueued())) {
            events.add(new RecordedEvent(run.id(), events.size() + 1, first.at(), first.event()));
        }
        return events;
    }

    private static Working place(Working working, Session session, List<String> missing) {
        if (working.isOver()) {
            return working;
        }
        if (!missing.isEmpty()) {
            return working.failed(RunError.Code.INTERNAL, "the run cannot go on: " + String.join("; ", missing));
        }
        return Bounds.checked(working, session.limits, session.spent);
    }

    private Session session(
            Run run,
            Principal principal,
            Agent agent,
            LanguageModel model,
            List<Dataset> datasets,
            RunListener listener,
            Earlier past,
            Optional<Terms> terms) {
        Limits limits = terms.map(Terms::limits).orElse(agent.limits());
        List<ToolSpec> offered = tools.offered(principal.owner(), agent);
        String instructions = DatasetBrief.appended(agent.instructions(), datasets);
        var session = new Session(
                new Session.Work(
                        run,
                        principal,
                        agent,
                        model,
                        past.isCut() ? instructions + LEFT_OUT : instructions,
                        datasets,
                        terms.map(its -> offered.stream().filter(its.offered()).toList())
                                .orElse(offered),
                        limits),
                new Journal(store.log(), clock, run, listener),
                listener,
                clock.instant().plus(limits.time()),
                options.input());
        session.otherData = named -> dataset(principal.owner(), named);
        session.depth = terms.map(Terms::depth).orElse(0);
        session.mayUse = terms.map(Terms::offered);
        session.messages.addAll(past.messages());
        past.messages().forEach(message -> remember(session, message));
        return session;
    }

    /** By its id, else the newest of that name. */
    private Optional<Dataset> dataset(OwnerId owner, String named) {
        Optional<Dataset> found = named.isEmpty() || named.length() > LONGEST_ID
                ? Optional.empty()
                : store.datasets().find(owner, new DatasetId(named));
        return found.or(() -> store.datasets().list(owner, MOST_DATASETS, 0).stream()
                .filter(dataset -> dataset.name().equalsIgnoreCase(named))
                .findFirst());
    }

    private static void remember(Session session, Message message) {
        if (message instanceof Message.Assistant assistant) {
            assistant.calls().stream().map(ToolCall::id).forEach(session.callIds::add);
        }
    }

    /** @param isCut whether some earlier runs were left out */
    private record Earlier(List<Message> messages, boolean isCut) {}

    private Earlier earlier(Run run) {
        List<Run> ended = store.runs().before(run.owner(), run.conversation(), run.ordinal(), MOST_RUNS).stream()
                .filter(one -> one.status().isTerminal() && one.replayOf().isEmpty())
                .toList();
        var history = new History(options.historyTokens(), json);
        for (int from = 0; from < ended.size() && !history.isFull(); from += RUNS_AT_ONCE) {
            List<Run> some = ended.subList(from, Math.min(ended.size(), from + RUNS_AT_ONCE));
            Map<RunId, List<RecordedEvent>> events = store
                    .log()
                    .readAll(some.stream().map(Run::id).toList())
                    .stream()
                    .collect(Collectors.groupingBy(RecordedEvent::run));
            some.forEach(one -> history.add(new History.Past(one, events.getOrDefault(one.id(), List.of()))));
        }
        return new Earlier(history.messages(), history.isFull() || ended.size() == MOST_RUNS);
    }

    private Optional<Recording> recording(Run run) {
        return run.replayOf().map(original -> Recording.of(store.log().readAll(List.of(original)), json));
    }

    private static boolean isTurn(RecordedEvent recorded) {
        return recorded.event() instanceof RunEvent.ToolCalled;
    }

    private LongFunction<Optional<Working>> at(Optional<Checkpoint> checkpoint) {
        return seq -> checkpoint.filter(found -> found.uptoSeq() == seq).map(found -> states.read(found.state()));
    }

    private LanguageModel model(Run run, List<String> missing) {
        try {
            return models.choose(Optional.of(run.model().toString())).model();
        } catch (ModelCatalog.UnknownModel unknown) {
            missing.add(unknown.getMessage());
            return (prompt, deltas) -> {
                throw new LanguageModelException(LanguageModelException.Code.REJECTED, unknown.getMessage());
            };
        }
    }

    private List<Dataset> datasets(Run run, List<String> missing) {
        var datasets = new ArrayList<Dataset>();
        for (DatasetId id : run.datasets()) {
            store.datasets()
                    .find(run.owner(), id)
                    .ifPresentOrElse(datasets::add, () -> missing.add("data set " + id + " was deleted"));
        }
        return datasets;
    }

    private List<Artifact> artifacts(Run run, List<RecordedEvent> events) {
        boolean any = events.stream().anyMatch(recorded -> recorded.event() instanceof RunEvent.ArtifactCreated);
        if (!any) {
            return List.of();
        }
        var made = new ArrayList<>(store.artifacts().ofRun(run.owner(), run.id()));
        for (RecordedEvent recorded : events) {
            if (recorded.event() instanceof RunEvent.ChildRun child) {
                made.addAll(store.artifacts().ofRun(run.owner(), child.run()));
            }
        }
        return made;
    }

    /** A run keeps whose it is; what its owner may do is asked when it is begun. */
    private static Principal principal(OwnerId owner) {
        return owner.equals(OwnerId.LOCAL) ? Principal.LOCAL : new Principal(owner, Set.of(Role.MEMBER));
    }
}
