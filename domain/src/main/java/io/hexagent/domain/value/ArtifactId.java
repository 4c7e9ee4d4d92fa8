package io.hexagent.domain.value;

/** One artifact. */
public record ArtifactId(String value) {
    public ArtifactId {
        Identity.check("artifact id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
