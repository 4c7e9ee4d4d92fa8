package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.application.tool.ListTools;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.mcp.McpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OutsideTest {
    @TempDir
    Path directory;

    private static Hexagent open(Map<String, String> values) {
        var all = new HashMap<>(values);
        all.put("storage.kind", "memory");
        all.put("provider", "offline");
        return Hexagent.builder(Settings.of(all)).inMemory().open();
    }

    private static ToolSpec tool(Hexagent hexagent, String name) {
        var found = (ListTools.Outcome.Found) hexagent.listTools().handle(new ListTools.Command(Principal.LOCAL));
        return found.tools().stream()
                .map(listed -> listed.spec())
                .filter(spec -> spec.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theToolsOfTheWebAreThereAndSayWhatIsMissing() {
        try (var hexagent = open(Map.of())) {
            assertThat(tool(hexagent, "fetch_url").requiresAuth()).isFalse();
            assertThat(tool(hexagent, "web_search").requiresAuth()).isTrue();
            assertThat(tool(hexagent, "web_search").description()).contains("TAVILY_API_KEY");
        }
        try (var hexagent = open(Map.of("search.searxng-url", "http://127.0.0.1:9/searx"))) {
            assertThat(tool(hexagent, "web_search").requiresAuth()).isFalse();
            assertThat(tool(hexagent, "web_search").description()).doesNotContain("Not set up");
        }
        try (var hexagent = open(Map.of("search.engine", "brave", "search.tavily-key", "tvly-secret"))) {
            assertThat(tool(hexagent, "web_search").description()).contains("BRAVE_API_KEY");
        }
    }

    @Test
    void aDeadServerHarmsNoStartAndHealthShowsIt() {
        String servers =
                "{\"mcpServers\": {\"files\": {\"command\": \"/no/such/program\", \"env\": {\"KEY\": \"canary\"}}}}";
        try (var hexagent =
                open(Map.of("mcp.servers", servers, "mcp.patience", "30s", "tools.disabled", "files__delete"))) {
            assertThat(tool(hexagent, "calculator").name().value()).isEqualTo("calculator");
            Health health = hexagent.health();
            assertThat(health.isUp()).isTrue();
            Health.Part part = health.parts().stream()
                    .filter(one -> one.name().equals("mcp files"))
                    .findFirst()
                    .orElseThrow();
            assertThat(part.status()).isEqualTo(Health.Status.DOWN);
            assertThat(part.detail())
                    .contains("/no/such/program cannot be started")
                    .doesNotContain("canary");
        }
    }

    @Test
    void serversAreReadFromAFileInTheFormThatOthersUse() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), """
            {"mcpServers": {
              "files": {"command": "npx", "args": ["-y", "server-filesystem", "/data"], "env": {"A": "b"}},
              "wiki": {"type": "http", "url": "https://wiki.test/mcp", "headers": {"Authorization": "Bearer x"}},
              "old": {"command": "x", "disabled": true}}}\
            """);
        Settings settings = Settings.of(Map.of("mcp.servers", file.toString()));
        assertThat(McpEntries.of(settings.mcp(), new JacksonJson()))
                .containsExactly(
                        new McpServer.Entry(
                                "files",
                                new McpServer.Command(
                                        List.of("npx", "-y", "server-filesystem", "/data"), Map.of("A", "b"))),
                        new McpServer.Entry(
                                "wiki",
                                new McpServer.Http(
                                        URI.create("https://wiki.test/mcp"), Map.of("Authorization", "Bearer x"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        /no/such/file.json                                         | no readable file
        {"mcpServers": }                                           | mcp.servers
        {"mcpServers": {"a b": {"command": "x"}}}                  | 1 to 32 characters
        {"mcpServers": {"a": {"command": "x", "url": "http://y"}}} | either a command or a url
        {"mcpServers": {"a": {}}}                                  | either a command or a url
        {"mcpServers": {"a": {"url": "ftp://canary"}}}             | no http or https address
        {"mcpServers": {"a": {"command": "x", "envs": {}}}}        | there is no field "envs"
        {"mcpServers": {"a": {"command": "x", "env": {"K": 1}}}}   | env.K is no text
        """)
    void aServerThatCannotBeUsedIsNamed(String value, String message) {
        Settings settings = Settings.of(Map.of("mcp.servers", value));
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> McpEntries.of(settings.mcp(), new JacksonJson()))
                .withMessageContaining("mcp.servers")
                .withMessageContaining(message)
                .withMessageNotContaining("canary");
    }

    @Test
    void anAllowedHostThatIsNoneIsNamed() {
        assertThatExceptionOfType(InvalidSetting.class)
                .isThrownBy(() -> open(Map.of("fetch.allow", "http://intranet")).close())
                .withMessageContaining("fetch.allow");
    }
}
