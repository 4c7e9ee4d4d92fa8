package io.hexagent.infrastructure.yaml;

import java.util.List;

/** A value of a document. */
public sealed interface Node permits Scalar, Node.Mapping, Node.Items {
    /** Where it stands. */
    Span span();

    /** Keys and values in their order; keys may be there twice. */
    record Mapping(List<Entry> entries, Span span) implements Node {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    record Entry(Scalar key, Node value) {}

    /** A list, of which only the place is kept. */
    record Items(Span span) implements Node {}
}
