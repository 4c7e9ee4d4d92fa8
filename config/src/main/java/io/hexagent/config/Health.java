package io.hexagent.config;

import java.util.List;

/**
 * What is up.
 *
 * @param provider the provider that answers when none is chosen
 * @param model its model
 */
public record Health(List<Part> parts, String provider, String model) {
    public Health {
        parts = List.copyOf(parts);
    }

    /** Whether nothing that is needed is down. Redis is not, nor are servers that lend tools. */
    public boolean isUp() {
        return parts.stream()
                .noneMatch(part -> part.status() == Status.DOWN
                        && !part.name().equals("redis")
                        && !part.name().startsWith("mcp "));
    }

    /** One part. @param detail one line for a person, without secrets */
    public record Part(String name, Status status, String detail) {}

    /** A part that is not used is off. */
    public enum Status {
        UP,
        DOWN,
        OFF
    }
}
