package io.hexagent.presentation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.config.Hexagent;
import io.hexagent.config.Settings;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.Desk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {
    private static final Path EXAMPLES = Path.of("examples");
    private static final String RSI = """
        symbol: GOOG
        timeframe: 1d
        entry: rsi(close, 14) < 30
        exit: rsi(close, 14) > 70
        """;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Desk desk = new Desk();

    @TempDir
    Path home;

    private Path file = Path.of("unset");

    @BeforeEach
    void aStrategy() throws IOException {
        file = Files.writeString(home.resolve("rsi.yaml"), RSI);
    }

    private int run(String... arguments) {
        return run(given -> Desk.settings(home, given), arguments);
    }

    private int run(Function<Map<String, String>, Settings> settings, String... arguments) {
        out.reset();
        err.reset();
        var around = new Surroundings(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                120,
                ZoneOffset.UTC,
                settings,
                desk::program);
        return Cli.run(around, arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private Value.Fields json() {
        try (Hexagent hexagent = desk.open(Desk.settings(home))) {
            Json reader = hexagent.json();
            return reader.readFields(out());
        }
    }

    private static double number(Value.Fields fields, String name) {
        return fields.number(name).orElseThrow().doubleValue();
    }

    @Test
    void aReportHasEachFigureWithItsConventionAndTheTrades() {
        assertThat(run("backtest", file.toString())).isZero();
        assertThat(out())
                .contains("GOOG 1d, 2004-08-19 to 2008-10-14", "1,047 bars, bundled GOOG daily")
                .containsPattern("strategy +buy and hold")
                .containsPattern("total return +6\\.12 % +[\\d.]+ % +E_n / E_0 - 1")
                .containsPattern("sharpe +0\\.173")
                .containsPattern("max drawdown +35\\.51 %")
                .containsPattern("trades +3 \\+ open")
                .contains("Convention: signal at a bar's close")
                .contains("Manifest: bars ");
        assertThat(err()).isEmpty();
    }

    @Test
    void jsonHasThePromisedKeys() {
        assertThat(run("backtest", file.toString(), "--json")).isZero();
        Value.Fields report = json();
        assertThat(report.fields().keySet())
                .contains(
                        "total_return",
                        "cagr",
                        "volatility",
                        "sharpe",
                        "sortino",
                        "max_drawdown",
                        "calmar",
                        "exposure",
                        "trades",
                        "win_rate",
                        "profit_factor",
                        "payoff",
                        "expectancy",
                        "fees",
                        "final_equity",
                        "trade_list",
                        "benchmark",
                        "manifest",
                        "warnings");
        assertThat(number(report, "total_return")).isCloseTo(0.06116787, within(1e-8));
        assertThat(number(report, "trades")).isEqualTo(3);
        assertThat(report.items("trade_list")).hasSize(4);
        var first = (Value.Fields) report.items("trade_list").getFirst();
        assertThat(first.text("entry_date").orElseThrow()).matches("\\d{4}-\\d{2}-\\d{2}");
        assertThat(first.text("exit_date").orElseThrow()).matches("\\d{4}-\\d{2}-\\d{2}");
        assertThat(number(first, "entry_price")).isPositive();
        assertThat(number(first, "exit_price")).isPositive();
        var last = (Value.Fields) report.items("trade_list").getLast();
        assertThat(last.flag("open")).contains(true);
        assertThat(last.get("exit_date")).isEqualTo(Value.Absent.ABSENT);
    }

    @Test
    void noDatabaseIsStarted() throws IOException {
        Path elsewhere = Files.writeString(home.resolve("aapl.yaml"), RSI.replace("GOOG", "AAPL"));
        Function<Map<String, String>, Settings> settings = given -> Settings.of(Map.of("home", home.toString()));

        assertThat(run(settings, "backtest", file.toString())).isZero();
        assertThat(run(settings, "backtest", elsewhere.toString())).isEqualTo(2);
        assertThat(err()).contains("symbol \"AAPL\" is not known; there is GOOG");
        assertThat(home.resolve("postgres")).doesNotExist();
    }

    @Test
    void dataOfAFileStandInForTheSeries() {
        Path data = EXAMPLES.resolve("goog-daily-2004-2008.csv");
        assertThat(run("backtest", file.toString(), "--json", "--data", data.toString()))
                .isZero();
        assertThat(number(json(), "total_return")).isCloseTo(0.06116787, within(1e-8));
        assertThat(json().text("source")).contains("file goog-daily-2004-2008.csv");
    }

    @Test
    void chartsAndTradesAreWritten() throws IOException {
        Path directory = home.resolve("out");
        assertThat(run("backtest", file.toString(), "--out", directory.toString()))
                .isZero();
        try (var files = Files.list(directory)) {
            assertThat(files.map(one -> one.getFileName().toString()))
                    .contains(
                            "trades.csv",
                            "equity-goog-1d-2004-08-19-to-2008-10-14.png",
                            "drawdown-goog-1d-2004-08-19-to-2008-10-14.svg",
                            "price-and-trades-goog-1d-2004-08-19-to-2008-10-14.vl.json");
        }
        assertThat(out()).contains("Files:", "trades.csv");
    }

    @Test
    void sweepsAndWalkForwardTestsAreAddedToTheReport() {
        String[] asked = {
            "backtest",
            file.toString(),
            "--sweep",
            "rsi.length=7..21:7",
            "--sweep",
            "number=30=25,30,35",
            "--walk-forward",
            "400/200",
            "--check-look-ahead"
        };
        assertThat(run(asked)).isZero();
        assertThat(out())
                .contains("Sweep: 9 trials, the best by sharpe first", "9 trials")
                .contains("Walk-forward: 4 windows of 9 trials each")
                .contains("No look-ahead: ");
        String[] json = java.util.Arrays.copyOf(asked, asked.length + 1);
        json[asked.length] = "--json";
        assertThat(run(json)).isZero();
        assertThat(json().fields("sweep").orElseThrow().items("ranking")).hasSize(9);
        assertThat(json().fields("walk_forward").orElseThrow().items("windows")).hasSize(4);
        assertThat(json().fields("look_ahead").orElseThrow().flag("look_ahead")).contains(false);
    }

    @Test
    void aWrongStrategyExitsWith2AndShowsTheLineWithACaret() throws IOException {
        Path wrong =
                Files.writeString(home.resolve("wrong.yaml"), RSI.replace("rsi(close, 14) < 30", "rsl(close) < 30"));

        assertThat(run("backtest", wrong.toString())).isEqualTo(2);
        assertThat(out()).isEmpty();
        assertThat(err()).contains("hexagent: ", "entry: rsl(close) < 30", "^", "Fix:");

        assertThat(run("backtest", wrong.toString(), "--json")).isEqualTo(2);
        var error = (Value.Fields) json().items("errors").getFirst();
        assertThat(error.fields().keySet()).contains("code", "message", "position", "cause", "fix", "example");
        assertThat(error.fields("position")
                        .orElseThrow()
                        .number("line")
                        .orElseThrow()
                        .intValue())
                .isEqualTo(3);
    }

    @Test
    void aStrategyIsWrittenForLeanAndRunThereOnlyWhereItIsInstalled() {
        assertThat(run("backtest", file.toString(), "--lean")).isZero();
        assertThat(out()).contains("from AlgorithmImports import *", "QCAlgorithm");
        assertThat(run("backtest", file.toString(), "--lean", "--json")).isZero();
        assertThat(json().text("file").orElseThrow()).endsWith(".py");
        assertThat(run("backtest", file.toString(), "--lean-run")).isEqualTo(1);
        assertThat(err()).contains("Lean");
        assertThat(err().lines()).hasSize(1);
    }

    @Test
    void whatCannotBeUsedIsToldInOneLine() throws IOException {
        Path bad = Files.writeString(home.resolve("bad.csv"), "date,open,high,low,close\n2024-01-02,1,1,1,x\n");
        refused("there is no file nowhere.yaml", "backtest", "nowhere.yaml");
        refused("is no file", "backtest", home.toString());
        refused("there is no file nowhere.csv", "backtest", file.toString(), "--data", "nowhere.csv");
        refused("row 1: close \"x\" is no number", "backtest", file.toString(), "--data", bad.toString());
        refused("is no variation", "backtest", file.toString(), "--sweep", "rsi");
        refused("is not in the strategy", "backtest", file.toString(), "--sweep", "sma.length=1..3");
        refused("needs --sweep", "backtest", file.toString(), "--walk-forward", "400/200");
        refused(
                "is no TRAIN/TEST",
                "backtest",
                file.toString(),
                "--sweep",
                "rsi.length=7..21:7",
                "--walk-forward",
                "often");
        refused("not in [sharpe", "backtest", file.toString(), "--objective", "luck");
    }

    private void refused(String why, String... arguments) {
        assertThat(run(arguments)).as(why).isEqualTo(2);
        assertThat(err()).contains(why);
        assertThat(err().lines()).hasSize(1);
    }
}
