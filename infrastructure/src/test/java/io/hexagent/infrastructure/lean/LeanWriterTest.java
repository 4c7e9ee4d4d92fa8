package io.hexagent.infrastructure.lean;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyExport.Exported;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.infrastructure.cel.CelStrategyCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeanWriterTest {
    private static final StrategyCompiler COMPILER = new CelStrategyCompiler(CelStrategyCompiler.Options.usual());

    private static Strategy strategy(String... lines) {
        String document = String.join("\n", lines);
        StrategyCompiler.Compiled compiled = COMPILER.compile(document);
        assertThat(compiled).as(document).isInstanceOf(StrategyCompiler.Compiled.Ready.class);
        return ((StrategyCompiler.Compiled.Ready) compiled).strategy();
    }

    private static Exported.Written written(Strategy strategy) {
        Exported exported = new LeanWriter().export(strategy);
        assertThat(exported).isInstanceOf(Exported.Written.class);
        return (Exported.Written) exported;
    }

    @Test
    void aStrategyOnSharesTradesAtTheNextOpen() {
        Exported.Written written = written(strategy(
                "symbol: GOOG",
                "from: 2005-01-01",
                "to: 2007-12-31",
                "fee: 0.001",
                "slippage: 0.0005",
                "stop_loss: 5%",
                "entry: rsi(close, 14) < 30 && close > sma(close, 200)",
                "exit: rsi(close, 14) > 70"));
        assertThat(written.file()).isEqualTo("main.py");
        assertThat(written.code())
                .contains(
                        "from AlgorithmImports import *",
                        "class HexagentStrategy(QCAlgorithm):",
                        "self.set_start_date(2005, 1, 1)",
                        "self.set_end_date(2007, 12, 31)",
                        "self.set_cash(100000)",
                        "self.add_equity(\"GOOG\", Resolution.DAILY)",
                        "PartFeeModel(0.001)",
                        "ConstantSlippageModel(0.0005)",
                        "self._i0 = RelativeStrengthIndex(14, MovingAverageType.WILDERS)",
                        "self._i1 = SimpleMovingAverage(200)",
                        "self.market_on_open_order(self._symbol, quantity)",
                        "self.stop_market_order(self._symbol, -holding, event.fill_price * (1 - 0.05))");
        assertThat(written.code()).containsOnlyOnce("RelativeStrengthIndex(");
        assertThat(written.notes()).anyMatch(note -> note.contains("next open"));
    }

    @Test
    void aPairOfCurrenciesIsCryptoAndLongerBarsAreConsolidated() {
        String code = written(strategy(
                        "symbol: BTCUSDT",
                        "timeframe: 4h",
                        "sizing: {money: 5000}",
                        "entry: crosses_above(ema(20), ema(50))",
                        "exit: crosses_below(ema(20), ema(50))"))
                .code();
        assertThat(code)
                .contains(
                        "self.add_crypto(\"BTCUSDT\", Resolution.HOUR, Market.BINANCE)",
                        "self.consolidate(self._symbol, timedelta(minutes=240), self.on_bar)",
                        "self._was.get(\"s1\", NAN) <= self._was.get(\"s2\", NAN) and s1 > s2",
                        "self._was = {\"s1\": s1, \"s2\": s2}",
                        "self.market_order(self._symbol, quantity)")
                .doesNotContain("on_data", "market_on_open");
    }

    @Test
    void anIndicatorOfAnotherIsFedByHand() {
        assertThat(written(strategy("symbol: GOOG", "entry: sma(rsi(14), 5) < 30", "exit: close < open"))
                        .code())
                .contains(
                        "feed(self._i0, bar.end_time, s0)",
                        "s1 = value(self._i0, self._i0)",
                        "feed(self._i1, bar.end_time, s1)",
                        "s2 = value(self._i1, self._i1)");
    }

    @Test
    void whatIsUndefinedHoldsNoCondition() {
        String code = written(strategy("symbol: GOOG", "entry: sma(5) != 3", "exit: '!(sma(5) > close / (low - 1))'"))
                .code();
        assertThat(code).contains(" < (3) or s", "and not r", "divided(");
        assertThat(code).containsPattern("r\\d = defined\\(.*\\) and not r\\d");
    }

    @Test
    void aSymbolThatLeanCannotNameIsRefused() {
        Exported exported = new LeanWriter().export(strategy("symbol: MY_DATA", "entry: 'true'", "exit: 'false'"));
        assertThat(exported).isInstanceOf(Exported.Refused.class);
        assertThat(((Exported.Refused) exported).errors().getFirst().message()).contains("MY_DATA");
    }

    /** Strategies of all timeframes, sizes and indicators. */
    private static List<Strategy> all() {
        var all = new ArrayList<Strategy>();
        for (Timeframe timeframe : Timeframe.values()) {
            all.add(strategy(
                    "# \"\"\" ''' \\ ü 😀",
                    "symbol: " + (timeframe.ordinal() % 2 == 0 ? "BTCUSDT" : "BRK.B"),
                    "timeframe: " + timeframe,
                    "sizing: "
                            + List.of("all", "50%", "{money: 1000}", "{units: 10}")
                                    .get(timeframe.ordinal() % 4),
                    "stop_loss: 5%",
                    "take_profit: 10%",
                    "entry: 'true'",
                    "exit: '!(close > -open / (high - low) * 2 + volume - 1) || crosses_below(close, 5)'"));
        }
        for (Indicator indicator : Indicator.values()) {
            String settings = indicator.settings().stream()
                    .map(setting -> setting.usual().orElse(20.0).toString())
                    .collect(Collectors.joining(", "));
            String call = indicator.function() + "(" + settings + ")";
            all.add(strategy("symbol: GOOG", "entry: " + call + " > sma(" + call + ", 3)", "exit: " + call + " < 1"));
        }
        all.add(strategy(
                "symbol: GOOG",
                "entry: close > 1" + " + 1".repeat(250),
                "exit: 'true" + " && close > 1".repeat(100) + "'"));
        return all;
    }

    @Test
    void pythonReadsWhatIsWritten(@TempDir Path directory) throws IOException, InterruptedException {
        requirePython();
        var command = new ArrayList<>(List.of("python3", "-m", "py_compile"));
        for (Strategy strategy : all()) {
            Path file = directory.resolve("algorithm" + command.size() + ".py");
            assertThat(Files.writeString(file, written(strategy).code())).exists();
            command.add(file.toString());
        }
        assertThat(ended(command, directory)).isEmpty();
        Path wrong = Files.writeString(directory.resolve("wrong.py"), "def f(:\n");
        assertThat(ended(List.of("python3", "-m", "py_compile", wrong.toString()), directory))
                .contains("SyntaxError");
    }

    /**
     * Runs what was written against stand-ins for Lean's classes: names, indentation and the order of things are right.
     */
    @Test
    void pythonRunsWhatIsWritten(@TempDir Path directory) throws IOException, InterruptedException {
        requirePython();
        try (var stand = LeanWriterTest.class.getResourceAsStream("/lean/AlgorithmImports.py")) {
            assertThat(Files.copy(Objects.requireNonNull(stand), directory.resolve("AlgorithmImports.py")))
                    .isPositive();
        }
        int number = 0;
        for (Strategy strategy : all()) {
            number++;
            assertThat(Files.writeString(
                            directory.resolve("algorithm" + number + ".py"),
                            written(strategy).code()))
                    .exists();
        }
        assertThat(ended(List.of("python3", "AlgorithmImports.py", Integer.toString(number)), directory))
                .isEqualToIgnoringNewLines("ran " + number);
    }

    private static void requirePython() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(60, TimeUnit.SECONDS);
        } catch (IOException absent) {
            there = false;
        }
        if ("true".equalsIgnoreCase(System.getenv("CI"))) {
            assertThat(there).as("python3 is needed in the build").isTrue();
        }
        Assumptions.assumeTrue(there, "there is no python3 to read the algorithm with");
    }

    /** What a program that is run to its end prints. */
    private static String ended(List<String> command, Path directory) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
