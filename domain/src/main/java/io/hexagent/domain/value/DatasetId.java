package io.hexagent.domain.value;

/** One data set. */
public record DatasetId(String value) {
    public DatasetId {
        Identity.check("dataset id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
