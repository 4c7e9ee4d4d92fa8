package io.hexagent.domain.document;

import io.hexagent.domain.embedding.Embedding;

/** A passage with the vector of its text. */
public record EmbeddedPassage(Passage passage, Embedding embedding) {}
