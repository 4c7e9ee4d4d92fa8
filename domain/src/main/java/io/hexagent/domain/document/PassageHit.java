package io.hexagent.domain.document;

/**
 * A passage that was found.
 *
 * @param score how well it fits; comparable among the hits of one search only
 */
public record PassageHit(Passage passage, double score) {}
