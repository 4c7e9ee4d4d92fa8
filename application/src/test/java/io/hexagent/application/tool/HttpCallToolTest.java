package io.hexagent.application.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.run.PlainJson;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetched;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpCallToolTest {
    private static final ToolContext CONTEXT = new ToolContext(
            new RunId("r"),
            new ConversationId("c"),
            Principal.LOCAL,
            new CallId("1"),
            "r/1",
            List.of(),
            Instant.MAX,
            ToolContext.Progress.NONE);

    private final PlainJson json = new PlainJson();
    private final List<FetchRequest> sent = new ArrayList<>();
    private final Secrets secrets = new Secrets(Map.of(
            "KEY", new Secrets.Known("canary-1", List.of()),
            "BOUND", new Secrets.Known("canary-2", List.of("other.example"))));

    private HttpCallTool tool(CustomTool.Method method, String url, String header, String path, Fetched answer) {
        var definition = new CustomTool(
                new ToolName("rates"),
                "1",
                "Rates",
                "Rates",
                ToolCategory.OTHER,
                Value.Fields.EMPTY,
                new CustomTool.HttpCall(
                        method, url, header.isEmpty() ? Map.of() : Map.of("Authorization", header), path),
                false);
        return new HttpCallTool(
                definition,
                new HttpCallTool.Parts(
                        request -> {
                            sent.add(request);
                            return answer;
                        },
                        json,
                        secrets,
                        FetchCaps.WIDEST));
    }

    private static Fetched answer(int status, String text) {
        return new Fetched.Answer(
                status,
                "application/json",
                text.getBytes(StandardCharsets.UTF_8),
                URI.create("https://api.example.com/"),
                Map.of());
    }

    private static Value.Fields arguments() {
        return Value.fields().put("base", "EUR").put("to", "USD").build();
    }

    @Test
    void aGetPutsItsArgumentsIntoTheAddressAndTellsThePartThatWasAskedFor() {
        var tool = tool(
                CustomTool.Method.GET,
                "https://api.example.com/{base}",
                "Bearer ${secret:key}",
                "/rates/0",
                answer(200, "{\"rates\":[{\"usd\":1.5}]}"));
        assertThat(tool.call(arguments(), CONTEXT))
                .isEqualTo(new ToolResult.Succeeded(Untrusted.result()
                        .put("status", 200)
                        .put("result", Value.fields().put("usd", 1.5).build())
                        .build()));
        assertThat(sent.getFirst().uri()).hasToString("https://api.example.com/EUR?to=USD");
        assertThat(sent.getFirst().headers()).containsEntry("Authorization", "Bearer canary-1");
        assertThat(tool.spec().effects()).isEqualTo(Effects.READS);
        assertThat(tool.spec().requiresAuth()).isTrue();
    }

    @Test
    void aPostSendsTheOtherArgumentsAsJsonAndIsNotRepeated() {
        var tool = tool(CustomTool.Method.POST, "https://api.example.com/{base}", "", "", answer(201, "fine"));
        assertThat(tool.call(arguments(), CONTEXT))
                .isEqualTo(new ToolResult.Succeeded(Untrusted.result()
                        .put("status", 201)
                        .put("result", "fine")
                        .build()));
        assertThat(new String(sent.getFirst().body().orElseThrow().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"to\":\"USD\"}");
        assertThat(tool.spec().effects()).isEqualTo(Effects.ONCE);
    }

    @Test
    void aSecretThatAnAnswerRepeatsIsBlottedOut() {
        var tool = tool(
                CustomTool.Method.GET,
                "https://api.example.com/",
                "${secret:KEY}",
                "",
                answer(200, "{\"you\":\"sent canary-1\"}"));
        assertThat(tool.call(arguments(), CONTEXT).toString())
                .contains("[secret KEY]")
                .doesNotContain("canary");
        var failing = tool(
                CustomTool.Method.GET, "https://api.example.com/", "${secret:KEY}", "", answer(403, "not canary-1"));
        assertThat(failing.call(arguments(), CONTEXT).toString())
                .contains("403")
                .doesNotContain("canary");
    }

    @Test
    void aSecretThatIsNotSetOrNotForThisHostIsToldAndNothingIsSent() {
        assertThat(tool(CustomTool.Method.GET, "https://api.example.com/", "${secret:NONE}", "", answer(200, ""))
                        .call(arguments(), CONTEXT))
                .isEqualTo(
                        new ToolResult.NeedsCredential("the secret \"NONE\" is not set (setting tools.secret.none)"));
        assertThat(tool(CustomTool.Method.GET, "https://api.example.com/", "${secret:BOUND}", "", answer(200, ""))
                        .call(arguments(), CONTEXT)
                        .toString())
                .contains("may be sent to [other.example] only");
        assertThat(sent).isEmpty();
    }

    @Test
    void whatMayPassIsSaidToPass() {
        assertThat(tool(CustomTool.Method.GET, "https://api.example.com/", "", "", answer(503, "busy"))
                        .call(arguments(), CONTEXT))
                .isEqualTo(new ToolResult.Failed("api.example.com answered with status 503", true));
        assertThat(tool(CustomTool.Method.GET, "https://api.example.com/", "", "", answer(404, "gone"))
                        .call(arguments(), CONTEXT))
                .isEqualTo(new ToolResult.Failed("api.example.com answered with status 404"));
        assertThat(tool(
                                CustomTool.Method.GET,
                                "https://api.example.com/",
                                "",
                                "",
                                new Fetched.Refused(Fetched.Reason.PRIVATE, "not public"))
                        .call(arguments(), CONTEXT))
                .isEqualTo(new ToolResult.Failed("not public"));
    }

    @Test
    void anAnswerWithoutThePartIsAFailure() {
        assertThat(tool(CustomTool.Method.GET, "https://api.example.com/", "", "/a/1", answer(200, "{\"a\":[0]}"))
                        .call(arguments(), CONTEXT)
                        .toString())
                .contains("has nothing at /a/1");
        assertThat(tool(CustomTool.Method.GET, "https://api.example.com/", "", "/a", answer(200, "<html>"))
                        .call(arguments(), CONTEXT)
                        .toString())
                .contains("no JSON");
    }
}
