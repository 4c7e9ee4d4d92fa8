package io.hexagent.infrastructure.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec.Effects;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers that others wrote, over stdio: the npm packages {@code @modelcontextprotocol/server-everything} and
 * {@code server-filesystem}, installed in the directory that {@code TEST_MCP_NPM} names.
 */
@Timeout(180)
class NpmServersTest {
    private static final String VARIABLE = "TEST_MCP_NPM";

    @TempDir
    Path directory;

    private static Optional<Path> program(String name) {
        return Optional.ofNullable(System.getenv(VARIABLE))
                .map(installed -> Path.of(installed, "node_modules", ".bin", name))
                .filter(Files::isExecutable);
    }

    @BeforeAll
    static void findPackages() {
        boolean all = program("mcp-server-everything").isPresent()
                && program("mcp-server-filesystem").isPresent();
        if (!all) {
            String reason = VARIABLE + " names no directory with the npm packages of the MCP servers \"everything\" and"
                    + " \"filesystem\": they are not tested";
            // They are tested where npm could install them; a directory that is named must have them.
            assertThat(System.getenv(VARIABLE)).as(reason).isNull();
            System.err.println(reason);
        }
        assumeThat(all).isTrue();
    }

    private static McpServers servers(String name, String program, String... arguments) {
        var command = new ArrayList<String>();
        command.add(program(program).orElseThrow().toString());
        command.addAll(List.of(arguments));
        var options = new McpServers.Options(
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1_000_000,
                100,
                Duration.ofMillis(50),
                Duration.ofMillis(200));
        return new McpServers(
                List.of(new McpServer.Entry(name, new McpServer.Command(command, Map.of()))),
                options,
                new JacksonJson(),
                new NetworkntSchemas());
    }

    private static Tool tool(McpServers servers, String name) {
        return servers.tools().stream()
                .filter(tool -> tool.spec().name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " not in "
                        + servers.tools().stream()
                                .map(tool -> tool.spec().name().value())
                                .toList()));
    }

    private static ToolResult call(McpServers servers, String name, Value.Builder arguments) {
        Value.Fields given = arguments.build();
        Tool tool = tool(servers, name);
        assertThat(new NetworkntSchemas().violations(tool.spec().parameters(), given))
                .isEmpty();
        return tool.call(
                given,
                new ToolContext(
                        new RunId("r"),
                        new ConversationId("c"),
                        Principal.LOCAL,
                        new CallId("call"),
                        "r/call",
                        List.of(),
                        Instant.MAX,
                        ToolContext.Progress.NONE));
    }

    private static Value.Fields content(ToolResult result) {
        assertThat(result).isInstanceOf(ToolResult.Succeeded.class);
        Value.Fields content = ((ToolResult.Succeeded) result).content();
        assertThat(Untrusted.marks(content)).isTrue();
        return content;
    }

    @Test
    void theServerOfEverythingIsSpokenTo() {
        try (McpServers servers = servers("everything", "mcp-server-everything")) {
            assertThat(content(call(servers, "everything__echo", Value.fields().put("message", "Grüße\nzwei")))
                            .text("text"))
                    .contains("Echo: Grüße\nzwei");
            assertThat(content(call(
                                    servers,
                                    "everything__get-sum",
                                    Value.fields().put("a", 2).put("b", 3)))
                            .text("text")
                            .orElseThrow())
                    .contains("5");
            var picture = (ToolResult.Succeeded) call(servers, "everything__get-tiny-image", Value.fields());
            assertThat(picture.artifacts()).hasSize(1);
            assertThat(content(call(servers, "everything__get-env", Value.fields()))
                            .text("text")
                            .orElseThrow())
                    .as("it is started without our variables")
                    .contains("PATH")
                    .doesNotContain(VARIABLE);
        }
    }

    @Test
    void theServerOfFilesReadsAndWritesWhereItMay() throws IOException {
        Path here = directory.toRealPath();
        Files.writeString(here.resolve("note.txt"), "Bees dance.");
        try (McpServers servers = servers("files", "mcp-server-filesystem", here.toString())) {
            assertThat(tool(servers, "files__read_text_file").spec().effects()).isEqualTo(Effects.READS);
            assertThat(tool(servers, "files__write_file").spec().effects().change())
                    .isTrue();
            String note = here.resolve("note.txt").toString();
            assertThat(content(call(
                                    servers,
                                    "files__read_text_file",
                                    Value.fields().put("path", note)))
                            .toString())
                    .contains("Bees dance.");
            String written = here.resolve("written.txt").toString();
            assertThat(call(
                            servers,
                            "files__write_file",
                            Value.fields().put("path", written).put("content", "Zwölf")))
                    .isInstanceOf(ToolResult.Succeeded.class);
            assertThat(Path.of(written)).hasContent("Zwölf");
            assertThat(call(servers, "files__read_text_file", Value.fields().put("path", "/etc/hostname")))
                    .as("its own refusal, in its own words")
                    .isInstanceOf(ToolResult.FailedElsewhere.class);
        }
    }
}
