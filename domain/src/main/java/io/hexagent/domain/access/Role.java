package io.hexagent.domain.access;

/** What somebody may do: read, work, or run the place. */
public enum Role {
    VIEWER,
    MEMBER,
    ADMIN
}
