package io.hexagent.domain.value;

import java.util.List;

/** Checks values against JSON schemas (draft 2020-12). Implementations are safe for use by many threads. */
public interface Schemas {
    /**
     * What is wrong with the value, one sentence each that names the field, what was given and what is allowed; empty
     * when the value is valid. An implementation may keep what it compiled for as long as the schema instance lives.
     */
    List<String> violations(Value.Fields schema, Value value);

    /** What is wrong with a schema that somebody wrote; empty when it is one that {@link #violations} can use. */
    List<String> problems(Value.Fields schema);
}
