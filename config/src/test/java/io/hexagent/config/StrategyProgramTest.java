package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.application.dataset.AddDataset;
import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.strategy.CheckLookAhead;
import io.hexagent.application.strategy.CompileStrategy;
import io.hexagent.application.strategy.ListMarkets;
import io.hexagent.application.strategy.Refusal;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.PrefixCheck;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.RunId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strategies through the whole program: language, markets, engine, charts, tool. */
@Timeout(120)
class StrategyProgramTest {
    private static final Path EXAMPLES = Path.of("..", "presentation", "examples");
    private static final Percentage MILLIONTH = Percentage.withPercentage(1e-4);
    private static final String RSI = """
        symbol: GOOG
        timeframe: 1d
        entry: rsi(close, 14) < 30
        exit: rsi(close, 14) > 70
        """;

    private final Hexagent hexagent = Hexagent.builder(Settings.of(Map.of("storage.kind", "memory")))
            .inMemory()
            .withoutWorker()
            .open();

    @AfterEach
    void close() {
        hexagent.close();
    }

    private RunBacktest.Outcome run(String code, Optional<DataInput> data) {
        return hexagent.runBacktest().handle(new RunBacktest.Command(Principal.LOCAL, code, data));
    }

    private BacktestReport tried(String code) {
        RunBacktest.Outcome outcome = run(code, Optional.empty());
        assertThat(outcome).isInstanceOf(RunBacktest.Outcome.Tried.class);
        return ((RunBacktest.Outcome.Tried) outcome).report();
    }

    private Refusal.Wrong wrong(String code) {
        RunBacktest.Outcome outcome = run(code, Optional.empty());
        assertThat(outcome).as(code).isInstanceOf(RunBacktest.Outcome.NotTried.class);
        Refusal why = ((RunBacktest.Outcome.NotTried) outcome).why();
        assertThat(why).as(code).isInstanceOf(Refusal.Wrong.class);
        return (Refusal.Wrong) why;
    }

    @Test
    void theExamplesGiveTheKnownAnswers() throws IOException {
        Metrics rsi = tried(Files.readString(EXAMPLES.resolve("strategies/rsi-goog.yaml")))
                .metrics();
        assertThat(rsi.totalReturn()).isCloseTo(0.06116787, MILLIONTH);
        assertThat(rsi.cagr().orElseThrow()).isCloseTo(0.01439726, MILLIONTH);
        assertThat(rsi.volatility().orElseThrow()).isCloseTo(0.22548318, MILLIONTH);
        assertThat(rsi.sharpe().orElseThrow()).isCloseTo(0.17330318, MILLIONTH);
        assertThat(rsi.sortino().orElseThrow()).isCloseTo(0.27940646, MILLIONTH);
        assertThat(rsi.maxDrawdown()).isCloseTo(0.35513084, MILLIONTH);
        assertThat(rsi.exposure()).isCloseTo(0.19484241, MILLIONTH);
        assertThat(rsi.trades()).isEqualTo(3);
        assertThat(rsi.openTrades()).isEqualTo(1);
        assertThat(rsi.winRate().orElseThrow()).isCloseTo(0.66666667, MILLIONTH);
        assertThat(rsi.profitFactor().orElseThrow()).isCloseTo(39.46856334, MILLIONTH);

        Metrics sma = tried(Files.readString(EXAMPLES.resolve("strategies/sma-cross-goog.yaml")))
                .metrics();
        assertThat(sma.totalReturn()).isCloseTo(0.05724575, MILLIONTH);
        assertThat(sma.sharpe().orElseThrow()).isCloseTo(0.16409576, MILLIONTH);
        assertThat(sma.exposure()).isCloseTo(0.33046800, MILLIONTH);
        assertThat(sma.trades()).isEqualTo(1);
        assertThat(sma.profitFactor()).isEmpty();
    }

    @Test
    void everyExampleCompilesAndLooksAtNoLaterBar() throws IOException {
        try (var files = Files.list(EXAMPLES.resolve("strategies"))) {
            for (Path file : files.toList()) {
                String code = Files.readString(file);
                assertThat(hexagent.compileStrategy().handle(new CompileStrategy.Command(code)))
                        .as(file.toString())
                        .isInstanceOf(CompileStrategy.Outcome.Compiled.class);
                assertThat(hexagent.checkLookAhead()
                                .handle(new CheckLookAhead.Command(Principal.LOCAL, code, Optional.empty(), 60)))
                        .as(file.toString())
                        .isInstanceOfSatisfying(
                                CheckLookAhead.Outcome.Checked.class,
                                checked -> assertThat(checked.finding()).isInstanceOf(PrefixCheck.Finding.Clean.class));
            }
        }
    }

    @Test
    void aFileAndADataSetGiveTheSameFiguresAsTheBundledSeries() {
        double bundled = tried(RSI).metrics().totalReturn();
        DataInput file = DataInput.file(EXAMPLES.resolve("goog-daily-2004-2008.csv"));

        var ofFile = (RunBacktest.Outcome.Tried) run(RSI, Optional.of(file));
        assertThat(ofFile.report().metrics().totalReturn()).isEqualTo(bundled);
        assertThat(ofFile.report().manifest().source()).isEqualTo("file goog-daily-2004-2008.csv");

        var added = (AddDataset.Outcome.Added) hexagent.addDataset().handle(new AddDataset.Command(file));
        var known = (RunBacktest.Outcome.Tried)
                run(RSI, Optional.of(DataInput.known(added.dataset().id())));
        assertThat(known.report().metrics().totalReturn()).isEqualTo(bundled);
        BacktestReport named = tried(RSI.replace("symbol: GOOG", "symbol: GOOG-DAILY-2004-2008"));
        assertThat(named.metrics().totalReturn()).isEqualTo(bundled);
        assertThat(named.manifest().source()).isEqualTo("dataset goog-daily-2004-2008.csv");
        assertThat(hexagent.listMarkets().handle(new ListMarkets.Command()))
                .extracting(listing -> listing.symbol() + " " + listing.source())
                .containsExactly("GOOG-DAILY-2004-2008 dataset", "GOOG bundled");
    }

    @Test
    void theSameStrategyGivesTheSameBits() {
        BacktestReport one = tried(RSI);
        BacktestReport other = tried(RSI);

        assertThat(one.manifest()).isEqualTo(other.manifest());
        assertThat(one.metrics()).isEqualTo(other.metrics());
        assertThat(one.trades()).isEqualTo(other.trades());
        assertThat(tried(RSI + "fee: 0.002\n").metrics().totalReturn())
                .isLessThan(one.metrics().totalReturn());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "symbol: GOOG|symbol: AAPL|unknown-symbol",
                "timeframe: 1d|timeframe: 1h|resolution",
                "rsi(close, 14) < 30|rsl(close, 14) < 30|unknown-name",
                "timeframe: 1d|timeframe: 1d\\nfrom: 2030-01-01|no-data",
                "timeframe: 1d|timeframe: 1d\\nfrom: 2008-01-01\\nto: 2005-01-01|contradictory-dates",
                "timeframe: 1d|timeframe: 1d\\nfrom: 2008-10-14|too-few-bars",
                "timeframe: 1d|timeframe: 1d\\ncash: 0|cash-out-of-range",
                "timeframe: 1d|timeframe: 1d\\nfee: 1|fee-out-of-range",
            })
    void whatIsWrongIsToldWithItsCode(String right, String wrong, String code) {
        Refusal.Wrong refusal = wrong(RSI.replace(right, wrong.replace("\\n", "\n")));

        assertThat(refusal.errors().getFirst().code()).isEqualTo(code);
        assertThat(refusal.errors().getFirst().fix()).isNotBlank();
        assertThat(refusal.text()).contains(refusal.errors().getFirst().message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "buy low, sell high", "- a\n- b\n", "{", "symbol: GOOG\n"})
    void textThatIsNoStrategyIsRefusedWithoutAFault(String code) {
        assertThat(wrong(code).errors()).isNotEmpty();
    }

    @Test
    void badBarsInAFileAreRefusedOrRepairedByTheSetting() throws IOException {
        String csv = Files.readString(EXAMPLES.resolve("goog-daily-2004-2008.csv"))
                .replace("2004-08-20,101.01,109.08,100.50", "2004-08-20,101.01,99.08,100.50");
        Refusal why = ((RunBacktest.Outcome.NotTried) run(RSI, Optional.of(DataInput.csv("bad.csv", csv)))).why();
        assertThat(why.message()).contains("row 2", "2004-08-20 has high 99.08 below low 100.5");

        try (Hexagent repairing = Hexagent.builder(
                        Settings.of(Map.of("storage.kind", "memory", "market.bad-bars", "repair")))
                .inMemory()
                .withoutWorker()
                .open()) {
            var tried = (RunBacktest.Outcome.Tried) repairing
                    .runBacktest()
                    .handle(new RunBacktest.Command(Principal.LOCAL, RSI, Optional.of(DataInput.csv("bad.csv", csv))));
            assertThat(tried.report().warnings())
                    .contains("Bad bars were repaired: row 2 was given a high and a low that hold open and close.");
        }
    }

    private ToolResult call(Value.Fields arguments) {
        Tool tool = hexagent.bean(ToolRegistry.class)
                .find(Principal.LOCAL.owner(), new ToolName("run_backtest"))
                .orElseThrow();
        return tool.call(
                arguments,
                new ToolContext(
                        new RunId("r"),
                        new ConversationId("c"),
                        Principal.LOCAL,
                        new CallId("1"),
                        "k",
                        List.of(),
                        Instant.MAX,
                        ToolContext.Progress.NONE));
    }

    @Test
    void theToolTriesADocumentOrFieldsAndMakesThreeCharts() {
        for (Value.Fields arguments : List.of(
                Value.fields().put("code", RSI).build(),
                Value.fields()
                        .put("symbol", "GOOG")
                        .put("entry", "rsi(close, 14) < 30")
                        .put("exit", "rsi(close, 14) > 70")
                        .put("fee", 0.001)
                        .build())) {
            var succeeded = (ToolResult.Succeeded) call(arguments);
            assertThat(succeeded.content().number("total_return").orElseThrow().doubleValue())
                    .isCloseTo(0.06116787, within(1e-8));
            assertThat(succeeded.content().fields("table").orElseThrow().items("rows"))
                    .hasSize(4);
            assertThat(succeeded.artifacts())
                    .hasSize(3)
                    .allSatisfy(draft -> assertThat(draft.kind()).isEqualTo(ArtifactKind.CHART));
        }
    }

    private ToolResult described(String words) {
        return call(Value.fields().put("description", words).build());
    }

    @Test
    void theToolTriesAStrategyInWordsAndTellsTheCodeThatWasMade() {
        var succeeded = (ToolResult.Succeeded) described("RSI strategy on GOOG, buy below 30, sell above 70");
        assertThat(succeeded.content().number("total_return").orElseThrow().doubleValue())
                .isCloseTo(0.06116787, within(1e-8));
        String code = succeeded.content().text("code").orElseThrow();
        assertThat(code).contains("symbol: GOOG", "rsi(close, 14) < 30", "rsi(close, 14) > 70");
        assertThat(tried(code).metrics().totalReturn()).isCloseTo(0.06116787, within(1e-8));
        assertThat(succeeded.content().texts("assumptions")).contains("Bars of 1d.");
        assertThat(succeeded.content().texts("unused_words")).isEmpty();

        var crossing = (ToolResult.Succeeded)
                described("How would a 50/200 SMA crossover on GOOG have done with a 5% stop loss?");
        assertThat(crossing.content().text("code").orElseThrow())
                .contains("sma(close, 50)", "sma(close, 200)", "stop_loss: 0.05");
        assertThat(crossing.content().texts("unused_words")).isEmpty();
    }

    @Test
    void rulesThatWereNotUnderstoodAreNotReplacedByTheUsualOnes() {
        assertThat(described("What if I had bought GOOG when the RSI fell below 25 and sold above 60?"))
                .isInstanceOf(ToolResult.Rejected.class);
    }

    @Test
    void theToolAsksForWhatADescriptionLacksAndNamesTheChoices() {
        for (Map.Entry<String, String> lacking : Map.of(
                        "RSI strategy, buy below 30, sell above 70", "Which symbol should it trade? There is GOOG",
                        "RSI strategy on ZZZZ, buy below 30, sell above 70", "There is no symbol ZZZZ here.",
                        "backtest GOOG", "When should it buy?",
                        "a lovely day", "I made no strategy of \"a lovely day\".",
                        "buy GOOG when the stars align, sell above 70", "stars",
                        "RSI on GOOG purchasing-like below 25", "I made nothing of")
                .entrySet()) {
            assertThat(described(lacking.getKey()))
                    .as(lacking.getKey())
                    .isInstanceOfSatisfying(
                            ToolResult.Rejected.class,
                            rejected -> assertThat(rejected.message()).contains(lacking.getValue()));
        }
        assertThat(call(Value.fields()
                        .put("description", "golden cross on GOOG")
                        .put("fee", 0.002)
                        .build()))
                .isEqualTo(new ToolResult.Rejected(
                        "with \"description\" no other field is allowed: say fee in its words"));
    }

    @Test
    void wordsOfADescriptionThatWereNotUsedAreNamed() {
        var succeeded =
                (ToolResult.Succeeded) described("For zebras, RSI strategy on GOOG, buy below 30, sell above 70");
        assertThat(succeeded.content().texts("unused_words")).containsExactly("zebras");
    }

    @Test
    void aChatWithoutALanguageModelBacktestsWordsAndRefusesAMarketThatIsNotThere() {
        var ended = (AnswerChat.Outcome.Ended) hexagent.answerChat()
                .handle(new AnswerChat.Command("Backtest an RSI strategy on GOOG, buy below 30, sell above 70"));
        assertThat(ended.report().answer())
                .hasValueSatisfying(
                        answer -> assertThat(answer).contains("total return 6.12%", "3 trades", "Buying and holding"));
        assertThat(ended.report().artifacts()).hasSize(3);

        var refused = (AnswerChat.Outcome.Ended) hexagent.answerChat()
                .handle(new AnswerChat.Command("Backtest an RSI strategy on ZZZZ, buy below 30, sell above 70"));
        assertThat(refused.report().answer())
                .hasValueSatisfying(answer -> assertThat(answer).contains("There is no symbol ZZZZ", "GOOG"));
    }

    @Test
    void aChatWithoutALanguageModelSaysHowToAddDocumentsToSearch() {
        var ended = (AnswerChat.Outcome.Ended)
                hexagent.answerChat().handle(new AnswerChat.Command("Search the documents for foobar"));
        assertThat(ended.report().answer())
                .hasValueSatisfying(answer -> assertThat(answer).contains("hexagent documents add"));
    }

    @Test
    void anAgentsBacktestLeavesItsChartsBehind() {
        var model = ScriptedLanguageModel.script()
                .calls(
                        "run_backtest",
                        "{\"symbol\":\"GOOG\",\"entry\":\"rsi(close, 14) < 30\",\"exit\":\"rsi(close, 14) > 70\"}")
                .whenAsked("0.0611678")
                .answers("It returned 6.1 %.")
                .build();
        try (Hexagent scripted = Hexagent.builder(Settings.of(Map.of("storage.kind", "memory")))
                .provider(ScriptedProvider.of(model))
                .inMemory()
                .withoutWorker()
                .open()) {
            var ended = (AnswerChat.Outcome.Ended)
                    scripted.answerChat().handle(new AnswerChat.Command("Backtest RSI 30/70 on GOOG"));

            assertThat(ended.report().answer()).contains("It returned 6.1 %.");
            assertThat(ended.report().artifacts())
                    .extracting(Artifact::title)
                    .containsExactly(
                            "Equity: GOOG 1d, 2004-08-19 to 2008-10-14",
                            "Drawdown: GOOG 1d, 2004-08-19 to 2008-10-14",
                            "Price and trades: GOOG 1d, 2004-08-19 to 2008-10-14");
            assertThat(ended.report().artifacts())
                    .allSatisfy(artifact ->
                            assertThat(artifact.rendition(Artifact.PNG)).isPresent());
        }
    }

    @Test
    void theToolRejectsWhatIsWrongWithTheLineAndTheFix() {
        assertThat(call(Value.fields()
                        .put("code", RSI.replace("rsi(close, 14) < 30", "rsl(close, 14) < 30"))
                        .build()))
                .isInstanceOfSatisfying(
                        ToolResult.Rejected.class,
                        rejected -> assertThat(rejected.message()).contains("^", "Fix:", "rsi"));
        assertThat(call(Value.fields().put("symbol", "GOOG").build()))
                .isEqualTo(
                        new ToolResult.Rejected("\"code\" is missing, or \"description\", or symbol, entry and exit"));
    }
}
