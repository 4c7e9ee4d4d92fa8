package io.hexagent.presentation;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.hexagent.config.LogComponent;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Each line of the log as a person reads it: time, level, component, what happened, and which run it belongs to. */
final class ConsoleLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringBuilder(160);
        TIME.formatTo(event.getInstant(), line);
        line.append(' ').append(event.getLevel());
        if (event.getLevel().toString().length() < 5) {
            line.append(' ');
        }
        String logger = event.getLoggerName();
        String component = LogComponent.of(logger).map(LogComponent::word).orElse("-");
        line.append(' ').append(component).append(' ').append(logger, logger.lastIndexOf('.') + 1, logger.length());
        line.append(": ").append(event.getFormattedMessage());
        Map<String, String> fields = event.getMDCPropertyMap();
        if (!fields.isEmpty()) {
            line.append(" [");
            String between = "";
            for (Map.Entry<String, String> field : fields.entrySet()) {
                line.append(between).append(field.getKey()).append('=').append(field.getValue());
                between = " ";
            }
            line.append(']');
        }
        line.append('\n');
        if (event.getThrowableProxy() != null) {
            line.append(Stack.of(event));
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }
}
