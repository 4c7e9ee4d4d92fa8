package io.hexagent.domain.strategy;

import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a session tells its client.
 *
 * @param content for people
 * @param metadata for programs, such as {@code node}, {@code attempt} and {@code percent}
 * @param metrics of a {@link Kind#METRICS} message
 * @param backtest of a {@link Kind#BACKTEST_REPLAY} message
 */
public record SessionMessage(
        Kind kind,
        String content,
        Value.Fields metadata,
        Optional<Value.Fields> metrics,
        Optional<Value.Fields> backtest,
        Instant at) {
    /** How a client shows it. */
    public enum Kind {
        TEXT,
        CODE,
        METRICS,
        BACKTEST_REPLAY;

        /** The name on the wire. */
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws IllegalArgumentException when no kind has the name */
        static Kind ofWire(String wire) {
            return Arrays.stream(values())
                    .filter(one -> one.wire().equals(wire))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no kind of message is \"" + wire + "\""));
        }
    }

    public static SessionMessage text(String content, Value.Fields metadata, Instant at) {
        return new SessionMessage(Kind.TEXT, content, metadata, Optional.empty(), Optional.empty(), at);
    }

    /** A message in its place. @param seq from 1, dense, in each session */
    public record Told(long seq, SessionMessage message) {}

    /** As fields, as it is kept and sent: message_type, content, metadata, metrics?, backtest_data?, at. */
    public Value.Fields fields() {
        var fields = Value.fields()
                .put("message_type", kind.wire())
                .put("content", content)
                .put("metadata", metadata);
        metrics.ifPresent(some -> fields.put("metrics", some));
        backtest.ifPresent(some -> fields.put("backtest_data", some));
        return fields.put("at", at.toString()).build();
    }

    /** What {@link #fields} wrote. @throws IllegalArgumentException when it did not */
    public static SessionMessage read(Value.Fields fields) {
        return new SessionMessage(
                Kind.ofWire(fields.text("message_type").orElse("")),
                fields.text("content").orElse(""),
                fields.fields("metadata").orElse(Value.Fields.EMPTY),
                fields.fields("metrics"),
                fields.fields("backtest_data"),
                Instant.parse(fields.text("at").orElse(Instant.EPOCH.toString())));
    }
}
