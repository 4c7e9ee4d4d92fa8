package io.hexagent.application.strategy.session;

/** One step of the graph: a function over the talk. Nodes hold nothing of a session themselves. */
@FunctionalInterface
interface TalkNode {
    Talk apply(Talk talk, Work work);
}
