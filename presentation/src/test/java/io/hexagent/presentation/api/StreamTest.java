package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.api.EventReader.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of runs and threads, with the test as the worker. */
class StreamTest {
    @TempDir
    Path home;

    private Hexagent hexagent;
    private ApiServer server;
    private Client client;
    private Conversation thread;

    @BeforeEach
    void open() {
        hexagent = new Desk()
                .open(Desk.settings(
                        home, "server.keep-alive", "300ms", "server.stream-tail", "8", "storage.lease", "1h"));
        server = ApiServer.start(hexagent);
        client = new Client(server.address(), hexagent.json());
        thread = PlayedRun.thread(hexagent);
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void aRunsEventsAreToldAsTheyHappenAndTheStreamEndsWithTheLast() {
        var run = PlayedRun.begin(hexagent, thread);
        try (var reader = follow("/api/runs/" + run.id() + "/events")) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("Content-Type")).startsWith("text/event-stream");
            assertThat(reader.header("Cache-Control")).isEqualTo("no-store");
            reader.untilSize(2);
            run.answer("Hello.");
            reader.untilSize(3);
            run.complete();
            List<Event> events = reader.untilEnd();
            assertThat(events).extracting(Event::id).containsExactly("1", "2", "3", "4");
            assertThat(events)
                    .extracting(Event::name)
                    .containsExactly("run-started", "user-request", "agent-response", "run-completed");
            assertThat(events).extracting(Event::type).containsExactlyElementsOf(names(events));
            assertThat(events.getFirst().data().text("run_id"))
                    .contains(run.id().value());
            assertThat(events.getFirst().data().text("at")).contains("2026-01-02T03:04:05Z");
        }
        assertThat(follow("/api/runs/" + run.id() + "/events?last_id=4").status())
                .isEqualTo(204);
        assertThat(follow("/api/runs/" + run.id() + "/events", "Last-Event-ID", "4")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void aReaderGoesOnExactlyAfterItsLastEvent() {
        var run = PlayedRun.begin(hexagent, thread).progress(50).answer("Done.").complete();
        try (var reader = follow("/api/runs/" + run.id() + "/events?last_id=17")) {
            assertThat(reader.untilEnd())
                    .extracting(Event::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(18, 54).boxed().toList());
        }
    }

    @Test
    void aReaderFarBehindReadsTheLogAndThenGoesOnLive() {
        var run = PlayedRun.begin(hexagent, thread).progress(500);
        try (var ahead = follow("/api/runs/" + run.id() + "/events?last_id=500");
                var behind = follow("/api/runs/" + run.id() + "/events")) {
            ahead.untilSize(2);
            behind.untilSize(502);
            run.progress(3).complete();
            assertThat(behind.untilEnd())
                    .extracting(Event::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 506).boxed().toList());
            assertThat(ahead.untilEnd()).extracting(Event::seq).containsExactly(501L, 502L, 503L, 504L, 505L, 506L);
        }
    }

    @Test
    void whoJoinsInTheMiddleOfAReplyGetsOneSnapshotAndThenWhatIsAdded() {
        var run = PlayedRun.begin(hexagent, thread).write("The sum ").write("of all ");
        try (var reader = follow("/api/runs/" + run.id() + "/events")) {
            reader.untilNamed("assistant_message_snapshot");
            run.write("is ");
            reader.untilNamed("assistant_message_delta");
            run.write("45").write(".").answer("The sum of all is 45.").complete();
            List<Event> events = reader.untilEnd();
            assertThat(names(events).stream()
                            .filter(name -> name.equals("assistant_message_snapshot"))
                            .count())
                    .isEqualTo(1);
            assertThat(textOf(events)).isEqualTo("The sum of all is 45.");
            assertThat(events.stream().filter(event -> event.name().startsWith("assistant")))
                    .allSatisfy(event -> assertThat(event.id()).isEmpty());
            assertThat(names(events).subList(events.size() - 3, events.size()))
                    .containsExactly("assistant_message_delta", "agent-response", "run-completed");
        }
    }

    @Test
    void aReplyThatBeginsAnewBeginsWithANewSnapshot() {
        var run = PlayedRun.begin(hexagent, thread).write("The wro");
        try (var reader = follow("/api/runs/" + run.id() + "/events")) {
            reader.untilNamed("assistant_message_snapshot");
            run.writeAnew().write("Right.").answer("Right.").complete();
            List<Event> events = reader.untilEnd();
            List<Event> snapshots = events.stream()
                    .filter(event -> event.name().equals("assistant_message_snapshot"))
                    .toList();
            assertThat(snapshots).hasSizeGreaterThan(1);
            assertThat(snapshots.stream()
                            .map(event -> event.data().number("reply"))
                            .distinct())
                    .hasSizeGreaterThan(1);
            assertThat(textOf(events)).isEqualTo("Right.");
        }
    }

    @Test
    void aThreadsRunsAreToldWholeAndInOrderAndBetweenThemItWaits() {
        var first = PlayedRun.begin(hexagent, thread).answer("One.").complete();
        try (var reader = follow("/api/agent/" + thread.id() + "/stream")) {
            reader.untilNamed("waiting");
            PlayedRun.begin(hexagent, thread).answer("Two.").complete();
            List<Event> events = reader.untilSize(10);
            assertThat(names(events.subList(0, 5)))
                    .containsExactly(
                            "task_agent_execute",
                            "task_agent_execute",
                            "task_agent_execute",
                            "task_agent_execute",
                            "waiting");
            assertThat(executed(events))
                    .extracting(Event::id)
                    .containsExactly("1.1", "1.2", "1.3", "1.4", "2.1", "2.2", "2.3", "2.4");
            assertThat(executed(events).getFirst().data().text("run_id"))
                    .contains(first.id().value());
            assertThat(executed(events).getFirst().type()).isEqualTo("run-started");
        }
        try (var again = follow("/api/agent/" + thread.id() + "/stream?last_id=1.3")) {
            assertThat(executed(again.untilNamed("waiting")))
                    .extracting(Event::id)
                    .containsExactly("1.4", "2.1", "2.2", "2.3", "2.4");
        }
    }

    @Test
    void aThreadThatHasNotBegunWaits() {
        try (var reader = follow("/api/agent/" + thread.id() + "/stream")) {
            assertThat(names(reader.untilSize(1))).containsExactly("waiting");
            PlayedRun.begin(hexagent, thread);
            assertThat(executed(reader.untilSize(3))).extracting(Event::id).containsExactly("1.1", "1.2");
        }
    }

    @Test
    void aThreadFollowedUntilItIsIdleEndsAndIsOverWhenAskedAgain() {
        PlayedRun.begin(hexagent, thread).answer("One.").complete();
        try (var reader = follow("/api/agent/" + thread.id() + "/stream?until=idle")) {
            assertThat(reader.untilEnd()).extracting(Event::id).containsExactly("1.1", "1.2", "1.3", "1.4");
        }
        assertThat(follow("/api/agent/" + thread.id() + "/stream?until=idle&last_id=1.4")
                        .status())
                .isEqualTo(204);
        client.get("/api/agent/" + thread.id() + "/stream?until=never").problem(422, "validation_failed");
    }

    @Test
    void aRunThatWasDeletedIsSkipped() {
        var first = PlayedRun.begin(hexagent, thread).answer("One.").complete();
        PlayedRun.begin(hexagent, thread).answer("Two.").complete();
        client.send("DELETE", "/api/runs/" + first.id()).is(204);
        try (var reader = follow("/api/agent/" + thread.id() + "/stream?last_id=1.2&until=idle")) {
            assertThat(reader.untilEnd()).extracting(Event::id).containsExactly("2.1", "2.2", "2.3", "2.4");
        }
    }

    @Test
    void theOlderDoorTellsARunAsAThreadDoes() {
        var run = PlayedRun.begin(hexagent, thread).answer("One.").complete();
        String door = "/agent/event-stream?flowUuid=" + thread.id() + "&flowInputUuid=" + run.id();
        try (var reader = follow(door + "&last_id=2")) {
            List<Event> events = reader.untilEnd();
            assertThat(events).extracting(Event::id).containsExactly("3", "4");
            assertThat(names(events)).containsOnly("task_agent_execute");
        }
        assertThat(follow(door + "&last_id=4").status()).isEqualTo(204);
        client.get("/agent/event-stream?flowUuid=other&flowInputUuid=" + run.id())
                .problem(404, "not_found");
        client.get("/agent/event-stream").problem(422, "validation_failed");
        try (var reader = follow("/agent/event-stream?flowUuid=" + thread.id())) {
            reader.untilNamed("waiting");
        }
    }

    @Test
    void aSilentStreamSaysThatItIsThere() {
        var run = PlayedRun.begin(hexagent, thread);
        try (var ofRun = follow("/api/runs/" + run.id() + "/events");
                var ofThread = follow("/api/agent/" + thread.id() + "/stream")) {
            assertThat(ofRun.untilComment()).isPositive();
            Event beat = ofThread.untilNamed("keep_alive").getLast();
            assertThat(beat.id()).isEmpty();
        }
    }

    @Test
    void aThreadThatHasNotBegunIsWaitedForAlsoUntilItIsIdle() {
        try (var reader = follow("/api/agent/" + thread.id() + "/stream?until=idle")) {
            assertThat(names(reader.untilSize(1))).containsExactly("waiting");
            PlayedRun.begin(hexagent, thread).answer("One.").complete();
            assertThat(executed(reader.untilEnd())).extracting(Event::id).containsExactly("1.1", "1.2", "1.3", "1.4");
        }
    }

    @Test
    void pastTheEndOfARunThatHasEndedNothingIsMissingAtAnyDoor() {
        var run = PlayedRun.begin(hexagent, thread).answer("One.").complete();
        String stream = "/api/agent/" + thread.id() + "/stream";
        for (String seq : List.of("4", "9")) {
            assertThat(follow("/api/runs/" + run.id() + "/events?last_id=" + seq)
                            .status())
                    .isEqualTo(204);
            assertThat(follow("/agent/event-stream?flowUuid=" + thread.id() + "&flowInputUuid=" + run.id() + "&last_id="
                                    + seq)
                            .status())
                    .isEqualTo(204);
            assertThat(follow(stream + "?until=idle&last_id=1." + seq).status()).isEqualTo(204);
        }
        try (var atEnd = follow(stream + "?last_id=1.4");
                var pastEnd = follow(stream + "?last_id=1.9")) {
            assertThat(names(atEnd.untilSize(1))).containsExactly("waiting");
            assertThat(names(pastEnd.untilSize(1))).containsExactly("waiting");
            PlayedRun.begin(hexagent, thread);
            assertThat(executed(atEnd.untilSize(3))).extracting(Event::id).containsExactly("2.1", "2.2");
            assertThat(executed(pastEnd.untilSize(3))).extracting(Event::id).containsExactly("2.1", "2.2");
        }
    }

    @Test
    void whatIsNoPlaceIsRefused() {
        var run = PlayedRun.begin(hexagent, thread);
        String events = "/api/runs/" + run.id() + "/events";
        client.get(events + "?last_id=x").problem(422, "validation_failed");
        client.get(events + "?last_id=-1").problem(422, "validation_failed");
        client.get(events + "?last_id=3").problem(422, "validation_failed");
        client.get(events, "Last-Event-ID", "1.2").problem(422, "validation_failed");
        client.get("/api/runs/nobody/events").problem(404, "not_found");
        String stream = "/api/agent/" + thread.id() + "/stream";
        client.get(stream + "?last_id=7").problem(422, "validation_failed");
        client.get(stream + "?last_id=0.1").problem(422, "validation_failed");
        client.get(stream + "?last_id=1.x").problem(422, "validation_failed");
        client.get(stream + "?last_id=1.9").problem(422, "validation_failed");
        client.get("/api/agent/nobody/stream").problem(404, "not_found");
    }

    @Test
    void aClientThatLeavesIsNoticed() {
        var run = PlayedRun.begin(hexagent, thread);
        var reader = follow("/api/runs/" + run.id() + "/events");
        reader.untilSize(2);
        assertThat(server.streams().open()).isEqualTo(1);
        reader.close();
        await(() -> server.streams().open() == 0);
        assertThat(server.streams().gone()).isEqualTo(1);
    }

    @Test
    void aServerThatStopsEndsItsStreamsAtOnce() {
        var run = PlayedRun.begin(hexagent, thread);
        try (var reader = follow("/api/runs/" + run.id() + "/events")) {
            reader.untilSize(2);
            long begun = System.nanoTime();
            server.close();
            reader.untilEnd();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    private EventReader follow(String path, String... headers) {
        return EventReader.get(server.address() + path, hexagent.json(), headers);
    }

    private static List<String> names(List<Event> events) {
        return events.stream().map(Event::name).toList();
    }

    private static List<Event> executed(List<Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("task_agent_execute"))
                .toList();
    }

    /** The text of the newest reply, put together from its snapshot and what was added. */
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

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
