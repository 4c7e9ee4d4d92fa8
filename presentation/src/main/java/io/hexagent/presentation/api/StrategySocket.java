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

/** Strategy sessions over WebSockets: takes frames and hands them to the talk of their connection. */
@ServerWebSocket("/ws/{client}")
final class StrategySocket {
    private static final Logger LOG = LoggerFactory.getLogger(StrategySocket.class);

    /** A frame beyond this breaks the connection; one beyond {@code server.max-body-bytes} gets an error. */
    private static final int LARGEST_FRAME = 8 << 20;

    private final Hexagent hexagent;
    private final Streams streams;
    private final int mostBytes;
    private final Map<WebSocketSession, Connected> connected = new ConcurrentHashMap<>();
    private final ScheduledExecutorService beats = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("session-pings").daemon().factory());
    private final CompletableFuture<@Nullable Void> gone = new CompletableFuture<>();
    private volatile boolean stopping;

    private static final class Connected {
        private final StrategyTalk talk;
        private final Pieces pieces;
        /** Whether the server has said that it closes the connection. */
        private volatile boolean dismissed;

        Connected(StrategyTalk talk, Pieces pieces) {
            this.talk = talk;
            this.pieces = pieces;
        }
    }

    StrategySocket(Hexagent hexagent, Streams streams) {
        this.hexagent = hexagent;
        this.streams = streams;
        this.mostBytes = (int) Math.min(hexagent.settings().server().maxBodyBytes(), LARGEST_FRAME);
        long beat = hexagent.settings().streams().keepAlive().toMillis();
        Future<?> ignored = beats.scheduleWithFixedDelay(this::ping, beat, beat, TimeUnit.MILLISECONDS);
    }

    @OnOpen
    void open(WebSocketSession session, HttpRequest<?> request, String client) {
        streams.socketOpened();
        var talk = new StrategyTalk(hexagent, streams, client, request, new Wire(session));
        connected.put(session, new Connected(talk, new Pieces(mostBytes)));
        talk.open();
        if (stopping) {
            dismiss(session, CloseReason.GOING_AWAY);
        }
    }

    /** Frames of a connection come one after the other, on its own thread. */
    @OnMessage(maxPayloadLength = LARGEST_FRAME)
    void message(WebSocketFrame frame, WebSocketSession session) {
        try {
            Connected one = connected.get(session);
            if (one != null) {
                one.pieces.add(frame).ifPresent(one.talk::take);
            }
        } finally {
            frame.release();
        }
    }

    private void dismiss(WebSocketSession session, CloseReason reason) {
        Connected one = connected.get(session);
        if (one != null) {
            one.dismissed = true;
        }
        session.close(reason);
    }

    @OnClose
    void close(WebSocketSession session, CloseReason reason) {
        Connected one = connected.remove(session);
        if (one != null) {
            if (!one.dismissed && session.isOpen()) {
                echo(session, reason);
            }
            streams.socketClosed();
            one.talk.close();
        }
        if (stopping && connected.isEmpty()) {
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
        } catch (WebSocketSessionException left) {
            LOG.debug("a WebSocket is gone", left);
        }
    }

    @OnError
    void failed(WebSocketSession session, Throwable problem) {
        LOG.debug("a WebSocket failed", problem);
        dismiss(session, CloseReason.PROTOCOL_ERROR);
    }

    /** Keeps silent connections open, and finds out which are gone. */
    private void ping() {
        for (WebSocketSession session : connected.keySet()) {
            try {
                CompletableFuture<?> ignored = session.sendPingAsync(new byte[0]);
            } catch (WebSocketSessionException left) {
                LOG.debug("a WebSocket is gone", left);
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
        connected.keySet().forEach(session -> dismiss(session, CloseReason.GOING_AWAY));
        if (connected.isEmpty()) {
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
            } catch (WebSocketSessionException left) {
                LOG.debug("a WebSocket is gone", left);
            }
        }

        @Override
        public void giveUp() {
            dismiss(session, CloseReason.POLICY_VIOLATION);
        }
    }
}
