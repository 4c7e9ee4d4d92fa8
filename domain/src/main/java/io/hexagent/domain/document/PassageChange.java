package io.hexagent.domain.document;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.DocumentId;

/** One change of what can be found. */
public sealed interface PassageChange {
    /** Its number: of two changes the later one has the higher. */
    long version();

    /** A passage came. */
    record Added(long version, OwnerId owner, EmbeddedPassage passage) implements PassageChange {}

    /** A document went, with all its passages. */
    record Removed(long version, DocumentId document) implements PassageChange {}
}
