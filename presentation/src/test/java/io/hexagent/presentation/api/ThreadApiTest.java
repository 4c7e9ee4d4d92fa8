package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Threads and runs that nobody waits for, over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreadApiTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Desk desk = new Desk();
    private final Hexagent hexagent;
    private final ApiServer server;
    private final Client client;

    ThreadApiTest(@TempDir Path home) {
        this.hexagent = desk.open(Desk.settings(home, "server.patience", "20s"));
        this.server = ApiServer.start(hexagent);
        this.client = new Client(server.address(), hexagent.json());
    }

    @AfterAll
    void stop() {
        desk.letGo();
        server.close();
        hexagent.close();
    }

    @Test
    void aThreadIsListedByWhenItWasLastUsed() {
        String first = begin();
        String second = begin();
        assertThat(listed()).startsWith(second, first);

        String run = execute(first, "draw it").is(202).fields().text("run_id").orElseThrow();
        ended(run);

        assertThat(listed()).startsWith(first, second);
        assertThat(thread(first).text("updated_at").orElseThrow())
                .isGreaterThan(thread(first).text("created_at").orElseThrow());
    }

    @Test
    void aThreadIsBegunWorkedInShownRenamedAndDeleted() {
        var begun = client.post(
                        "/api/agent/initiate",
                        Value.fields()
                                .put("agent", "chat")
                                .put(
                                        "metadata",
                                        Value.fields().put("project", "x").build())
                                .build())
                .is(201);
        String thread = begun.fields().text("thread_id").orElseThrow();
        assertThat(begun.header("Location")).isEqualTo("/api/threads/" + thread);
        assertThat(thread(thread).fields().keySet())
                .containsExactly("id", "title", "created_at", "updated_at", "status", "metadata");
        assertThat(thread(thread).text("status")).contains("idle");
        assertThat(thread(thread).fields("metadata").orElseThrow().text("project"))
                .contains("x");

        var accepted = execute(thread, "draw it").is(202);
        String run = accepted.fields().text("run_id").orElseThrow();
        assertThat(accepted.fields().fields().keySet()).containsExactly("run_id", "thread_id", "status");
        assertThat(accepted.fields().text("status")).contains("queued");
        assertThat(accepted.header("Location")).isEqualTo("/api/agent/" + thread + "/stream");
        assertThat(ended(run).text("status")).contains("completed");

        var messages =
                client.get("/api/threads/" + thread + "/messages").is(200).items();
        assertThat(messages)
                .extracting(message -> ((Value.Fields) message).text("role").orElseThrow())
                .containsExactly("user", "assistant");
        assertThat(((Value.Fields) messages.getFirst()).fields().keySet())
                .containsExactly("id", "role", "content", "run_id", "created_at");
        assertThat(client.get("/api/threads/" + thread + "/messages?limit=1")
                        .is(200)
                        .items())
                .hasSize(1);
        assertThat(client.get("/api/threads/" + thread + "/resources").is(200).items())
                .singleElement()
                .satisfies(artifact ->
                        assertThat(((Value.Fields) artifact).text("run_id")).contains(run));
        assertThat(client.get("/api/resources?thread_id=" + thread).is(200).items())
                .hasSize(1);
        assertThat(client.get("/api/resources?thread_id=none").is(200).items()).isEmpty();

        Instant before = updated(client.get("/api/threads/" + thread).is(200).fields());
        assertThat(patch(thread, "{\"title\":\" Prices \"}").is(200).fields().text("title"))
                .contains("Prices");
        assertThat(thread(thread).fields("metadata").orElseThrow().text("project"))
                .contains("x");
        assertThat(updated(client.get("/api/threads/" + thread).is(200).fields()))
                .isAfter(before);
        assertThat(patch(thread, "{\"metadata\":{\"a\":1}}")
                        .is(200)
                        .fields()
                        .fields("metadata")
                        .orElseThrow()
                        .has("project"))
                .isFalse();
        var page = client.get("/api/threads?limit=200").is(200);
        assertThat(Long.parseLong(page.header("X-Total-Count"))).isPositive();
        assertThat(page.items())
                .extracting(item -> ((Value.Fields) item).text("id").orElseThrow())
                .contains(thread);
        client.send("DELETE", "/api/threads/" + thread).is(204);
        client.get("/api/threads/" + thread).problem(404, "not_found");
        client.get("/api/runs/" + run).problem(404, "not_found");
    }

    @Test
    void whatIsWrongIsSaid() {
        String thread = begin();
        client.post("/api/agent/initiate", Value.fields().put("agent", "nobody").build())
                .problem(422, "validation_failed");
        client.post("/api/agent/initiate", Value.fields().put("model", "acme/x").build())
                .problem(422, "validation_failed");
        client.post("/api/agent/initiate", Value.fields().put("metadata", "x").build())
                .problem(422, "validation_failed");
        client.send("POST", "/api/agent/initiate").is(201);
        execute("none", "hello").problem(404, "not_found");
        var wrong = client.post(
                        "/api/agent/" + thread + "/execute",
                        Value.fields()
                                .put("multitask_strategy", "perhaps")
                                .put("datasets", "x")
                                .put("odd", 1)
                                .build())
                .problem(422, "validation_failed");
        assertThat(wrong.items("violations"))
                .extracting(
                        violation -> ((Value.Fields) violation).text("field").orElseThrow())
                .containsExactlyInAnyOrder("message", "multitask_strategy", "datasets", "odd");
        client.post(
                        "/api/agent/" + thread + "/execute",
                        Value.fields()
                                .put("message", "hello")
                                .put("datasets", Value.texts(List.of("none")))
                                .build())
                .problem(404, "not_found");
        client.get("/api/threads/none").problem(404, "not_found");
        client.get("/api/threads/none/messages").problem(404, "not_found");
        client.get("/api/threads/none/resources").problem(404, "not_found");
        client.send("DELETE", "/api/threads/none").problem(404, "not_found");
        patch("none", "{\"title\":\"x\"}").problem(404, "not_found");
        patch(thread, "{\"title\":\" \"}").problem(422, "validation_failed");
        client.get("/api/threads?limit=201").problem(422, "validation_failed");
        client.send("POST", "/api/runs/none/cancel").problem(404, "not_found");
        client.send("POST", "/api/runs/none/replay").problem(404, "not_found");
        client.post("/api/runs/none/resume", Value.fields().put("answer", "x").build())
                .problem(404, "not_found");
        client.post("/api/runs/none/resume", Value.Fields.EMPTY).problem(422, "validation_failed");
        client.post(
                        "/api/runs/none/resume",
                        Value.fields().put("decision", "expired").build())
                .problem(422, "validation_failed");
    }

    @Test
    void aBusyThreadRefusesAnotherRunAndNamesTheLiveOne() {
        String thread = begin();
        String live = run(execute(thread, "slow").is(202));
        assertThat(execute(thread, "hello").problem(409, "thread_busy").text("run_id"))
                .contains(live);
        assertThat(client.post(
                                "/api/chat",
                                Value.fields()
                                        .put("message", "hello")
                                        .put("thread_id", thread)
                                        .build())
                        .problem(409, "thread_busy")
                        .text("run_id"))
                .contains(live);
        assertThat(thread(thread).text("status")).contains("busy");
        client.send("DELETE", "/api/threads/" + thread).problem(409, "thread_is_live");
        client.send("POST", "/api/runs/" + live + "/replay").problem(409, "run_is_live");

        String waiting = run(client.post(
                        "/api/agent/" + thread + "/execute",
                        Value.fields()
                                .put("message", "hello")
                                .put("multitask_strategy", "enqueue")
                                .build())
                .is(202));
        assertThat(client.get("/api/runs/" + waiting).is(200).fields().text("status"))
                .contains("queued");
        var cancelled = client.send("POST", "/api/runs/" + live + "/cancel").is(200);
        assertThat(cancelled.fields().text("status")).contains("cancelled");
        assertThat(client.send("POST", "/api/runs/" + live + "/cancel")
                        .is(200)
                        .fields()
                        .text("status"))
                .contains("cancelled");
        assertThat(ended(waiting).text("status")).contains("completed");
        assertThat(thread(thread).text("status")).contains("idle");
    }

    @Test
    void anInterruptingRunCancelsTheOneBefore() {
        String thread = begin();
        String first = run(execute(thread, "slow").is(202));
        String second = run(client.post(
                        "/api/agent/" + thread + "/execute",
                        Value.fields()
                                .put("message", "hello")
                                .put("multitask_strategy", "interrupt")
                                .build())
                .is(202));
        assertThat(ended(first).text("status")).contains("cancelled");
        assertThat(ended(second).text("status")).contains("completed");
    }

    @Test
    void aCallThatNeedsLeaveIsApprovedEditedOrRejected() {
        for (String decision : new String[] {"approve", "edit", "reject"}) {
            int paid = desk.paid().size();
            String thread = begin();
            String run = run(execute(thread, "pay").is(202));
            var request = awaited(run);
            assertThat(request.fields().keySet())
                    .contains("request_id", "reason", "message", "params", "params_hash", "response_schema");
            assertThat(request.text("reason")).contains("approval");
            assertThat(thread(thread).text("status")).contains("awaiting_input");
            client.post("/api/runs/" + run + "/resume", decision("approve").with("params_hash", Value.of("other")))
                    .problem(409, "params_changed");
            client.post("/api/runs/" + run + "/resume", decision("approve")).problem(422, "validation_failed");
            var body = decision(decision)
                    .with("request_id", Value.of(request.text("request_id").orElseThrow()))
                    .with("params_hash", Value.of(request.text("params_hash").orElseThrow()));
            if (decision.equals("edit")) {
                body = body.with("content", Value.fields().put("amount", 7).build());
            }
            Value.Fields resumed =
                    client.post("/api/runs/" + run + "/resume", body).is(202).fields();
            assertThat(resumed.text("id")).contains(run);
            assertThat(resumed.items("steps"))
                    .extracting(step -> ((Value.Fields) step).text("type").orElseThrow())
                    .startsWith("user-request")
                    .contains("tool-call");
            assertThat(ended(run).text("status")).contains("completed");
            client.post("/api/runs/" + run + "/resume", body).problem(409, "not_waiting");
            assertThat(desk.paid()).hasSize(decision.equals("reject") ? paid : paid + 1);
        }
        assertThat(desk.paid().getLast().number("amount").orElseThrow().intValue())
                .isEqualTo(7);
    }

    @Test
    void aWaitingChatOrAnalysisIs200AndTellsTheRequest() {
        var chat = client.post("/api/chat", Value.fields().put("message", "pay").build())
                .is(200)
                .fields();
        assertThat(chat.text("status")).contains("awaiting_input");
        assertThat(chat.fields("request").orElseThrow().text("request_id")).isPresent();
        var analysis = client.post(
                        "/api/analyses", Value.fields().put("question", "pay").build())
                .is(200)
                .fields();
        assertThat(analysis.text("status")).contains("awaiting_input");
        String run = analysis.text("run_id").orElseThrow();
        client.send("POST", "/api/runs/" + run + "/cancel").is(200);
        client.post("/api/runs/" + run + "/resume", decision("approve")).problem(409, "not_waiting");
    }

    @Test
    void aReplayShowsTheStepsSideBySideAndAsksNoModel() {
        String run = client.post(
                        "/api/analyses",
                        Value.fields()
                                .put("question", "average?")
                                .put("csv", Desk.CSV)
                                .build())
                .is(200)
                .fields()
                .text("run_id")
                .orElseThrow();
        int asked = desk.asked();
        var replay = client.send("POST", "/api/runs/" + run + "/replay", "Idempotency-Key", "again-" + run)
                .is(200)
                .fields();
        assertThat(desk.asked()).isEqualTo(asked);
        assertThat(replay.flag("same")).contains(true);
        assertThat(replay.items("steps")).hasSize(5);
        assertThat(((Value.Fields) replay.items("steps").getFirst()).fields().keySet())
                .containsExactly("order", "same", "original", "replay");
        String copy = replay.fields("replay").orElseThrow().text("id").orElseThrow();
        assertThat(client.get("/api/runs/" + copy).is(200).fields().text("replay_of"))
                .contains(run);
        var repeated = client.send("POST", "/api/runs/" + run + "/replay", "Idempotency-Key", "again-" + run);
        assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(repeated.is(200).fields()).isEqualTo(replay);
    }

    @Test
    void metadataThatNamesNobodyIsRefusedWhereItIsUsed() {
        client.post(
                        "/api/agent/initiate",
                        Value.fields()
                                .put(
                                        "metadata",
                                        Value.fields().put("agent", "nobody").build())
                                .build())
                .problem(422, "validation_failed");
        String thread = begin();
        patch(thread, "{\"metadata\":{\"agent\":{\"a\":1}}}").is(200);
        execute(thread, "draw it").problem(422, "validation_failed");
        client.post(
                        "/api/chat",
                        Value.fields()
                                .put("message", "hello")
                                .put("thread_id", thread)
                                .build())
                .problem(422, "validation_failed");
        patch(thread, "{\"metadata\":{\"model\":\"nobody/nothing\"}}").is(200);
        execute(thread, "draw it").problem(422, "validation_failed");
    }

    @Test
    void anAnalysisThatNobodyWaitsForIsQueued() {
        var accepted = client.post(
                        "/api/analyses?wait=false",
                        Value.fields()
                                .put("question", "average?")
                                .put("csv", Desk.CSV)
                                .build())
                .is(202);
        String run = accepted.fields().text("id").orElseThrow();
        assertThat(accepted.header("Location")).isEqualTo("/api/runs/" + run);
        assertThat(ended(run).fields("table")).isPresent();
    }

    @Test
    void equalRequestsWithOneKeyAreOneRun() {
        String thread = begin();
        var path = "/api/agent/" + thread + "/execute";
        var body = Value.fields().put("message", "hello").build();
        var replies = atOnce(20, () -> client.post(path, body, "Idempotency-Key", "one"));
        var bodies = new HashSet<String>();
        replies.forEach(reply -> bodies.add(reply.is(202).body()));
        assertThat(bodies).hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.has("Idempotency-Replayed")))
                .hasSize(19);
        assertThat(client.get("/api/runs?thread_id=" + thread).is(200).header("X-Total-Count"))
                .isEqualTo("1");
        client.post(path, Value.fields().put("message", "other").build(), "Idempotency-Key", "one")
                .problem(422, "idempotency_key_reused");
        // The same body in another spelling is the same request.
        client.sendBody(
                        "POST",
                        path,
                        "application/json",
                        "{ \"message\" : \"hello\", \"model\": null }",
                        "Idempotency-Key",
                        "one")
                .is(202);
    }

    @Test
    void everyCreatingDoorKnowsARepeatedRequest() {
        var chat = Value.fields().put("message", "hello").build();
        var first = client.post("/api/chat", chat, "Idempotency-Key", "c").is(200);
        var second = client.post("/api/chat", chat, "Idempotency-Key", "c").is(200);
        assertThat(first.has("Idempotency-Replayed")).isFalse();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.body()).isEqualTo(first.body());
        client.post("/api/chat", chat.with("message", Value.of("other")), "Idempotency-Key", "c")
                .problem(422, "idempotency_key_reused");

        var question =
                Value.fields().put("question", "average?").put("csv", Desk.CSV).build();
        String run = client.post("/api/analyses", question, "Idempotency-Key", "a")
                .is(200)
                .fields()
                .text("run_id")
                .orElseThrow();
        var repeated =
                client.post("/api/analyses", question, "Idempotency-Key", "a").is(200);
        assertThat(repeated.fields().text("run_id")).contains(run);
        assertThat(repeated.header("Idempotency-Replayed")).isEqualTo("true");

        var initiated = client.post("/api/agent/initiate", Value.Fields.EMPTY, "Idempotency-Key", "i")
                .is(201);
        assertThat(client.post("/api/agent/initiate", Value.Fields.EMPTY, "Idempotency-Key", "i")
                        .is(201)
                        .body())
                .isEqualTo(initiated.body());

        for (String type : new String[] {"text/csv", Client.FORM}) {
            String csv = type.equals(Client.FORM)
                    ? "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.csv\"\r\n\r\n" + Desk.CSV
                            + "\r\n--xyz--\r\n"
                    : Desk.CSV;
            var added = client.sendBody("POST", "/api/datasets", type, csv, "Idempotency-Key", "d" + type)
                    .is(201);
            var again = client.sendBody("POST", "/api/datasets", type, csv, "Idempotency-Key", "d" + type)
                    .is(201);
            assertThat(again.body()).isEqualTo(added.body());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            client.sendBody("POST", "/api/datasets", type, csv.replace("south", "west"), "Idempotency-Key", "d" + type)
                    .problem(422, "idempotency_key_reused");
        }
    }

    @Test
    void aRequestThatIsRefusedUsesUpNoKey() {
        client.post("/api/chat", Value.Fields.EMPTY, "Idempotency-Key", "k").problem(422, "validation_failed");
        client.post(
                        "/api/chat",
                        Value.fields()
                                .put("message", "x")
                                .put("model", "acme/x")
                                .build(),
                        "Idempotency-Key",
                        "k")
                .problem(422, "validation_failed");
        client.post("/api/chat", Value.fields().put("message", "hello").build(), "Idempotency-Key", "k")
                .is(200);
        String odd = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.csv\"\r\n\r\n" + Desk.CSV
                + "\r\n--xyz\r\nContent-Disposition: form-data; name=\"odd\"\r\n\r\nx\r\n--xyz--\r\n";
        client.sendBody("POST", "/api/datasets", Client.FORM, odd, "Idempotency-Key", "k")
                .problem(422, "validation_failed");
        client.sendBody("POST", "/api/datasets", "text/csv", "a,b\n", "Idempotency-Key", "k")
                .problem(422, "unusable_dataset_no_rows");
        client.sendBody("POST", "/api/datasets", "text/csv", Desk.CSV, "Idempotency-Key", "k")
                .is(201);
        client.post("/api/chat", Value.fields().put("message", "hello").build(), "Idempotency-Key", "x".repeat(256))
                .problem(422, "validation_failed");
        client.post("/api/chat", Value.fields().put("message", "hello").build(), "Idempotency-Key", " ")
                .problem(422, "validation_failed");
    }

    private String begin() {
        return client.post("/api/agent/initiate", Value.Fields.EMPTY)
                .is(201)
                .fields()
                .text("thread_id")
                .orElseThrow();
    }

    private List<String> listed() {
        return client.get("/api/threads").is(200).items().stream()
                .map(one -> ((Value.Fields) one).text("id").orElseThrow())
                .toList();
    }

    private Client.Reply execute(String thread, String message) {
        return client.post(
                "/api/agent/" + thread + "/execute",
                Value.fields().put("message", message).build());
    }

    private static Instant updated(Value.Fields thread) {
        return Instant.parse(thread.text("updated_at").orElseThrow());
    }

    private Client.Reply patch(String thread, String body) {
        return client.sendBody("PATCH", "/api/threads/" + thread, "application/json", body);
    }

    private Value.Fields thread(String id) {
        return client.get("/api/threads/" + id).is(200).fields();
    }

    private static String run(Client.Reply accepted) {
        return accepted.fields().text("run_id").orElseThrow();
    }

    private static Value.Fields decision(String word) {
        return Value.fields().put("decision", word).build();
    }

    private Value.Fields ended(String run) {
        return client.until(
                LONG,
                "/api/runs/" + run,
                shown -> List.of("completed", "failed", "cancelled")
                        .contains(shown.text("status").orElseThrow()));
    }

    private Value.Fields awaited(String run) {
        return client.until(
                        LONG,
                        "/api/runs/" + run,
                        shown -> shown.fields("request").isPresent())
                .fields("request")
                .orElseThrow();
    }

    private static <T> List<T> atOnce(int times, Callable<T> call) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = new ArrayList<Future<T>>();
            for (int i = 0; i < times; i++) {
                futures.add(executor.submit(call));
            }
            var results = new ArrayList<T>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
