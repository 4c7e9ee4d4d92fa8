package io.hexagent.application.run;

/** One step of a graph: a function over the run's state. Nodes hold no state of a run themselves. */
@FunctionalInterface
interface Node {
    Working apply(Working working, Session session);
}
