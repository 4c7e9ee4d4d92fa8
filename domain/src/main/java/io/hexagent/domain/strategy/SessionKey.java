package io.hexagent.domain.strategy;

import io.hexagent.domain.access.OwnerId;

/** Whose session it is, and of which client: there is one for each. */
public record SessionKey(OwnerId owner, ClientId client) {
    @Override
    public String toString() {
        return owner + "/" + client;
    }
}
