package io.hexagent.presentation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LinesTest {
    private static final String RUNS = "io.hexagent.application.run.RunLauncher";

    private static ILoggingEvent event(Level level, String message, @Nullable Throwable thrown) {
        var logger = (Logger) LoggerFactory.getLogger(RUNS);
        var event = new LoggingEvent("", logger, level, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-03-01T10:20:30.456Z"));
        var fields = new LinkedHashMap<String, String>();
        fields.put("run_id", "r1");
        fields.put("thread_id", "c1");
        fields.put("user_id", "local");
        event.setMDCPropertyMap(fields);
        return event;
    }

    private static String line(Encoder<ILoggingEvent> encoder, ILoggingEvent event) {
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfJsonIsOneObjectWithTheFieldsOfItsRun() throws IOException {
        String line = line(new JsonLines(), event(Level.WARN, "a \"quoted\"\nmessage", null));
        assertThat(line).endsWith("}\n");
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "timestamp", "level", "component", "logger", "message", "run_id", "thread_id", "user_id");
        assertThat(json.get("timestamp").asText()).isEqualTo("2026-03-01T10:20:30.456Z");
        assertThat(json.get("level").asText()).isEqualTo("warn");
        assertThat(json.get("component").asText()).isEqualTo("run");
        assertThat(json.get("logger").asText()).isEqualTo(RUNS);
        assertThat(json.get("message").asText()).isEqualTo("a \"quoted\"\nmessage");
        assertThat(json.get("run_id").asText()).isEqualTo("r1");
        assertThat(json.get("thread_id").asText()).isEqualTo("c1");
        assertThat(json.get("user_id").asText()).isEqualTo("local");
    }

    @Test
    void aLineOfTheConsoleNamesTheRunToo() {
        assertThat(line(new ConsoleLines(), event(Level.INFO, "done", null)))
                .isEqualTo("2026-03-01T10:20:30.456Z INFO  run RunLauncher: done"
                        + " [run_id=r1 thread_id=c1 user_id=local]\n");
    }

    @Test
    void whatExceptionsOfOthersSayIsLeftOutUnlessTheirLoggerIsAtDebug() {
        var thrown = new IllegalStateException("canary-one", new IOException("canary-two"));
        var warned = event(Level.WARN, "it failed", thrown);
        for (Encoder<ILoggingEvent> encoder : encoders()) {
            assertThat(line(encoder, warned))
                    .contains("java.lang.IllegalStateException (message left out)")
                    .contains("caused by java.io.IOException (message left out)")
                    .contains("LinesTest")
                    .doesNotContain("canary");
        }
        var logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(RUNS);
        logger.setLevel(Level.DEBUG);
        try {
            for (Encoder<ILoggingEvent> encoder : encoders()) {
                assertThat(line(encoder, warned)).contains("canary-one").contains("canary-two");
            }
        } finally {
            logger.setLevel(null);
        }
    }

    private static List<Encoder<ILoggingEvent>> encoders() {
        return List.of(new JsonLines(), new ConsoleLines());
    }
}
