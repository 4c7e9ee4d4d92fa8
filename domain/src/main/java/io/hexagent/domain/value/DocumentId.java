package io.hexagent.domain.value;

/** One document. */
public record DocumentId(String value) {
    public DocumentId {
        Identity.check("document id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
