package io.hexagent.presentation.api;

import io.hexagent.config.Hexagent;
import io.hexagent.presentation.stream.FrameStream;
import io.hexagent.presentation.stream.Streams;
import io.micronaut.http.HttpRequest;
import io.micronaut.websocket.CloseReason;
import io.micronaut.websocket.WebSocketSession;
import io.micronaut.websocket.annotation.OnClose;
import io.micronaut.websocket.annotation.OnError;
import io.micronaut.websocket.annotation.OnMessage;
import io.micronaut.websocket.annotation.OnOpen;
import io.micronaut.websocket.annotation.ServerWebSocket;
import io.micronaut.websocket.exceptions.WebSocketSessionException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import jakarta.annotation.PreDestroy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chats over WebSockets: takes frames and hands them to the chat of their connection. */
@ServerWebSocket("/api/ws/chat")
final class ChatSocket {
    private static final Logger LOG = LoggerFactory.getLogger(ChatSocket.class);

    /** A frame beyond this breaks the connection; one beyond {@code server.max-body-bytes} gets an error. */
    private static final int LARGEST_FRAME = 8 << 20;

    private final Hexagent hexagent;
    private final RunStarts starts;
    private final Streams streams;
    private final int mostBytes;
    private final Map<WebSocketSession, Talk> talks = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pings").daemon().factory());

    private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
    private volatile boolean stopping;

    /** One connection: its chat, and what has come of a message that is sent in pieces. */
    private static final class Talk {
        private final Chat chat;
        private final Pieces pieces;
        /** Whether the server has said that it closes the connection. */
        private volatile boolean dismissed;

        Talk(Chat chat, Pieces pieces) {
            this.chat = chat;
            this.pieces = pieces;
        }
    }

    ChatSocket(Hexagent hexagent, RunStarts starts, Streams streams) {
        this.hexagent = hexagent;
        this.starts = starts;
        this.streams = streams;
        this.mostBytes = (int) Math.min(hexagent.settings().server().maxBodyBytes(), LARGEST_FRAME);
        long beat = hexagent.settings().streams().keepAlive().toMillis();
        Future<?> ignored = beats.scheduleWithFixedDelay(this::ping, beat, beat, TimeUnit.MILLISECONDS);
    }

    @OnOpen
    void open(WebSocketSession session, HttpRequest<?> request) {
        var chat = new Chat(hexagent, starts, Crowd.address(request), streams.frames(new Wire(session)));
        talks.put(session, new Talk(chat, new Pieces(mostBytes)));
        if (stopping) {
            dismiss(session, CloseReason.GOING_AWAY);
        }
    }

    /** Frames of a connection come one after the other, on its own thread. */
    @OnMessage(maxPayloadLength = LARGEST_FRAME)
    void message(WebSocketFrame frame, WebSocketSession session) {
        try {
            Talk talk = talks.get(session);
            if (talk != null) {
                talk.pieces.add(frame).ifPresent(whole -> take(talk.chat, whole));
            }
        } finally {
            frame.release();
        }
    }

    private static void take(Chat chat, Pieces.Whole message) {
        switch (message) {
            case Pieces.Whole.Text(String text) -> chat.take(text);
            case Pieces.Whole.Wrong(Problem problem) -> chat.refuse(problem);
        }
    }

    private void dismiss(WebSocketSession session, CloseReason reason) {
        Talk talk = talks.get(session);
        if (talk != null) {
            talk.dismissed = true;
        }
        session.close(reason);
    }

    @OnClose
    void close(WebSocketSession session, CloseReason reason) {
        Talk talk = talks.remove(session);
        if (talk != null) {
            if (!talk.dismissed && session.isOpen()) {
                echo(session, reason);
            }
            streams.socketClosed();
            talk.chat.close();
        }
        if (stopping && talks.isEmpty()) {
            gone.complete(null);
        }
    }

    /** Micronaut closes the connection next, without a word: to the client that would be an abnormal end. */
    private static void echo(WebSocketSession session, CloseReason reason) {
        // A frame without a code is answered by one without. Netty calls the code -1, and takes it for a valid one.
        var frame = reason.getCode() > 0 && WebSocketCloseStatus.isValidStatusCode(reason.getCode())
                ? new CloseWebSocketFrame(reason.getCode(), reason.getReason())
                : new CloseWebSocketFrame();
        try {
            CompletableFuture<?> ignored = session.sendAsync(frame);
        } catch (WebSocketSessionException gone) {
            LOG.debug("a WebSocket is gone", gone);
        }
    }

    @OnError
    void failed(WebSocketSession session, Throwable problem) {
        LOG.debug("a WebSocket failed", problem);
        dismiss(session, CloseReason.PROTOCOL_ERROR);
    }

    /** Keeps silent connections open, and finds out which are gone. */
    private void ping() {
        for (WebSocketSession session : talks.keySet()) {
            try {
                CompletableFuture<?> ignored = session.sendPingAsync(new byte[0]);
            } catch (WebSocketSessionException gone) {
                LOG.debug("a WebSocket is gone", gone);
            }
        }
    }

    /**
     * Says goodbye to all, which has to be before the server's own end: it closes connections without a word.
     *
     * @return done when they are gone
     */
    CompletableFuture<?> leave() {
        stopping = true;
        talks.keySet().forEach(session -> dismiss(session, CloseReason.GOING_AWAY));
        if (talks.isEmpty()) {
            gone.complete(null);
        }
        return gone;
    }

    @PreDestroy
    void stop() {
        beats.shutdownNow();
    }

    private final class Wire implements FrameStream.Connection {
        private final WebSocketSession session;

        Wire(WebSocketSession session) {
            this.session = session;
        }

        @Override
        public void write(byte[] text, Runnable written) {
            try {
                CompletableFuture<?> ignored = session.sendAsync(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)))
                        .whenComplete((@Nullable Object frame, @Nullable Throwable problem) -> written.run());
            } catch (WebSocketSessionException gone) {
                LOG.debug("a WebSocket is gone", gone);
            }
        }

        @Override
        public void giveUp() {
            dismiss(session, CloseReason.POLICY_VIOLATION);
        }
    }
}
