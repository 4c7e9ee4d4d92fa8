package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolEvent;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.api.EventReader.Event;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tool reports under a name of its own, at every door. */
class ToolEventsTest {
    @TempDir
    Path home;

    private Hexagent hexagent;
    private ApiServer server;

    /** Draws pages and tells of them. */
    private static final class Drawing implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName("pages"),
                    "1",
                    "Pages",
                    "Draws pages.",
                    List.of(),
                    "book",
                    ToolCategory.OTHER,
                    Value.fields().put("type", "object").build(),
                    ToolSpec.Effects.READS,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            context.progress().report(10, "begun");
            context.progress()
                    .report(new ToolEvent(
                            "page-drawn",
                            60,
                            "page 3",
                            Value.fields().put("page", 3).build()));
            return new ToolResult.Succeeded(Value.Fields.EMPTY);
        }
    }

    @BeforeEach
    void open() {
        var model = ScriptedLanguageModel.script()
                .calls("pages", "{}")
                .answers("Drawn.")
                .build();
        hexagent = Hexagent.builder(Desk.settings(home))
                .provider(ScriptedProvider.of(model))
                .tool(new Drawing())
                .open();
        server = ApiServer.start(hexagent);
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    private static void checkNamed(Value.Fields told, String type) {
        assertThat(told.text("type")).contains(type);
        assertThat(told.text("event")).contains("page-drawn");
        assertThat(told.number("percent").orElseThrow().intValue()).isEqualTo(60);
        assertThat(told.text("message")).contains("page 3");
        assertThat(told.fields("content")
                        .orElseThrow()
                        .number("page")
                        .orElseThrow()
                        .intValue())
                .isEqualTo(3);
        assertThat(told.text("call_id")).isPresent();
    }

    private EventReader follow(String path) {
        return EventReader.get(server.address() + path, hexagent.json());
    }

    @Test
    void everyStreamAndTheTimelineTellItsName() {
        List<Event> chat;
        Value.Fields body = Value.fields()
                .put("message", "Draw.")
                .put("session_id", "drawing-talk")
                .build();
        try (var reader = EventReader.post(server.address() + "/api/chat/stream", hexagent.json(), body)) {
            chat = reader.untilEnd();
        }
        List<Event> progress = chat.stream()
                .filter(event -> event.name().equals("tool_call_progress"))
                .toList();
        assertThat(progress).hasSize(2);
        assertThat(progress.getFirst().data().has("event")).isFalse();
        checkNamed(progress.getLast().data(), "tool-progress");

        Value.Fields done = chat.getLast().data();
        String run = done.text("run_id").orElseThrow();
        String thread = done.text("thread_id").orElseThrow();
        try (var reader = follow("/api/runs/" + run + "/events")) {
            List<Event> told = reader.untilEnd().stream()
                    .filter(event -> event.name().equals("tool-progress"))
                    .toList();
            assertThat(told).hasSize(2);
            checkNamed(told.getLast().data(), "tool-progress");
        }
        try (var reader = follow("/api/agent/" + thread + "/stream?until=idle")) {
            checkExecuted(reader.untilEnd());
        }
        try (var reader = follow("/agent/event-stream?flowUuid=" + thread + "&flowInputUuid=" + run)) {
            checkExecuted(reader.untilEnd());
        }

        var client = new Client(server.address(), hexagent.json());
        List<Value> steps = client.get("/api/runs/" + run).is(200).fields().items("steps");
        assertThat(steps).hasSize(5);
        Value.Fields call = (Value.Fields) steps.get(2);
        assertThat(call.text("type")).contains("tool-call");
        assertThat(call.items("events")).singleElement().satisfies(one -> {
            Value.Fields event = (Value.Fields) one;
            assertThat(event.text("event")).contains("page-drawn");
            assertThat(event.text("message")).contains("page 3");
            assertThat(event.number("seq").orElseThrow().longValue())
                    .isEqualTo(progress.getLast().seq());
        });
    }

    private static void checkExecuted(List<Event> events) {
        List<Value.Fields> named = events.stream()
                .filter(event -> event.name().equals("task_agent_execute"))
                .map(Event::data)
                .filter(data -> data.has("event"))
                .toList();
        assertThat(named).hasSize(1);
        checkNamed(named.getFirst(), "page-drawn");
    }

    @Test
    void aWebSocketTellsItsName() {
        BlockingQueue<Value.Fields> frames = new LinkedBlockingQueue<>();
        try (var http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create(server.address().replace("http://", "ws://") + "/api/ws/chat"),
                            new Frames(hexagent, frames))
                    .join();
            try {
                socket.sendText("{\"message\":\"Draw.\"}", true).join();
                List<Value.Fields> progress = untilDone(frames).stream()
                        .filter(frame -> frame.text("type").orElse("").equals("tool_call_progress"))
                        .toList();
                assertThat(progress).hasSize(2);
                assertThat(progress.getFirst().has("event")).isFalse();
                checkNamed(progress.getLast(), "tool_call_progress");
            } finally {
                // A client waits for its open connections when it is closed.
                socket.abort();
            }
        }
    }

    private static List<Value.Fields> untilDone(BlockingQueue<Value.Fields> frames) {
        var read = new ArrayList<Value.Fields>();
        while (read.isEmpty() || !read.getLast().text("type").orElse("").equals("done")) {
            try {
                Value.Fields frame = frames.poll(30, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no end after " + read);
                }
                read.add(frame);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stop);
            }
        }
        return read;
    }

    private static final class Frames implements WebSocket.Listener {
        private final Hexagent hexagent;
        private final BlockingQueue<Value.Fields> frames;
        private final StringBuilder piece = new StringBuilder();

        Frames(Hexagent hexagent, BlockingQueue<Value.Fields> frames) {
            this.hexagent = hexagent;
            this.frames = frames;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            piece.append(data);
            if (last) {
                frames.add(hexagent.json().readFields(piece.toString()));
                piece.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
