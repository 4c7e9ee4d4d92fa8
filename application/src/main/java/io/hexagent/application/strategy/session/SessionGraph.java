package io.hexagent.application.strategy.session;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.application.strategy.session.Talk.Stage;
import io.hexagent.application.strategy.session.Work.Id;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.value.Json;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;

/**
 * The graph of a strategy session: find out what is wanted, write it, try it, write it anew when it is wrong, tell the
 * result, and wait for the next message. It stops before {@code await_feedback}, and no thread waits: the session's row
 * says where it goes on.
 */
public final class SessionGraph {
    private final TalkGraph graph;

    SessionGraph(Planner planner, Bench bench, MarketData market, InstantSource clock) {
        this.graph = TalkGraph.builder()
                .node(Id.ENTRY, (talk, work) -> talk)
                .node(Id.CLARIFY, new Clarify(planner, market, clock))
                .node(Id.DESIGN, new Design(planner))
                .node(Id.COMPILE, new Compile(bench))
                .node(Id.RESPOND, new Respond(market))
                .node(Id.AWAIT_FEEDBACK, new AwaitFeedback(planner))
                .start(Id.ENTRY)
                .route(Id.ENTRY, SessionGraph::fromEntry, targets(Id.CLARIFY, Id.RESPOND), false)
                .route(Id.CLARIFY, SessionGraph::fromClarify, targets(Id.DESIGN, Id.RESPOND), false)
                .route(Id.DESIGN, SessionGraph::fromDesign, targets(Id.COMPILE, Id.RESPOND), false)
                .route(Id.COMPILE, SessionGraph::fromCompile, targets(Id.RESPOND, Id.CLARIFY, Id.DESIGN), false)
                .edge(Id.RESPOND, Id.AWAIT_FEEDBACK)
                .route(
                        Id.AWAIT_FEEDBACK,
                        SessionGraph::fromFeedback,
                        targets(Id.CLARIFY, Id.COMPILE, Id.DESIGN, Id.RESPOND),
                        true)
                .build(Id.AWAIT_FEEDBACK);
    }

    /**
     * The graph with the planner of the preferred model: the offline one, or that model.
     *
     * @param offline the name of the provider that is no language model
     */
    public static SessionGraph of(
            ModelCatalog models, String offline, Bench bench, MarketData market, Json json, InstantSource clock) {
        Planner planner = models.preferred().provider().equals(offline)
                ? new OfflinePlanner(market)
                : new ModelPlanner(models, market, json);
        return new SessionGraph(planner, bench, market, clock);
    }

    /** A greeting, or a question after the state, is answered at once. */
    private static Optional<Id> fromEntry(Talk talk) {
        return Optional.of(talk.topic() == Topic.STRATEGY ? Id.CLARIFY : Id.RESPOND);
    }

    private static Optional<Id> fromClarify(Talk talk) {
        return Optional.of(talk.question().isPresent() || talk.topic() == Topic.UNCLEAR ? Id.RESPOND : Id.DESIGN);
    }

    private static Optional<Id> fromDesign(Talk talk) {
        return Optional.of(talk.stage() == Stage.GIVEN_UP ? Id.RESPOND : Id.COMPILE);
    }

    private static Optional<Id> fromCompile(Talk talk) {
        return Optional.of(
                switch (talk.stage()) {
                    case TRIED, NO_BARS, GIVEN_UP -> Id.RESPOND;
                    case NO_MARKET -> Id.CLARIFY;
                    case WRONG, UNTRIED -> Id.DESIGN;
                });
    }

    private static Optional<Id> fromFeedback(Talk talk) {
        Optional<FeedbackIntent> intent = talk.intent();
        if (intent.isEmpty() || talk.question().isPresent()) {
            return Optional.of(Id.RESPOND);
        }
        return switch (intent.get()) {
            case MODIFY_SPEC -> Optional.of(Id.CLARIFY);
            case RERUN_BACKTEST -> Optional.of(Id.COMPILE);
            case MODIFY_CODE -> Optional.of(Id.DESIGN);
            case END -> Optional.empty();
        };
    }

    private static EnumSet<Id> targets(Id... ids) {
        return EnumSet.copyOf(Arrays.asList(ids));
    }

    /**
     * Works on one message, until it is answered.
     *
     * @throws java.util.concurrent.CancellationException when the work was stopped
     * @throws io.hexagent.domain.language.LanguageModelException when the model failed
     */
    Talk run(Talk talk, Work work) {
        return graph.run(
                talk, work, work.session().isAwaitingFeedback() ? Optional.of(Id.AWAIT_FEEDBACK) : Optional.empty());
    }

    /** The graph as a Mermaid drawing. */
    public String drawing() {
        return graph.drawing("SessionGraph");
    }
}
