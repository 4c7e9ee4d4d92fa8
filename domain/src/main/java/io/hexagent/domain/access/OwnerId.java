package io.hexagent.domain.access;

/** To whom a stored row belongs. Another owner's row is treated as if it were not there. */
public record OwnerId(String value) {
    /** The owner of everything while there are no accounts. */
    public static final OwnerId LOCAL = new OwnerId("local");

    public OwnerId {
        if (value.isBlank() || value.length() > 128) {
            throw new IllegalArgumentException("owner id must have 1 to 128 characters, has " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
