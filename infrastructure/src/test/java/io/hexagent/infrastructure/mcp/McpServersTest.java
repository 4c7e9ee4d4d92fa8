package io.hexagent.infrastructure.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.json.JacksonJson;
import io.hexagent.infrastructure.json.NetworkntSchemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class McpServersTest {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private static McpServers.Options options(Duration patience) {
        return new McpServers.Options(
                Duration.ofSeconds(3),
                Duration.ofSeconds(30),
                patience,
                Duration.ofSeconds(30),
                100_000,
                100,
                Duration.ofMillis(50),
                Duration.ofMillis(200));
    }

    private McpServers servers(McpServers.Options options, McpServer.Entry... entries) {
        var servers = new McpServers(List.of(entries), options, new JacksonJson(), new NetworkntSchemas());
        open.add(servers);
        return servers;
    }

    private static McpServer.Entry program(String... environment) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new McpServer.Entry(
                "small",
                new McpServer.Command(
                        List.of(
                                java.toString(),
                                "-Xmx64m",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallMcpServer.class.getName()),
                        environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1])));
    }

    private McpServer.Entry http() throws IOException {
        HttpServer server = SmallMcpServer.serve(0, requests, "secret");
        open.add(() -> server.stop(0));
        return http(server.getAddress().getPort());
    }

    private static McpServer.Entry http(int port) {
        return new McpServer.Entry(
                "small",
                new McpServer.Http(URI.create("http://127.0.0.1:" + port + "/mcp"), Map.of("X-Key", "secret")));
    }

    private McpServers connected(String how) throws IOException {
        McpServers servers = servers(options(Duration.ofSeconds(30)), how.equals("http") ? http() : program());
        assertThat(servers.tools()).isNotEmpty();
        return servers;
    }

    private static ToolResult call(McpServers servers, String name, Value.Builder arguments) {
        Tool tool = servers.tools().stream()
                .filter(one -> one.spec().name().value().equals("small__" + name))
                .findFirst()
                .orElseThrow();
        return tool.call(
                arguments.build(),
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

    private static Value.Builder text(String name, String text) {
        return Value.fields().put(name, text);
    }

    private static Value.Fields content(ToolResult result) {
        assertThat(result).isInstanceOf(ToolResult.Succeeded.class);
        return ((ToolResult.Succeeded) result).content();
    }

    private static String failure(ToolResult result) {
        assertThat(result).isInstanceOf(ToolResult.Failed.class);
        return ((ToolResult.Failed) result).message();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void theToolsOfAServerAreLentUnderItsName(String how) throws IOException {
        McpServers servers = connected(how);
        List<ToolSpec> specs = servers.tools().stream().map(Tool::spec).toList();
        assertThat(specs.stream().map(spec -> spec.name().value() + " " + spec.effects()))
                .containsExactly(
                        "small__echo READS",
                        "small__add IDEMPOTENT",
                        "small__do_it_now ONCE",
                        "small__env READS",
                        "small__wait READS",
                        "small__big READS",
                        "small__fail READS",
                        "small__picture READS",
                        "small__die READS");
        assertThat(specs.getFirst().parameters().texts("required")).containsExactly("text");
        assertThat(servers.states()).containsExactly(new McpServers.State("small", true, "9 tools"));
        assertThat(servers.names(new ToolName("small__anything"))).isTrue();
        assertThat(servers.names(new ToolName("smaller"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void resultsComeBackAsDataOfOthers(String how) throws IOException {
        McpServers servers = connected(how);
        Value.Fields echo = content(call(servers, "echo", text("text", "Grüße\nzwei")));
        assertThat(Untrusted.marks(echo)).isTrue();
        assertThat(echo.text("text")).contains("Grüße\nzwei");
        assertThat(content(call(servers, "do_it_now", text("text", "done"))).text("text"))
                .contains("done");
        Value.Fields sum = content(call(servers, "add", Value.fields().put("a", 2)));
        assertThat(sum.fields("structured").orElseThrow().number("sum").orElseThrow())
                .isEqualByComparingTo("3");
        assertThat(call(servers, "fail", text("text", "x")))
                .as("the server's own words")
                .isEqualTo(new ToolResult.FailedElsewhere("it went wrong"));
        var picture = (ToolResult.Succeeded) call(servers, "picture", text("text", "x"));
        assertThat(picture.artifacts()).hasSize(1);
        assertThat(picture.artifacts().getFirst().renditions().getFirst().bytes())
                .containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "http"})
    void aCallThatTakesTooLongIsGivenUpAndTheNextOneWorks(String how) throws IOException {
        McpServers servers = connected(how);
        assertThat(failure(call(servers, "wait", Value.fields().put("ms", 8_000))))
                .contains("did not answer within 3.0 s");
        assertThat(content(call(servers, "echo", text("text", "still here"))).text("text"))
                .contains("still here");
    }

    @Test
    void anInterruptedCallerIsLetGo() throws Exception {
        McpServers servers = connected("stdio");
        var came = new CompletableFuture<Object>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                came.complete(call(servers, "wait", Value.fields().put("ms", 20_000)));
            } catch (CancellationException stopped) {
                came.complete(Thread.currentThread().isInterrupted());
            }
        });
        TimeUnit.MILLISECONDS.sleep(200);
        caller.interrupt();
        assertThat(came.get(10, TimeUnit.SECONDS)).isEqualTo(true);
    }

    @Test
    void aProgramThatEndsFailsItsCallAtOnceAndIsStartedAgain() throws Exception {
        McpServers servers = connected("stdio");
        long start = System.nanoTime();
        assertThat(failure(call(servers, "die", Value.fields().put("status", 7))))
                .contains("lost during the call")
                .contains("status 7");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(2_900));
        assertThat(servers.tools()).as("known while it is away").hasSize(9);
        eventually(() -> servers.states().getFirst().isUp()
                && call(servers, "echo", text("text", "back")) instanceof ToolResult.Succeeded);
    }

    @Test
    void aMessageThatIsTooLongIsNotReadToItsEnd() throws Exception {
        McpServers servers = connected("stdio");
        assertThat(content(call(servers, "big", Value.fields().put("bytes", 90_000)))
                        .text("text")
                        .orElseThrow())
                .hasSize(90_000);
        assertThat(failure(call(servers, "big", Value.fields().put("bytes", 5_000_000))))
                .contains("more than 100000 bytes")
                .contains("mcp.message-bytes");
        eventually(() -> servers.states().getFirst().isUp()
                && call(servers, "echo", text("text", "back")) instanceof ToolResult.Succeeded);
    }

    @Test
    void anAnswerOverHttpThatIsTooLongFails() throws Exception {
        McpServers servers = connected("http");
        assertThat(call(servers, "big", Value.fields().put("bytes", 5_000_000))).isInstanceOf(ToolResult.Failed.class);
        eventually(() -> servers.states().getFirst().isUp()
                && call(servers, "echo", text("text", "back")) instanceof ToolResult.Succeeded);
    }

    @Test
    void aProgramIsGivenItsOwnEnvironmentAndNothingOfOurs() {
        McpServers servers = servers(options(Duration.ofSeconds(30)), program("GIVEN", "value"));
        assertThat(content(call(servers, "env", text("name", "GIVEN"))).text("text"))
                .contains("value");
        assertThat(content(call(servers, "env", text("name", "PATH"))).text("text"))
                .contains(System.getenv("PATH"));
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("MAVEN") || name.startsWith("HEXAGENT") || name.equals("PWD"))
                .forEach(name -> assertThat(content(call(servers, "env", text("name", name)))
                                .text("text"))
                        .as(name)
                        .contains("null"));
    }

    @Test
    void aServerThatIsNotThereDelaysNobodyAndSaysSo() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        long start = System.nanoTime();
        McpServers servers = servers(
                options(Duration.ofSeconds(20)),
                new McpServer.Entry("gone", new McpServer.Command(List.of("/no/such/program"), Map.of())),
                new McpServer.Entry("ends", new McpServer.Command(List.of("false"), Map.of())),
                http(closed));
        assertThat(servers.tools()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertThat(servers.states()).noneMatch(McpServers.State::isUp);
        assertThat(servers.states().get(0).detail()).contains("/no/such/program cannot be started");
        eventually(() -> servers.states().get(1).detail().contains("status 1"));
        assertThat(servers.states().get(2).detail()).contains("cannot be connected to");
    }

    @Test
    void aServerThatSaysNothingIsWaitedForOnlySoLong() {
        long start = System.nanoTime();
        McpServers servers = servers(
                options(Duration.ofMillis(300)),
                new McpServer.Entry("silent", new McpServer.Command(List.of("sleep", "1000"), Map.of())));
        assertThat(servers.tools()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        servers.close();
        assertThat(ProcessHandle.current()
                        .children()
                        .filter(child -> child.info().command().orElse("").endsWith("sleep")))
                .isEmpty();
    }

    @Test
    void aServerThatComesBackOverHttpIsFoundAgain() throws Exception {
        HttpServer first = SmallMcpServer.serve(0, requests, "secret");
        int port = first.getAddress().getPort();
        McpServers servers = servers(options(Duration.ofSeconds(30)), http(port));
        assertThat(servers.tools()).hasSize(9);
        first.stop(0);
        assertThat(failure(call(servers, "echo", text("text", "x")))).contains("lost during the call");
        HttpServer second = SmallMcpServer.serve(port, requests, "secret");
        open.add(() -> second.stop(0));
        eventually(() -> servers.states().getFirst().isUp()
                && call(servers, "echo", text("text", "back")) instanceof ToolResult.Succeeded);
    }
}
