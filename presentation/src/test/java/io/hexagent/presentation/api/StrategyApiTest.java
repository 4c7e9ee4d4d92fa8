package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StrategyApiTest {
    private static final String RSI = """
        symbol: GOOG
        timeframe: 1d
        entry: rsi(close, 14) < 30
        exit: rsi(close, 14) > 70
        """;

    private final Hexagent hexagent;
    private final ApiServer server;
    private final Client client;

    StrategyApiTest(@TempDir Path home) {
        this.hexagent = new Desk().open(Desk.settings(home));
        this.server = ApiServer.start(hexagent);
        this.client = new Client(server.address(), hexagent.json());
    }

    @AfterAll
    void stop() {
        server.close();
        hexagent.close();
    }

    private static Value.Fields code(String code) {
        return Value.fields().put("code", code).build();
    }

    private static double number(Value.Fields fields, String name) {
        return fields.number(name).orElseThrow().doubleValue();
    }

    @Test
    void aStrategyIsTriedInWhateverFormItComes() {
        var fields = Value.fields()
                .put("symbol", "GOOG")
                .put("timeframe", "1d")
                .put("entry", "rsi(close, 14) < 30")
                .put("exit", "rsi(close, 14) > 70")
                .build();
        List<Value.Fields> bodies = List.of(
                code(RSI), fields, Value.fields().put("strategy", fields).build());
        for (Value.Fields body : bodies) {
            assertThat(number(client.post("/api/backtests", body).is(200).fields(), "total_return"))
                    .isCloseTo(0.06116787, within(1e-8));
        }
        Value.Fields raw = client.sendBody("POST", "/api/backtests", "application/yaml", RSI)
                .is(200)
                .fields();
        assertThat(number(raw, "sharpe")).isCloseTo(0.17330318, within(1e-7));
        assertThat(raw.items("trade_list")).hasSize(4);
        assertThat(raw.fields("manifest").orElseThrow().text("bars_sha256").orElseThrow())
                .hasSize(64);
    }

    @Test
    void replayAndTheCheckForLookAheadAreAddedWhenAskedFor() {
        Value.Fields report = client.post(
                        "/api/backtests",
                        code(RSI).with("replay", Value.of(true)).with("check_look_ahead", Value.of(true)))
                .is(200)
                .fields();

        assertThat(report.fields("backtest_data").orElseThrow().items("frames")).hasSize(1047);
        assertThat(report.fields("look_ahead").orElseThrow().flag("look_ahead")).contains(false);
    }

    @Test
    void barsOfTheRequestAndUploadedOnesStandInForTheSeries() {
        String csv =
                "date,open,high,low,close\n2024-01-01,10,11,9,10\n2024-01-02,10,12,10,12\n2024-01-03,12,13,11,13\n";
        String always = "{\"symbol\":\"ANY\",\"entry\":\"close > 0\",\"exit\":\"close < 0\"}";

        Value.Fields inline = client.post("/api/backtests", code(always).with("csv", Value.of(csv)))
                .is(200)
                .fields();
        assertThat(number(inline, "bars")).isEqualTo(3);
        String id = client.sendBody("POST", "/api/datasets?name=tiny.csv", "text/csv", csv)
                .is(201)
                .fields()
                .text("id")
                .orElseThrow();
        Value.Fields uploaded = client.post("/api/backtests", code(always).with("dataset_id", Value.of(id)))
                .is(200)
                .fields();
        assertThat(uploaded.get("total_return")).isEqualTo(inline.get("total_return"));
        Value.Fields named = client.post("/api/backtests", code(always.replace("ANY", "TINY")))
                .is(200)
                .fields();
        assertThat(named.text("source")).contains("dataset tiny.csv");
        assertThat(client.get("/api/markets").is(200).items().toString()).contains("TINY", "GOOG");
        client.send("DELETE", "/api/datasets/" + id).is(204);
        client.post("/api/backtests", code(always).with("dataset_id", Value.of(id)))
                .problem(404, "not_found");
        client.post(
                        "/api/backtests",
                        code(always).with("csv", Value.of("date,open,high,low,close\n2024-01-01,1,1,1,x\n")))
                .problem(422, "unusable_dataset_malformed");
    }

    @Test
    void whatIsWrongComesWithPositionCauseFixAndExample() {
        String wrong = RSI.replace("rsi(close, 14) < 30", "rsl(close, 14) < 30");
        for (String path : List.of("/api/backtests", "/api/strategies/compile")) {
            Value.Fields problem = client.post(path, code(wrong)).problem(422, "invalid_strategy");
            var error = (Value.Fields) problem.items("errors").getFirst();
            assertThat(error.fields().keySet())
                    .containsExactly("code", "message", "position", "cause", "fix", "example");
            assertThat(problem.text("text").orElseThrow()).contains("^");
        }
        client.post("/api/backtests", code(RSI.replace("GOOG", "AAPL"))).problem(422, "invalid_strategy");
        client.post("/api/backtests", Value.Fields.EMPTY).problem(422, "validation_failed");
        client.post("/api/backtests", code(RSI).with("surprise", Value.of(1))).problem(422, "validation_failed");
        client.sendBody("POST", "/api/backtests", "application/json", "{").problem(400, "malformed_json");
    }

    @Test
    void compilingTellsTheBarsThatThereAre() {
        Value.Fields compiled =
                client.post("/api/strategies/compile", code(RSI)).is(200).fields();
        assertThat(compiled.flag("valid")).contains(true);
        assertThat(number(compiled.fields("data").orElseThrow(), "bars")).isEqualTo(1047);
        assertThat(number(compiled.fields("data").orElseThrow(), "first_bar")).isEqualTo(14);
        Value.Fields alone = client.post(
                        "/api/strategies/compile",
                        code(RSI.replace("GOOG", "AAPL")).with("check_data", Value.of(false)))
                .is(200)
                .fields();
        assertThat(alone.has("data")).isFalse();
        client.sendBody("POST", "/api/strategies/compile", "text/plain", RSI).is(200);
    }

    @Test
    void aStrategyIsWrittenForLean() {
        assertThat(client.post("/api/strategies/export", code(RSI))
                        .is(200)
                        .fields()
                        .text("code")
                        .orElseThrow())
                .contains("QCAlgorithm");
        client.post("/api/strategies/export", code(RSI).with("format", Value.of("excel")))
                .problem(422, "validation_failed");
    }

    @Test
    void aSweepRanksItsTrialsAndAWalkForwardTestsThem() {
        Value.Fields asked = code(RSI)
                .with("parameters", Value.texts(List.of("rsi.length=7..21:7", "number=30=25,30")))
                .with("objective", Value.of("total_return"));
        Value.Fields swept = client.post("/api/strategies/sweep", asked).is(200).fields();
        assertThat(number(swept, "trials")).isEqualTo(6);
        assertThat(swept.items("ranking")).hasSize(6);
        assertThat(swept.items("warnings").toString()).contains(" trials was chosen afterwards");
        Value.Fields walked = client.post(
                        "/api/strategies/sweep",
                        asked.with(
                                "walk_forward",
                                Value.fields()
                                        .put("train", 400)
                                        .put("test", 200)
                                        .build()))
                .is(200)
                .fields();
        assertThat(walked.items("windows")).hasSize(4);
        client.post("/api/strategies/sweep", code(RSI)).problem(422, "validation_failed");
        client.post("/api/strategies/sweep", asked.with("objective", Value.of("luck")))
                .problem(422, "validation_failed");
        client.post("/api/strategies/sweep", asked.with("parameters", Value.texts(List.of("sma.length=1..3"))))
                .problem(422, "validation_failed");
    }
}
