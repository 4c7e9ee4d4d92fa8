package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.document.SearchDocumentsTool;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.api.EventReader.Event;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Documents and the search in them, with the real embedding model. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentApiTest {
    private static final String WARRANTY = "# Warranty\n\nThe machine is covered for two years. Batteries wear out and"
            + " are covered for six months only.\n";

    private final Hexagent hexagent;
    private final ApiServer server;
    private final Client client;

    DocumentApiTest(@TempDir Path home) {
        this.hexagent = new Desk().open(Desk.settings(home, "documents.max-bytes", "64KB", "documents.batch", "2"));
        this.server = ApiServer.start(hexagent);
        this.client = new Client(server.address(), hexagent.json());
    }

    @AfterAll
    void stop() {
        server.close();
        hexagent.close();
    }

    private Client.Reply search(Value.Fields asked) {
        return client.post("/api/search", asked);
    }

    private List<Value> found(String query) {
        return search(Value.fields().put("query", query).build())
                .is(200)
                .fields()
                .items("results");
    }

    private String added(String name, String type, String text) {
        return client.sendBody("POST", "/api/documents?name=" + name, type, text)
                .is(201)
                .fields()
                .text("id")
                .orElseThrow();
    }

    @Test
    void aDocumentIsAddedFoundCitedReadAndDeleted() {
        Client.Reply reply = client.sendBody("POST", "/api/documents?name=warranty.md", "text/markdown", WARRANTY)
                .is(201);
        Value.Fields document = reply.fields();
        String id = document.text("id").orElseThrow();
        assertThat(document.fields().keySet())
                .containsExactly("id", "name", "media_type", "bytes", "characters", "passages", "sha256", "created_at");
        assertThat(document.text("media_type")).contains("text/markdown");
        assertThat(reply.header("Location")).isEqualTo("/api/documents/" + id);
        String page =
                added("cats.html", "text/html", "<html><body><p>Cats sleep for most of the day.</p></body></html>");

        assertThat(added("warranty.md", "text/markdown", WARRANTY))
                .as("the same file under the same name is one document")
                .isEqualTo(id);
        assertThat(client.get("/api/documents").is(200).items()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(client.get("/api/documents/" + id).is(200).fields()).isEqualTo(document);
        String text = client.get("/api/documents/" + id + "/text").is(200).body();
        assertThat(text).isEqualTo(WARRANTY);

        var best = (Value.Fields)
                found("How long does a guarantee on accumulators last?").getFirst();
        Value.Fields citation = best.fields("citation").orElseThrow();
        assertThat(citation.text("document")).contains(id);
        assertThat(citation.text("name")).contains("warranty.md");
        int start = citation.number("start").orElseThrow().intValue();
        int end = citation.number("end").orElseThrow().intValue();
        assertThat(best.text("text")).contains(text.substring(start, end));
        assertThat(citation.number("score").orElseThrow()).isPositive();
        assertThat(search(Value.fields()
                                .put("query", "warranty")
                                .put("document_ids", Value.texts(List.of(page)))
                                .put("limit", 1)
                                .put("mode", "meaning")
                                .build())
                        .is(200)
                        .fields()
                        .items("results"))
                .singleElement()
                .satisfies(one -> assertThat(one.toString()).contains("Cats"));

        client.send("DELETE", "/api/documents/" + id).is(204);
        client.send("DELETE", "/api/documents/" + id).problem(404, "not_found");
        client.get("/api/documents/" + id).problem(404, "not_found");
        client.get("/api/documents/" + id + "/text").problem(404, "not_found");
        assertThat(found("warranty batteries").toString()).doesNotContain(id);
        client.send("DELETE", "/api/documents/" + page).is(204);
    }

    private List<Event> streamed(String path, String type, String body, String... headers) {
        try (var reader = EventReader.sendBody(server.address() + path, hexagent.json(), type, body, headers)) {
            assertThat(reader.status()).isEqualTo(200);
            assertThat(reader.header("Content-Type")).startsWith("text/event-stream");
            return reader.untilEnd();
        }
    }

    private static int number(Event event, String field) {
        return event.data().number(field).orElseThrow().intValue();
    }

    private static String longText() {
        var text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("Paragraph ").append(i).append(" tells of bees, their dances and their honey. ".repeat(4));
            text.append("\n\n");
        }
        return text.toString();
    }

    @Test
    void whoWantsEventsIsToldHowManyPassagesAreEmbedded() {
        List<Event> events = streamed("/api/documents?name=bees.txt", "text/plain", longText());
        Value.Fields document = events.getLast().data();
        assertThat(events.getLast().name()).isEqualTo("document");
        int passages = number(events.getLast(), "passages");
        List<Event> progress = events.subList(0, events.size() - 1);
        assertThat(progress).hasSizeGreaterThan(3).allSatisfy(event -> {
            assertThat(event.name()).isEqualTo("progress");
            assertThat(number(event, "passages")).isEqualTo(passages);
            assertThat(number(event, "percent")).isEqualTo(100 * number(event, "done") / passages);
        });
        assertThat(progress)
                .extracting(event -> number(event, "done"))
                .isSorted()
                .contains(0, 2, 4, passages);
        String id = document.text("id").orElseThrow();
        assertThat(client.get("/api/documents/" + id).is(200).fields()).isEqualTo(document);

        assertThat(streamed("/api/documents?name=bees.txt", "text/plain", longText()))
                .as("it is there already")
                .singleElement()
                .satisfies(event -> assertThat(event.data()).isEqualTo(document));
        client.send("DELETE", "/api/documents/" + id).is(204);
    }

    @Test
    void aStreamedFormWithAKeyIsAddedOnce() {
        String form = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"once.txt\"\r\n\r\n"
                + "Ants walk in lines.\r\n--xyz--\r\n";
        Event first = streamed("/api/documents", Client.FORM, form, "Idempotency-Key", "ants")
                .getLast();
        assertThat(first.data().text("name")).contains("once.txt");
        assertThat(first.data().has("idempotency_replayed")).isFalse();
        Event again = streamed("/api/documents", Client.FORM, form, "Idempotency-Key", "ants")
                .getLast();
        assertThat(again.data().text("id")).isEqualTo(first.data().text("id"));
        assertThat(again.data().flag("idempotency_replayed")).contains(true);
    }

    @Test
    void whatIsWrongIsAProblemBeforeTheStreamAndAnErrorInIt() {
        List<Event> told = streamed("/api/documents?name=a.pdf", "application/pdf", "%PDF-1.7 nothing");
        assertThat(told).singleElement().satisfies(event -> {
            assertThat(event.name()).isEqualTo("error");
            assertThat(event.data().text("code")).contains("unusable_document_malformed");
            assertThat(number(event, "status")).isEqualTo(422);
        });
        try (var tooLarge = EventReader.sendBody(
                server.address() + "/api/documents", hexagent.json(), "text/plain", "x".repeat(70_000))) {
            assertThat(tooLarge.status()).isEqualTo(413);
            assertThat(tooLarge.header("Content-Type")).startsWith("application/problem+json");
        }
        try (var badKey = EventReader.sendBody(
                server.address() + "/api/documents",
                hexagent.json(),
                "text/plain",
                "x",
                "Idempotency-Key",
                "k".repeat(300))) {
            assertThat(badKey.status()).isEqualTo(422);
        }
    }

    @Test
    void ofEqualRequestsWithOneKeyOneAdds() {
        String body = "Keys open doors.";
        Value.Fields first = client.sendBody("POST", "/api/documents", "text/plain", body, "Idempotency-Key", "one")
                .is(201)
                .fields();
        Client.Reply again = client.sendBody("POST", "/api/documents", "text/plain", body, "Idempotency-Key", "one")
                .is(201);
        assertThat(again.fields()).isEqualTo(first);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        client.sendBody("POST", "/api/documents", "text/plain", body + "!", "Idempotency-Key", "one")
                .problem(422, "idempotency_key_reused");
    }

    @Test
    void aFormWithAFileIsTakenAndNothingElse() {
        String file = "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"notes.txt\"\r\n\r\n"
                + "Bees dance.\r\n";
        assertThat(client.sendBody("POST", "/api/documents", Client.FORM, file + "--xyz--\r\n")
                        .is(201)
                        .fields()
                        .text("name"))
                .contains("notes.txt");
        String field = "--xyz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nx\r\n";
        for (String form :
                new String[] {file + field + "--xyz--\r\n", field + file + "--xyz--\r\n", field + "--xyz--\r\n"}) {
            client.sendBody("POST", "/api/documents", Client.FORM, form).problem(422, "validation_failed");
        }
    }

    @Test
    void whatIsNoDocumentIsRefused() {
        client.sendBody("POST", "/api/documents", "text/plain", "").problem(422, "unusable_document_empty");
        client.sendBody("POST", "/api/documents", "text/plain", " \n").problem(422, "unusable_document_no_text");
        client.sendBody("POST", "/api/documents", "text/plain", "x".repeat(70_000))
                .problem(413, "unusable_document_too_large");
        client.sendBody("POST", "/api/documents?name=a.pdf", "application/pdf", "%PDF-1.7 nothing")
                .problem(422, "unusable_document_malformed");
        client.sendBody("POST", "/api/documents?name=a.zip", "application/octet-stream", "PK\003\004\0\0\0\0")
                .problem(415, "unusable_document_unknown_type");
        client.sendBody("POST", "/api/documents", "application/json", "{}").problem(415, "unsupported_media_type");
        assertThat(client.get("/api/documents?limit=0")
                        .problem(422, "validation_failed")
                        .text("detail"))
                .isPresent();
    }

    @Test
    void aBadSearchIsToldWhatIsAllowed() {
        search(Value.Fields.EMPTY).problem(422, "validation_failed");
        search(Value.fields().put("query", " ").build()).problem(422, "validation_failed");
        Value.Fields problem = search(Value.fields()
                        .put("query", "x".repeat(20_001))
                        .put("limit", 51)
                        .put("mode", "magic")
                        .put("document_ids", "x")
                        .put("more", 1)
                        .build())
                .problem(422, "validation_failed");
        assertThat(problem.items("violations")).hasSize(5);
        assertThat(problem.toString()).contains("[words, meaning, hybrid]", "1 to 50");
    }

    @Test
    void theToolIsThere() {
        Value.Fields tool =
                client.get("/api/tools/" + SearchDocumentsTool.NAME).is(200).fields();
        assertThat(tool.text("category")).contains("knowledge");
    }
}
