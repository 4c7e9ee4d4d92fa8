package io.hexagent.domain.access;

import java.util.Set;

/** On whose behalf a command runs. Every command carries one. */
public record Principal(OwnerId owner, Set<Role> roles) {
    /** The person at this machine, who may do everything. */
    public static final Principal LOCAL = new Principal(OwnerId.LOCAL, Set.of(Role.ADMIN));

    public Principal {
        roles = Set.copyOf(roles);
    }
}
