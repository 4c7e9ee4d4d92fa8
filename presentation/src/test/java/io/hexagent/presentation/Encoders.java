package io.hexagent.presentation;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/** Lines of the log as they are written. */
public final class Encoders {
    private Encoders() {}

    public static String console(ILoggingEvent event) {
        return new String(new ConsoleLines().encode(event), StandardCharsets.UTF_8);
    }

    public static String json(ILoggingEvent event) {
        return new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    }
}
