package io.hexagent.domain.run;

import io.hexagent.domain.value.RunId;

/**
 * Where a run's graph stands: a cursor, not a transcript.
 *
 * @param uptoSeq the last event that the state has seen; later ones are consumed on resume
 * @param node the node that ran last
 * @param next the node to run next
 * @param state the graph's state as JSON
 */
public record Checkpoint(RunId run, long uptoSeq, String node, String next, String state) {}
