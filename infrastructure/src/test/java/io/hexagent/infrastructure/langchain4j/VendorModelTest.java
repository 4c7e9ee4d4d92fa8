package io.hexagent.infrastructure.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.value.IdSource;
import io.hexagent.domain.value.Json;
import io.hexagent.infrastructure.http.PooledHttp;
import io.hexagent.infrastructure.json.JacksonJson;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** What holds for the models of every vendor, over HTTP to a server that speaks the vendor's protocol. */
@Timeout(60)
abstract class VendorModelTest extends LanguageModelContract {
    private static final String KEY = "sk-secret-0123456789";

    final Json json = new JacksonJson();
    final PooledHttp http = new PooledHttp(PooledHttp.Options.defaults());
    final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));
    private final AtomicInteger lastId = new AtomicInteger();
    final IdSource ids = () -> "id-" + lastId.incrementAndGet();
    VendorServer server;

    abstract VendorServer start(String key);

    abstract LanguageProvider provider(String baseUrl, String key, Duration silence);

    @BeforeEach
    void startServer() {
        server = start(KEY);
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
        http.close();
    }

    LanguageModel model() {
        return model(KEY, Duration.ofSeconds(10));
    }

    private LanguageModel model(String key, Duration silence) {
        LanguageProvider provider = provider(server.baseUrl(), key, silence);
        return provider.model(provider.defaultModel());
    }

    @Override
    protected LanguageModel modelThat(VendorAnswer... answers) {
        for (VendorAnswer answer : answers) {
            server.then(answer);
        }
        return model();
    }

    private static Consumer<Delta> listener(boolean heard) {
        return heard ? delta -> {} : LanguageModel.SILENT;
    }

    static LanguageModelException failureOf(LanguageModel model, Consumer<Delta> deltas) {
        var failure = catchThrowableOfType(
                LanguageModelException.class, () -> model.reply(Prompts.question("What is 5 + 10?"), deltas));
        assertThat(failure).isNotNull();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            assertThat(String.valueOf(cause.getMessage())).doesNotContain(KEY, "What is 5", Prompts.INSTRUCTIONS);
        }
        return failure;
    }

    static String textOf(Reply reply) {
        return ((Reply.Answer) reply).text();
    }

    static List<ToolCall> callsOf(Reply reply) {
        return ((Reply.ToolCalls) reply).calls();
    }

    @ParameterizedTest
    @CsvSource({
        "400, REJECTED",
        "404, REJECTED",
        "413, REJECTED",
        "422, REJECTED",
        "401, UNAUTHORIZED",
        "403, UNAUTHORIZED",
        "429, RATE_LIMITED",
        "408, UNAVAILABLE",
        "500, UNAVAILABLE",
        "503, UNAVAILABLE",
        "529, UNAVAILABLE",
    })
    void aStatusBecomesACode(int status, Code code) {
        for (boolean heard : List.of(true, false)) {
            server.then(VendorAnswer.refused(status, "the model is\n not well"));
            LanguageModelException failure = failureOf(model(), listener(heard));
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.getMessage()).contains(Integer.toString(status));
            if (code == Code.REJECTED) {
                assertThat(failure.getMessage()).endsWith(": the model is not well");
            }
        }
    }

    @Test
    void aWrongKeyNamesTheSettingToCheckAndNotTheKey() {
        LanguageModelException failure = failureOf(model("sk-wrong-9876", Duration.ofSeconds(5)), delta -> {});
        assertThat(failure.code()).isEqualTo(Code.UNAUTHORIZED);
        assertThat(failure.getMessage()).contains("_API_KEY").doesNotContain("sk-wrong");
    }

    @Test
    void anErrorThatRepeatsThePromptOrTheKeyIsToldWithoutThem() {
        server.then(VendorAnswer.refused(400, "cannot read: " + Prompts.INSTRUCTIONS));
        assertThat(failureOf(model(), delta -> {}).code()).isEqualTo(Code.REJECTED);
        server.then(VendorAnswer.refused(400, "bad key " + KEY));
        assertThat(failureOf(model(), delta -> {}).getMessage()).contains("bad key …");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry-after | 7 | 7000",
                "Retry-After | 1.5 | 1500",
                "retry-after-ms | 250 | 250",
                "retry-after | Fri, 20 Nov 2026 10:00:30 GMT | 30000",
                "retry-after | Fri, 20 Nov 2026 09:00:30 GMT | 0",
                "retry-after | soon | -1",
                "x-nothing | 1 | -1"
            })
    void theWaitThatAProviderAsksForIsKept(String header, String value, long millis) {
        server.then(VendorAnswer.refused(429, "slow down").header(header, value));
        LanguageModelException failure = failureOf(model(), delta -> {});
        assertThat(failure.code()).isEqualTo(Code.RATE_LIMITED);
        assertThat(failure.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
    }

    @Test
    void aQuotaThatIsUsedUpIsNotTriedAgain() {
        server.then(VendorAnswer.refused(429, "no money left").ofType("insufficient_quota"));
        assertThat(failureOf(model(), delta -> {}).code()).isEqualTo(Code.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aStreamCutOffInTheMiddleOfItsTextIsNoReply(int events) {
        for (boolean cleanly : List.of(true, false)) {
            server.then(VendorAnswer.text("one", "two", "three").cutAfter(events, cleanly));
            assertThat(failureOf(model(), delta -> {}).code()).isEqualTo(Code.TRUNCATED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aStreamCutOffInTheMiddleOfAToolCallReturnsNoCall(int events) {
        for (boolean cleanly : List.of(true, false)) {
            server.then(VendorAnswer.calls(
                            new VendorAnswer.Call("a", "calculator", "{\"x\":1}"),
                            new VendorAnswer.Call("b", "calculator", "{\"x\":1}"))
                    .cutAfter(events, cleanly));
            assertThat(failureOf(model(), delta -> {}).code()).isEqualTo(Code.TRUNCATED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplyAtTheLimitOfTokensIsTruncated(boolean heard) {
        server.then(VendorAnswer.calls(new VendorAnswer.Call("a", "calculator", "{\"x\":1}"))
                .finishing("length"));
        assertThat(failureOf(model(), listener(heard)).code()).isEqualTo(Code.TRUNCATED);
        server.then(VendorAnswer.text("half a senten").finishing("length"));
        assertThat(failureOf(model(), listener(heard)).code()).isEqualTo(Code.TRUNCATED);
    }

    @Test
    void aWholeAnswerCutOffInTheMiddleIsNoReply() {
        server.then(VendorAnswer.text("one two three").cutAfter(0, false));
        assertThat(failureOf(model(), LanguageModel.SILENT).code()).isIn(Code.TRUNCATED, Code.UNREACHABLE);
        server.then(VendorAnswer.text("one two three").cutAfter(0, true));
        assertThat(failureOf(model(), LanguageModel.SILENT).code()).isEqualTo(Code.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>busy</html>", "{\"choices\":", "[]", "{}", "null", "\"x\"", "{\"choices\":[{}]}"})
    void aGarbledBodyIsMalformed(String body) {
        server.then(VendorAnswer.raw(200, body));
        assertThat(failureOf(model(), LanguageModel.SILENT).code()).isEqualTo(Code.MALFORMED);
        server.then(VendorAnswer.raw(200, "data: " + body + "\n\n"));
        assertThat(failureOf(model(), delta -> {}).code()).isIn(Code.MALFORMED, Code.TRUNCATED);
        server.then(VendorAnswer.raw(502, body));
        assertThat(failureOf(model(), delta -> {}).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void malformedArgumentsStayAsTheModelWroteThem() {
        server.then(VendorAnswer.calls(new VendorAnswer.Call("a", "calculator", "{\"x\": 5, oops")));
        assertThat(callsOf(model().reply(Prompts.question("?"), delta -> {})))
                .extracting(ToolCall::arguments)
                .containsExactly("{\"x\": 5, oops");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatSaysNothingTimesOut(boolean heard) {
        server.then(VendorAnswer.text("late").hangingAfter(0));
        LanguageModelException failure = failureOf(model(KEY, Duration.ofMillis(200)), listener(heard));
        assertThat(failure.code()).isEqualTo(Code.TIMEOUT);
        assertThat(failure.getMessage()).contains("sent nothing for 200 ms");
    }

    @Test
    void aStreamThatStopsInTheMiddleTimesOut() {
        server.then(VendorAnswer.text("one", "two").hangingAfter(2));
        assertThat(failureOf(model(KEY, Duration.ofMillis(200)), delta -> {}).code())
                .isEqualTo(Code.TIMEOUT);
    }

    @Test
    void aSlowFirstByteIsWaitedFor() {
        server.then(VendorAnswer.text("late").after(Duration.ofMillis(300)));
        assertThat(textOf(model().reply(Prompts.question("?"), delta -> {}))).isEqualTo("late");
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        LanguageProvider provider = provider("http://127.0.0.1:" + port + "/v1", KEY, Duration.ofSeconds(5));
        LanguageModelException failure = failureOf(provider.model("m"), delta -> {});
        assertThat(failure.code()).isEqualTo(Code.UNREACHABLE);
        assertThat(failure.getMessage()).contains("127.0.0.1:" + port + " refused the connection");
        LanguageProvider nowhere = provider("http://no-such-host.invalid/v1", KEY, Duration.ofSeconds(5));
        assertThat(failureOf(nowhere.model("m"), delta -> {}).code()).isEqualTo(Code.UNREACHABLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsAStreamAtOnceAndClosesItsConnection(boolean virtual) throws Exception {
        server.then(VendorAnswer.text("one", "two").hangingAfter(2));
        var model = model();
        var thrown = new AtomicReference<Throwable>();
        var flag = new AtomicReference<Boolean>();
        Runnable asking = () -> {
            thrown.set(catchThrowable(() -> model.reply(Prompts.question("?"), delta -> {})));
            flag.set(Thread.currentThread().isInterrupted());
        };
        Thread thread =
                virtual ? Thread.ofVirtual().start(asking) : Thread.ofPlatform().start(asking);
        server.awaitHanging();

        thread.interrupt();
        thread.join(2_000);

        assertThat(thread.isAlive()).isFalse();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(flag.get()).isTrue();
        assertThat(server.awaitClientGone()).isTrue();
    }

    @Test
    void noKeyAndNoPromptIsLoggedAtAnyLevel() {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        var logged = new ListAppender<ILoggingEvent>();
        logged.setContext(root.getLoggerContext());
        logged.start();
        root.addAppender(logged);
        root.setLevel(Level.TRACE);
        try {
            server.then(VendorAnswer.text("hello")).then(VendorAnswer.refused(400, "no"));
            model().reply(Prompts.question("What is 5 + 10?"), delta -> {});
            failureOf(model(), delta -> {});
        } finally {
            root.setLevel(before);
            root.detachAppender(logged);
        }
        assertThat(logged.list)
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.getFormattedMessage()).doesNotContain(KEY, "What is 5", Prompts.INSTRUCTIONS));
    }

    @Test
    void connectionsAreKeptAndUsedAgain() {
        var model = model();
        for (int i = 0; i < 6; i++) {
            server.then(VendorAnswer.text("hello"));
            model.reply(Prompts.question("?"), listener(i % 2 == 0));
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void everyPieceIsHeardInOrderWhileTheStreamRuns() throws Exception {
        server.then(VendorAnswer.text("one", "two", "three").hangingAfter(3));
        var heard = new ArrayList<Delta>();
        var model = model(KEY, Duration.ofMillis(500));
        failureOf(model, heard::add);
        assertThat(heard).startsWith(new Delta.Text("one"));
    }
}
