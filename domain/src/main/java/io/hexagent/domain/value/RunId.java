package io.hexagent.domain.value;

/** One run of an agent. */
public record RunId(String value) {
    public RunId {
        Identity.check("run id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
