package io.hexagent.presentation.api;

import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What has come of a message that is sent in pieces over a WebSocket. For one thread at a time. */
final class Pieces {
    private final int mostBytes;
    private final StringBuilder text = new StringBuilder();
    private long bytes;
    private boolean binary;

    /** @param mostBytes of a message; what is beyond is not kept */
    Pieces(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** A message that is whole. */
    sealed interface Whole {
        record Text(String text) implements Whole {}

        record Wrong(Problem problem) implements Whole {}
    }

    /** Adds a frame, which stays the caller's. @return the message, once it is whole */
    Optional<Whole> add(WebSocketFrame frame) {
        binary |= !(frame instanceof TextWebSocketFrame) && bytes == 0;
        bytes += frame.content().readableBytes();
        if (bytes <= mostBytes && !binary) {
            text.append(frame.content().toString(StandardCharsets.UTF_8));
        }
        if (!frame.isFinalFragment()) {
            return Optional.empty();
        }
        Whole whole = whole();
        text.setLength(0);
        bytes = 0;
        binary = false;
        return Optional.of(whole);
    }

    private Whole whole() {
        if (bytes > mostBytes) {
            return new Whole.Wrong(Problem.tooLarge(
                    "the message has more than " + mostBytes + " bytes (setting server.max-body-bytes)"));
        }
        return binary
                ? new Whole.Wrong(Problem.malformed("a message is JSON in a text frame, not a binary frame"))
                : new Whole.Text(text.toString());
    }
}
