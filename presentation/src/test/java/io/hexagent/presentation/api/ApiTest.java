package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTest {
    private final Path home;
    private final Desk desk = new Desk();
    private final Hexagent hexagent;
    private final ApiServer server;
    private final Client client;

    ApiTest(@TempDir Path home) {
        this.home = home;
        this.hexagent = desk.open(Desk.settings(
                home, "server.patience", "3s", "server.max-body-bytes", "4KB", "limits.dataset-bytes", "64KB"));
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
    void aQuestionAboutInlineCsvIsAnsweredWithATableAndSteps() {
        var answer = client.post("/api/analyses", question("average?").with("csv", Value.of(Desk.CSV)))
                .is(200)
                .fields();
        assertThat(answer.fields().keySet())
                .containsExactly(
                        "run_id",
                        "status",
                        "outcome",
                        "provider",
                        "answer",
                        "plan",
                        "assumptions",
                        "table",
                        "artifacts",
                        "steps",
                        "thread_id",
                        "model");
        assertThat(answer.fields("table").orElseThrow().texts("columns")).containsExactly("region", "mean of price");
        var call = (Value.Fields) answer.items("steps").get(2);
        assertThat(call.fields().keySet())
                .containsExactly("id", "type", "content", "timestamp", "order", "seq", "toolName", "params");
        assertThat(call.text("toolName")).contains("aggregate");
    }

    @Test
    void aRefusalIs200AndSaysSo() {
        var answer = client.post("/api/analyses", question("Who won?")).is(200).fields();
        assertThat(answer.text("outcome")).contains("refused");
    }

    @Test
    void aFormWithAFileIsAnsweredInWhateverOrderItsPartsCome() {
        for (String form : new String[] {
            part("question", "average?") + file(Desk.CSV) + end(), file(Desk.CSV) + part("question", "average?") + end()
        }) {
            var answer = client.sendBody("POST", "/api/analyses", Client.FORM, form)
                    .is(200)
                    .fields();
            assertThat(answer.text("outcome")).contains("answered");
        }
    }

    @Test
    void aDatasetIsUploadedOnceAskedAboutAndDeleted() {
        var reply = client.sendBody("POST", "/api/datasets?name=prices.csv", "text/csv", Desk.CSV)
                .is(201);
        String id = reply.fields().text("id").orElseThrow();
        assertThat(reply.header("Location")).contains("/api/datasets/" + id);
        assertThat(client.get("/api/datasets/" + id).is(200).fields().text("name"))
                .contains("prices.csv");
        client.post("/api/analyses", question("average?").with("dataset_id", Value.of(id)))
                .is(200);
        assertThat(client.get("/api/datasets").is(200).items()).isNotEmpty();
        client.send("DELETE", "/api/datasets/" + id).is(204);
        client.get("/api/datasets/" + id).problem(404, "not_found");
        client.post("/api/analyses", question("average?").with("dataset_id", Value.of(id)))
                .problem(404, "not_found");
    }

    @Test
    void withoutWaitingTheRunIsAcceptedAndALiveRunIsNotDeleted() {
        var reply = client.post("/api/analyses?wait=false", question("slow")).is(202);
        String id = reply.fields().text("id").orElseThrow();
        assertThat(reply.header("Location")).contains("/api/runs/" + id);
        assertThat(reply.fields().text("status")).contains("queued");
        client.until(
                Duration.ofSeconds(20),
                "/api/runs/" + id,
                run -> run.text("status").orElseThrow().equals("running"));
        client.send("DELETE", "/api/runs/" + id).problem(409, "run_is_live");
        assertThat(client.get("/api/runs?status=running").is(200).items()).isNotEmpty();
    }

    @Test
    void pastTheWaitItIs408WithTheRunsId() {
        var problem = client.post("/api/analyses", question("slow")).problem(408, "still_running");
        String id = problem.text("run_id").orElseThrow();
        assertThat(client.get("/api/runs/" + id).is(200).fields().text("status"))
                .contains("running");
        client.post("/api/chat", Value.fields().put("message", "slow").build()).problem(408, "still_running");
    }

    @Test
    void chatAnswersAndGoesOnInItsThread() {
        var first = client.post(
                        "/api/chat", Value.fields().put("message", "hello").build())
                .is(200)
                .fields();
        assertThat(first.text("response")).contains("I cannot tell.");
        String thread = first.text("thread_id").orElseThrow();
        var second = client.post(
                        "/api/chat",
                        Value.fields()
                                .put("message", "again")
                                .put("session_id", thread)
                                .build())
                .is(200)
                .fields();
        assertThat(second.text("thread_id")).contains(thread);
        assertThat(client.get("/api/runs?thread_id=" + thread).is(200).items()).hasSize(2);
        client.post(
                        "/api/chat",
                        Value.fields()
                                .put("message", "hello")
                                .put("thread_id", "none")
                                .build())
                .problem(404, "not_found");
    }

    @Test
    void aRunThatFailedTellsItsError() {
        var answer = client.post("/api/analyses", question("broken")).is(200).fields();
        assertThat(answer.text("status")).contains("failed");
        assertThat(answer.fields("error").orElseThrow().text("code")).contains("model_failed");
    }

    @Test
    void runsAreListedInPagesShownAndDeleted() {
        String id = client.post("/api/analyses", question("Who?"))
                .is(200)
                .fields()
                .text("run_id")
                .orElseThrow();
        var page = client.get("/api/runs?limit=1").is(200);
        assertThat(Long.parseLong(page.header("X-Total-Count"))).isPositive();
        var row = (Value.Fields) page.items().getFirst();
        assertThat(row.fields().keySet()).containsExactly("id", "name", "time", "status", "outcome", "user_query");
        assertThat(row.text("name").orElseThrow()).matches("Run [0-9a-f]{8}");
        var run = client.get("/api/runs/" + id).is(200).fields();
        assertThat(run.fields().keySet())
                .contains(
                        "id",
                        "thread_id",
                        "user_query",
                        "status",
                        "outcome",
                        "provider",
                        "model",
                        "created_at",
                        "completed_at",
                        "usage",
                        "steps");
        client.send("DELETE", "/api/runs/" + id).is(204);
        client.get("/api/runs/" + id).problem(404, "not_found");
        client.get("/api/runs?limit=201").problem(422, "validation_failed");
        client.get("/api/runs?status=odd").problem(422, "validation_failed");
        client.get("/api/runs/" + "x".repeat(200)).problem(404, "not_found");
    }

    @Test
    void toolsAreListedAndSwitchedOff() {
        var tool = (Value.Fields) client.get("/api/tools").is(200).items().getFirst();
        assertThat(tool.fields().keySet())
                .contains(
                        "id",
                        "name",
                        "display_name",
                        "description",
                        "version",
                        "schema",
                        "enabled",
                        "icon",
                        "category",
                        "requires_auth");
        assertThat(tool.fields("schema").orElseThrow().text("type")).contains("function");
        var changed = client.sendBody("PUT", "/api/tools/describe_dataset", "application/json", "{\"enabled\":false}")
                .is(200)
                .fields();
        assertThat(changed.flag("enabled")).contains(false);
        client.sendBody("PUT", "/api/tools/describe_dataset", "application/json", "{\"enabled\":true}")
                .is(200);
        client.sendBody("PUT", "/api/tools/describe_dataset", "application/json", "{\"enabled\":\"yes\"}")
                .problem(422, "validation_failed");
        client.get("/api/tools/none").problem(404, "not_found");
    }

    @Test
    void anArtifactIsReadInTheMediaTypesThatItHas() {
        var answer = client.post("/api/analyses", question("draw it")).is(200).fields();
        var artifact = (Value.Fields) answer.items("artifacts").getFirst();
        String url = artifact.text("url").orElseThrow();
        assertThat(artifact.fields().keySet())
                .contains("id", "run_id", "thread_id", "kind", "title", "media_type", "url", "created_at");
        assertThat(client.get(url).is(200).header("Content-Type")).startsWith("application/vnd.vegalite.v5+json");
        assertThat(client.get(url + "?format=png").is(200).header("Content-Type"))
                .isEqualTo("image/png");
        assertThat(client.get(url, "Accept", "image/*").is(200).header("Content-Type"))
                .isEqualTo("image/png");
        assertThat(client.get(url, "Accept", "application/json;q=0.5, text/html")
                        .is(200)
                        .body())
                .isEqualTo("{\"mark\":\"bar\"}");
        assertThat(client.get(url).header("Content-Security-Policy")).contains("sandbox");
        var refused = client.get(url + "?format=svg").problem(406, "not_acceptable");
        assertThat(refused.texts("available")).contains("image/png");
        client.get(url, "Accept", "text/html").problem(406, "not_acceptable");
        client.get("/api/artifacts/none").problem(404, "not_found");
        assertThat(client.get("/api/resources").is(200).items()).isNotEmpty();
    }

    @Test
    void modelsHealthAndTheRootAreThere() {
        assertThat(client.get("/api/models").is(200).fields().text("default")).contains("desk/words");
        var health = client.get("/health").is(200).fields();
        assertThat(health.text("provider")).contains("desk");
        assertThat(health.flag("offline")).contains(false);
        assertThat(health.fields("parts")
                        .orElseThrow()
                        .fields("provider_desk")
                        .orElseThrow()
                        .text("status"))
                .contains("up");
        client.get("/health/live").is(200);
        client.get("/health/ready").is(200);
        assertThat(client.get("/").is(200).fields().text("name")).contains("hexagent");
    }

    @Test
    void whatIsWrongWithABodyIsSaidFieldByField() {
        client.sendBody("POST", "/api/analyses", "application/json", "{\"question\":")
                .problem(400, "malformed_json");
        client.sendBody("POST", "/api/analyses", "application/json", "[]").problem(400, "malformed_json");
        client.sendBody("POST", "/api/analyses", "application/json", "").problem(400, "malformed_json");
        client.sendBody("POST", "/api/analyses", "application/json", "{\"question\":\"a\",\"question\":\"b\"}")
                .problem(400, "malformed_json");
        var problem = client.sendBody("POST", "/api/analyses", "application/json", "{\"csv\":1,\"odd\":true}")
                .problem(422, "validation_failed");
        assertThat(problem.items("violations").stream()
                        .map(violation ->
                                ((Value.Fields) violation).text("field").orElseThrow()))
                .containsExactlyInAnyOrder("question", "csv", "odd");
        client.post("/api/analyses", question("  ")).problem(422, "validation_failed");
        client.post("/api/analyses", question("?").with("model", Value.of("acme/x")))
                .problem(422, "validation_failed");
        assertThat(client.post("/api/analyses", question("?").with("agent", Value.of("nobody")))
                        .problem(422, "validation_failed")
                        .items("violations"))
                .extracting(
                        violation -> ((Value.Fields) violation).text("field").orElseThrow())
                .containsExactly("agent");
        client.post("/api/analyses?wait=perhaps", question("?")).problem(422, "validation_failed");
        client.post("/api/chat", Value.Fields.EMPTY).problem(422, "validation_failed");
    }

    @Test
    void dataThatCannotBeUsedIsRefused() {
        client.sendBody("POST", "/api/datasets", "text/csv", "").problem(422, "unusable_dataset_empty");
        client.sendBody("POST", "/api/datasets", "text/csv", "a,b\n").problem(422, "unusable_dataset_no_rows");
        assertThat(client.sendBody("POST", "/api/datasets", Client.FORM, part("odd", "x") + end())
                        .problem(422, "validation_failed")
                        .text("detail"))
                .contains("field \"odd\" is not known; none is taken here");
        client.sendBody("POST", "/api/datasets", Client.FORM, part("name", "x") + end())
                .problem(422, "validation_failed");
        client.sendBody("POST", "/api/datasets", Client.FORM, "nonsense").problem(400, "malformed_form");
        client.sendBody("POST", "/api/datasets", "multipart/form-data", "nonsense")
                .problem(400, "malformed_form");
    }

    @Test
    void whatIsTooLargeIsRefused() {
        client.post("/api/analyses", question("x".repeat(5000))).problem(413, "too_large");
        String rows = "a,b\n" + "1,2\n".repeat(20_000);
        client.sendBody("POST", "/api/datasets", "text/csv", rows).problem(413, "unusable_dataset_too_large");
        client.sendBody("POST", "/api/datasets", Client.FORM, file(rows) + end())
                .problem(413, "unusable_dataset_too_large");
    }

    @Test
    void aQuestionThatIsTooLongIsRefused() {
        try (Hexagent strict = desk.open(Desk.settings(home, "limits.question-chars", "10"));
                ApiServer other = ApiServer.start(strict)) {
            new Client(other.address(), strict.json())
                    .post("/api/analyses", question("What is the average?"))
                    .problem(422, "validation_failed");
        }
    }

    @Test
    void unknownRoutesMethodsAndMediaTypesAreProblemsToo() {
        client.get("/api/nothing").problem(404, "not_found");
        client.get("/api/analyses").problem(405, "method_not_allowed");
        client.sendBody("POST", "/api/analyses", "text/plain", "average?").problem(415, "unsupported_media_type");
        client.sendBody("POST", "/api/datasets", "application/json", "{}").problem(415, "unsupported_media_type");
    }

    @Test
    void theDocumentationIsServedFromHere() {
        assertThat(client.get("/docs").is(200).body())
                .contains("swagger-ui-bundle.js")
                .doesNotContain("https://");
        assertThat(client.get("/docs/swagger-ui-bundle.js").is(200).header("Content-Type"))
                .startsWith("text/javascript");
        assertThat(client.get("/docs/swagger-ui.css").is(200).body()).isNotEmpty();
        assertThat(client.get("/docs/openapi.yml").is(200).body())
                .contains("openapi: 3.1.0")
                .doesNotContain("@version@");
        client.get("/docs/nothing.js").problem(404, "not_found");
    }

    private static Value.Fields question(String text) {
        return Value.fields().put("question", text).build();
    }

    private static String part(String name, String text) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + text + "\r\n";
    }

    private static String file(String csv) {
        return "--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"prices.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + csv + "\r\n";
    }

    private static String end() {
        return "--xyz--\r\n";
    }
}
