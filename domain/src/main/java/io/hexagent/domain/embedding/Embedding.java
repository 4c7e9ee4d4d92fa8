package io.hexagent.domain.embedding;

import java.util.Arrays;

/** A vector of one text: {@code float[dimension]}, L2-normalised. Vectors of two models never meet. */
public final class Embedding {
    private final String model;
    private final float[] vector;
    private final boolean truncated;

    /** @param truncated whether the text was longer than the model reads, so that its end is not in the vector */
    public Embedding(String model, float[] vector, boolean truncated) {
        this.model = model;
        this.vector = vector.clone();
        this.truncated = truncated;
    }

    /** The model that made it. */
    public String model() {
        return model;
    }

    public int dimension() {
        return vector.length;
    }

    public boolean truncated() {
        return truncated;
    }

    /** A copy of the components. */
    public float[] vector() {
        return vector.clone();
    }

    /**
     * The cosine of the angle to another vector, −1 to 1.
     *
     * @throws IllegalArgumentException when the other is of another model
     */
    public double similarity(Embedding other) {
        if (!model.equals(other.model)) {
            throw new IllegalArgumentException(
                    "an embedding of model " + model + " cannot be compared with one of " + other.model);
        }
        double dot = 0;
        for (int i = 0; i < vector.length; i++) {
            dot += (double) vector[i] * other.vector[i];
        }
        return dot;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Embedding that && model.equals(that.model) && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(vector);
    }
}
