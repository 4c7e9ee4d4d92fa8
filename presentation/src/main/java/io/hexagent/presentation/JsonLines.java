package io.hexagent.presentation;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.hexagent.config.LogComponent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;

/**
 * Each line of the log as one JSON object: {@code timestamp} (ISO 8601, UTC), {@code level}, {@code component},
 * {@code logger}, {@code message}, then the fields of the run at work ({@code run_id}, {@code thread_id},
 * {@code user_id}) and {@code error} with its stack, where there are such.
 */
final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};

    private final JsonFactory factory = new JsonFactory();

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
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = factory.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("timestamp", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
            json.writeStringField(
                    "component",
                    LogComponent.of(event.getLoggerName())
                            .map(LogComponent::word)
                            .orElse("other"));
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("message", event.getFormattedMessage());
            for (Map.Entry<String, String> field : event.getMDCPropertyMap().entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            if (event.getThrowableProxy() != null) {
                json.writeStringField("error", Stack.of(event));
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a line could not be written to memory", impossible);
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }
}
