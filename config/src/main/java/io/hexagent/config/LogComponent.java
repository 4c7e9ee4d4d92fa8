package io.hexagent.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A part of the program whose log has a level of its own. */
public enum LogComponent {
    WORKER("io.hexagent.application.run.Worker"),
    RUN("io.hexagent.application.run", "io.hexagent.application.conversation", "org.bsc.langgraph4j"),
    TOOL(
            "io.hexagent.application.tool",
            "io.hexagent.infrastructure.tablesaw",
            "io.hexagent.infrastructure.chart",
            "io.hexagent.infrastructure.evalex",
            "io.hexagent.infrastructure.web",
            "io.hexagent.infrastructure.fetch",
            "io.hexagent.infrastructure.search",
            "io.hexagent.infrastructure.mcp",
            "io.modelcontextprotocol",
            "io.hexagent.application.document",
            "io.hexagent.infrastructure.lucene",
            "io.hexagent.infrastructure.tika"),
    STORE(
            "io.hexagent.infrastructure.store",
            "io.hexagent.infrastructure.postgres",
            "io.hexagent.infrastructure.memory",
            "com.zaxxer.hikari",
            "org.flywaydb",
            "org.postgresql"),
    REDIS("io.hexagent.infrastructure.redis", "io.lettuce"),
    HTTP("io.hexagent.presentation.api", "io.micronaut", "io.netty"),
    LLM(
            "io.hexagent.application.language",
            "io.hexagent.infrastructure.langchain4j",
            "io.hexagent.infrastructure.failsafe",
            "io.hexagent.infrastructure.http",
            "io.hexagent.infrastructure.offline",
            "dev.langchain4j",
            "org.apache.hc"),
    EMBEDDING("io.hexagent.infrastructure.djl", "ai.djl"),
    TELEMETRY(
            "io.hexagent.infrastructure.measured",
            "io.hexagent.infrastructure.micrometer",
            "io.hexagent.infrastructure.opentelemetry",
            "io.micrometer",
            "io.opentelemetry");

    private final List<String> packages;

    LogComponent(String... packages) {
        this.packages = List.of(packages);
    }

    /** The packages or classes whose loggers belong to it. */
    public List<String> packages() {
        return packages;
    }

    /** The name in settings and in the log. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The component of a logger. The first one that fits counts: a class comes before its package. */
    public static Optional<LogComponent> of(String logger) {
        return Arrays.stream(values())
                .filter(component -> component.packages.stream()
                        .anyMatch(known -> logger.equals(known) || logger.startsWith(known + ".")))
                .findFirst();
    }

    static Optional<LogComponent> named(String word) {
        return Arrays.stream(values())
                .filter(component -> component.word().equals(word))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(LogComponent::word).collect(Collectors.joining(", "));
    }
}
