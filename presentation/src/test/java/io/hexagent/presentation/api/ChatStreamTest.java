package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.api.EventReader.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chats as server-sent events, with runs that a worker does. */
class ChatStreamTest {
    @TempDir
    Path home;

    private final Speaker speaker = new Speaker();
    private Hexagent hexagent;
    private ApiServer server;
    private Client client;

    @BeforeEach
    void open() {
        hexagent = Hexagent.builder(Desk.settings(home)).provider(speaker).open();
        server = ApiServer.start(hexagent);
        client = new Client(server.address(), hexagent.json());
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void aChatIsToldAsTextToolsAndAnEnd() {
        try (var reader = chat("the sum please")) {
            assertThat(reader.status()).isEqualTo(200);
            List<Event> events = reader.untilEnd();
            assertThat(named(events, "tool_call_start").getFirst().data().text("toolName"))
                    .contains("calculator");
            assertThat(named(events, "tool_call_end").getFirst().data().flag("ok"))
                    .contains(true);
            assertThat(textOf(events)).isEqualTo(Speaker.ANSWER);
            Event done = events.getLast();
            assertThat(done.name()).isEqualTo("done");
            assertThat(done.data().text("status")).contains("completed");
            assertThat(done.data().text("run_id")).contains(reader.header("X-Run-Id"));
            assertThat(done.data().text("thread_id")).contains(reader.header("X-Thread-Id"));
        }
    }

    @Test
    void aFailedRunTellsItsErrorBeforeItsEnd() {
        try (var reader = chat("broken")) {
            List<Event> events = reader.untilEnd();
            assertThat(events).extracting(Event::name).endsWith("error", "done");
            assertThat(events.get(events.size() - 2).data().text("code")).contains("model_failed");
            assertThat(events.getLast().data().text("status")).contains("failed");
        }
    }

    @Test
    void textIsToldWhileItIsWritten() {
        try (var reader = chat("slowly")) {
            speaker.say("One ");
            reader.untilNamed("assistant_message_snapshot");
            speaker.say("two ");
            reader.untilNamed("assistant_message_delta");
            speaker.say("three.");
            speaker.say("");
            assertThat(textOf(reader.untilEnd())).isEqualTo("One two three.");
        }
    }

    @Test
    void aRepeatedRequestStreamsTheSameRunFromItsStart() {
        String[] key = {"Idempotency-Key", "k-1"};
        Value.Fields body = Value.fields().put("message", "the sum please").build();
        String run;
        String text;
        try (var first = EventReader.post(server.address() + "/api/chat/stream", hexagent.json(), body, key)) {
            text = textOf(first.untilEnd());
            run = first.header("X-Run-Id");
            assertThat(first.header("Idempotency-Replayed")).isEmpty();
        }
        try (var again = EventReader.post(server.address() + "/api/chat/stream", hexagent.json(), body, key)) {
            List<Event> events = again.untilEnd();
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.header("X-Run-Id")).isEqualTo(run);
            assertThat(textOf(events)).isEqualTo(text);
            assertThat(named(events, "tool_call_end")).hasSize(1);
            assertThat(events.getLast().name()).isEqualTo("done");
        }
        client.post(
                        "/api/chat/stream",
                        Value.fields().put("message", "something else").build(),
                        key)
                .problem(422, "idempotency_key_reused");
    }

    @Test
    void aRunGoesOnWhenItsClientLeavesUnlessItWasAskedToBeCancelled() {
        var staying = chat("slowly");
        String first = staying.header("X-Run-Id");
        speaker.say("One ");
        staying.untilNamed("assistant_message_snapshot");
        staying.close();
        speaker.say("");
        untilStatus(first, "completed");

        var leaving = EventReader.post(
                server.address() + "/api/chat/stream",
                hexagent.json(),
                Value.fields()
                        .put("message", "slowly")
                        .put("on_disconnect", "cancel")
                        .build());
        speaker.say("One ");
        leaving.untilNamed("assistant_message_snapshot");
        leaving.close();
        untilStatus(leaving.header("X-Run-Id"), "cancelled");
    }

    @Test
    void aBadRequestIsRefusedBeforeAnythingBegins() {
        client.post("/api/chat/stream", Value.fields().build()).problem(422, "validation_failed");
        client.post(
                        "/api/chat/stream",
                        Value.fields()
                                .put("message", "hello")
                                .put("on_disconnect", "explode")
                                .build())
                .problem(422, "validation_failed");
        client.post(
                        "/api/chat/stream",
                        Value.fields()
                                .put("message", "hello")
                                .put("thread_id", "nobody")
                                .build())
                .problem(404, "not_found");
        client.sendBody("POST", "/api/chat/stream", "application/json", "{").problem(400, "malformed_json");
        assertThat(client.get("/api/runs").items()).isEmpty();
    }

    private EventReader chat(String message) {
        return EventReader.post(
                server.address() + "/api/chat/stream",
                hexagent.json(),
                Value.fields().put("message", message).build());
    }

    private void untilStatus(String run, String status) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!client.get("/api/runs/" + run)
                .fields()
                .text("status")
                .orElse("")
                .equals(status)) {
            assertThat(System.nanoTime()).as("run %s is not %s", run, status).isLessThan(deadline);
        }
    }

    private static List<Event> named(List<Event> events, String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    /** The text of the last reply. */
    private static String textOf(List<Event> events) {
        int begin = 0;
        for (int i = 0; i < events.size(); i++) {
            begin = events.get(i).name().equals("assistant_message_snapshot") ? i : begin;
        }
        return events.subList(begin, events.size()).stream()
                .filter(event -> event.name().startsWith("assistant"))
                .map(event -> event.data()
                        .text("text")
                        .or(() -> event.data().text("delta"))
                        .orElseThrow())
                .collect(Collectors.joining());
    }
}
