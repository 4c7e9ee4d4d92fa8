package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.api.EventReader.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a chat tells of tools that need something, and of agents that hand over. */
class ChatToolsTest {
    @TempDir
    Path home;

    /** A tool whose user has given no key. */
    private static final class Locked implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName("locked"),
                    "1",
                    "Locked",
                    "Needs a key.",
                    List.of(),
                    "lock",
                    ToolCategory.OTHER,
                    Value.fields().put("type", "object").build(),
                    ToolSpec.Effects.READS,
                    true);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            return new ToolResult.NeedsCredential("no key is set (setting tools.locked.key)");
        }
    }

    private static List<Event> chat(ApiServer server, Hexagent hexagent, String thread) {
        Value.Fields body = Value.fields()
                .put("message", "Go on.")
                .put("session_id", thread)
                .build();
        try (var reader = EventReader.post(server.address() + "/api/chat/stream", hexagent.json(), body)) {
            return reader.untilEnd();
        }
    }

    @Test
    void aMissingCredentialIsToldToTheModelAndToTheClient() {
        var model = ScriptedLanguageModel.script()
                .calls("locked", "{}")
                .when(
                        "the word of the missing key",
                        prompt -> prompt.messages().getLast() instanceof Message.Tool tool
                                && tool.text().contains("\"requires_auth\":true")
                                && tool.text().contains("no key is set"))
                .answers("I need a key.")
                .build();
        try (var hexagent = Hexagent.builder(Desk.settings(home))
                        .provider(ScriptedProvider.of(model))
                        .tool(new Locked())
                        .open();
                var server = ApiServer.start(hexagent)) {
            List<Event> events = chat(server, hexagent, "locked-talk");
            Event end = events.stream()
                    .filter(event -> event.name().equals("tool_call_end"))
                    .findFirst()
                    .orElseThrow();
            assertThat(end.data().flag("requires_auth")).contains(true);
            assertThat(end.data().flag("ok")).contains(false);
            assertThat(end.data().fields("result").orElseThrow().text("error"))
                    .contains("no key is set (setting tools.locked.key)");
            assertThat(events.getLast().data().text("status")).contains("completed");
            var client = new Client(server.address(), hexagent.json());
            assertThat(client.get("/api/tools/locked").is(200).fields().flag("requires_auth"))
                    .contains(true);
        }
    }

    @Test
    void ourToolsTellWhichSettingIsMissingAndWhatToDo() {
        Map<String, String> settings = Map.of(
                "get_portfolio", "snaptrade.client-id (SNAPTRADE_CLIENT_ID)",
                "get_positions", "snaptrade.consumer-key (SNAPTRADE_CONSUMER_KEY)",
                "get_orders", "storage.secret-key",
                "connect_brokerage", "snaptrade.client-id (SNAPTRADE_CLIENT_ID)",
                "insider_trades", "market.sec-contact",
                "web_search", "search.tavily-key (TAVILY_API_KEY)");
        Map<String, String> arguments =
                Map.of("insider_trades", "{\"ticker\":\"AAPL\"}", "web_search", "{\"query\":\"java\"}");
        var script = ScriptedLanguageModel.script();
        ToolCall[] calls = settings.keySet().stream()
                .map(tool -> script.call(tool, arguments.getOrDefault(tool, "{}")))
                .toArray(ToolCall[]::new);
        var model = script.calls(calls)
                .when(
                        "the settings that are missing",
                        prompt -> prompt.messages().stream()
                                        .filter(Message.Tool.class::isInstance)
                                        .map(Message.Tool.class::cast)
                                        .filter(told -> told.text().contains("\"requires_auth\":true")
                                                && told.text()
                                                        .contains(settings.getOrDefault(
                                                                told.name().value(), "another tool")))
                                        .count()
                                == settings.size())
                .answers("Set them.")
                .calls("get_portfolio", "{}")
                .answers("Set it.")
                .build();
        try (var hexagent = Hexagent.builder(Desk.settings(home))
                        .provider(ScriptedProvider.of(model))
                        .open();
                var server = ApiServer.start(hexagent)) {
            List<Event> ends = chat(server, hexagent, "unset-talk").stream()
                    .filter(event -> event.name().equals("tool_call_end"))
                    .toList();
            assertThat(ends).hasSize(settings.size()).allSatisfy(end -> {
                String tool = end.data().text("toolName").orElseThrow();
                assertThat(end.data().flag("requires_auth")).as(tool).contains(true);
                assertThat(end.data()
                                .fields("result")
                                .orElseThrow()
                                .text("error")
                                .orElseThrow())
                        .contains(settings.getOrDefault(tool, "another tool"));
            });
            var client = new Client(server.address(), hexagent.json());
            Value.Fields answered = client.post(
                            "/api/chat",
                            Value.fields().put("message", "My portfolio?").build())
                    .is(200)
                    .fields();
            assertThat(answered.items("requires_auth")).singleElement().satisfies(one -> {
                assertThat(((Value.Fields) one).text("toolName")).contains("get_portfolio");
                assertThat(((Value.Fields) one).text("message").orElseThrow())
                        .contains("snaptrade.client-id (SNAPTRADE_CLIENT_ID)")
                        .contains("set them");
            });
        }
    }

    @Test
    void whatASubAgentMadeIsAResourceOfTheChatAndItsStepsStandBelow() {
        var above = ScriptedLanguageModel.script()
                .calls("create_plot", "{\"request\":\"Anything\"}")
                .answers("There.")
                .build();
        var below = ScriptedLanguageModel.script()
                .calls("draw", "{}")
                .answers("Drawn.")
                .build();
        try (var hexagent = new Desk()
                        .program(Desk.settings(
                                home,
                                "agents.plotter.model",
                                "scripted/plot",
                                "agents.plotter.tools",
                                "draw",
                                "provider",
                                "scripted"))
                        .provider(
                                ScriptedProvider.of("scripted", "script", above).with("plot", below))
                        .open();
                var server = ApiServer.start(hexagent)) {
            List<Event> events = chat(server, hexagent, "drawn-talk");
            assertThat(events)
                    .extracting(Event::name)
                    .containsSubsequence(
                            "tool_call_start", "tool_call_progress", "resource_created", "tool_call_end", "done");
            Value.Fields artifact = events.stream()
                    .filter(event -> event.name().equals("resource_created"))
                    .findFirst()
                    .flatMap(event -> event.data().fields("artifact"))
                    .orElseThrow();
            var client = new Client(server.address(), hexagent.json());
            String url = artifact.text("url").orElseThrow();
            assertThat(client.get(url + "?format=png").is(200).header("Content-Type"))
                    .isEqualTo("image/png");
            String run = events.getLast().data().text("run_id").orElseThrow();
            Value.Fields shown = client.get("/api/runs/" + run).is(200).fields();
            Value.Items children = (Value.Items) shown.get("children");
            Value.Fields child = (Value.Fields) children.items().getFirst();
            assertThat(child.text("parent_id")).contains(run);
            assertThat(child.text("agent")).contains("plotter");
            assertThat(((Value.Items) child.get("steps")).items()).hasSize(5);
            assertThat(((Value.Items) shown.get("artifacts")).items()).hasSize(1);
            assertThat(client.get("/api/threads/drawn-talk/resources").is(200).items())
                    .hasSize(1);
            assertThat(client.get("/api/runs").is(200).items()).hasSize(1);
        }
    }
}
