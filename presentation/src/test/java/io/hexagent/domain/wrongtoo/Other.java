package io.hexagent.domain.wrongtoo;

import io.hexagent.domain.wrong.Cyclic;

/** The other half of a cycle of rooms. */
public final class Other {
    @Override
    public String toString() {
        return new Cyclic().name();
    }
}
