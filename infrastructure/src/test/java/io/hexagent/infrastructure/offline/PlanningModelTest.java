package io.hexagent.infrastructure.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanningModelTest {
    private static final List<String> ALL = List.of(
            "describe_dataset",
            "calculate_statistics",
            "aggregate",
            "select_rows",
            "correlate",
            "find_outliers",
            "distribution",
            "trend",
            "compare_groups",
            "missing_values",
            "calculator",
            "create_chart",
            "run_backtest",
            "search_documents");

    private final OfflineProvider provider = new OfflineProvider(
            () -> {
                throw new IllegalStateException("the model cannot be loaded");
            },
            new PlainJson());
    private final Dataset penguins = SampleTables.example("penguins.csv");
    private final List<Message> history = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();

    @Test
    void theSeedExampleTakesTwoCallsAndThenAnswers() {
        ask("What is 5 + 10, then multiply by 3?");

        Reply.ToolCalls first = calls(reply(List.of()));
        assertThat(first.thought()).isEqualTo("Add 5 and 10.");
        assertThat(first.calls()).hasSize(1);
        assertThat(first.calls().getFirst().id().value()).isEqualTo("call_1");
        assertThat(first.calls().getFirst().name()).isEqualTo(new ToolName("calculator"));
        assertThat(first.calls().getFirst().arguments()).isEqualTo("{\"operation\":\"add\",\"x\":5,\"y\":10}");
        result(first, "{\"success\":true,\"result\":15,\"text\":\"5 + 10 = 15\"}");

        Reply.ToolCalls second = calls(reply(List.of()));
        assertThat(second.calls().getFirst().id().value()).isEqualTo("call_2");
        assertThat(second.calls().getFirst().arguments()).isEqualTo("{\"operation\":\"multiply\",\"x\":15,\"y\":3}");
        result(second, "{\"success\":true,\"result\":45,\"text\":\"15 * 3 = 45\"}");

        Reply.Answer answer = answer(reply(List.of()));
        assertThat(answer.text()).isEqualTo("The result is 45.");
        assertThat(answer.kind()).isEqualTo(AnswerKind.ANSWERED);
        assertThat(answer.plan()).containsExactly("Add 5 and 10.", "Multiply the result by 3.");
    }

    @Test
    void anAnswerSpellsOutTheGroups() {
        ask("What is the average body mass by species?");
        Reply.ToolCalls call = calls(reply(List.of(penguins)));
        assertThat(call.calls().getFirst().arguments())
                .isEqualTo("{\"measures\":[{\"function\":\"mean\",\"column\":\"Body Mass (g)\"}],"
                        + "\"group_by\":[\"Species\"]}");
        result(call, """
            {"success":true,"dataset":"penguins.csv","method":"mean","table":{"columns":["Species",
            "mean of Body Mass (g)"],"rows":[["Adelie",3700.662251],["Chinstrap",3733.088235],["Gentoo",5076.01626]],
            "total_rows":3},"facts":{"rows_used":342,"groups":3},"notes":[]}
            """);

        Reply.Answer answer = answer(reply(List.of(penguins)));
        assertThat(answer.text())
                .isEqualTo(
                        "The mean of Body Mass (g) by Species: Adelie: 3700.66; Chinstrap: 3733.09; Gentoo: 5076.02.");
        assertThat(answer.assumptions()).contains("Missing values are left out.");
        assertThat(texts).contains(answer.text());
    }

    @Test
    void aShareIsDividedFromTwoCounts() {
        ask("what share of penguins are Adelie");
        for (String count : List.of("152", "344")) {
            result(
                    calls(reply(List.of(penguins))),
                    "{\"success\":true,\"table\":{\"columns\":[\"count\"],\"rows\":[[" + count
                            + "]],\"total_rows\":1},\"facts\":{},\"notes\":[]}");
        }
        Reply.ToolCalls divide = calls(reply(List.of(penguins)));
        assertThat(divide.calls().getFirst().arguments()).isEqualTo("{\"operation\":\"divide\",\"x\":152,\"y\":344}");
        result(divide, "{\"success\":true,\"result\":0.4418604651,\"text\":\"152 / 344 = 0.44\"}");

        assertThat(answer(reply(List.of(penguins))).text())
                .isEqualTo("The share of rows where Species is Adelie is 44.19% (152 of 344).");
    }

    @Test
    void aFailedToolIsNeverAnsweredOver() {
        ask("median body mass");
        result(calls(reply(List.of(penguins))), "{\"success\":false,\"error\":\"the file has changed\"}");
        Reply.Answer answer = answer(reply(List.of(penguins)));
        assertThat(answer.kind()).isEqualTo(AnswerKind.REFUSED);
        assertThat(answer.text()).contains("the file has changed");
    }

    @Test
    void aBacktestIsToldBesideBuyingAndHoldingWithWhatWasAssumed() {
        ask("Backtest an RSI strategy on GOOG, buy below 30, sell above 70");
        result(calls(reply(List.of())), """
            {"success":true,"symbol":"GOOG","timeframe":"1d","from":"2004-08-19","to":"2008-10-14","cash":100000,
            "fee":0.001,"slippage":0,"total_return":0.0611678,"sharpe":0.1512,"max_drawdown":0.4,"trades":4,
            "open_trades":1,"benchmark":{"total_return":2.61,"sharpe":1.02,"max_drawdown":0.55},
            "code":"symbol: GOOG\\nentry: rsi(close, 14) < 30\\n","assumptions":["Bars of 1d."],
            "unused_words":["quietly"],"warnings":["few trades"],"conventions":{"execution":"next open"}}
            """);

        Reply.Answer answer = answer(reply(List.of()));
        assertThat(answer.kind()).isEqualTo(AnswerKind.ANSWERED);
        assertThat(answer.text())
                .isEqualTo("I made nothing of \"quietly\"; the rest was tried. GOOG in bars of 1d from 2004-08-19 to"
                        + " 2008-10-14: total return 6.12%, Sharpe 0.1512, max drawdown 40%, 4 trades and one that is"
                        + " still open. Buying and holding: total return 261%, Sharpe 1.02, max drawdown 55%. The"
                        + " strategy: symbol: GOOG; entry: rsi(close, 14) < 30. few trades.");
        assertThat(answer.assumptions())
                .containsExactly(
                        "Bars of 1d.",
                        "Cash at the start 100,000, a fee of 0.1% and slippage of 0% on each side.",
                        "Execution: next open.");
    }

    @Test
    void aBacktestThatLacksAMarketIsRefusedInTheWordsOfTheTool() {
        ask("Backtest the golden cross");
        result(
                calls(reply(List.of())),
                "{\"success\":false,\"error\":\"Which symbol should it trade? There is GOOG (1d).\"}");
        Reply.Answer answer = answer(reply(List.of()));
        assertThat(answer.kind()).isEqualTo(AnswerKind.REFUSED);
        assertThat(answer.text())
                .isEqualTo("I did not backtest that. Which symbol should it trade? There is GOOG (1d).");
    }

    @Test
    void passagesAreQuotedWithTheirCitations() {
        ask("What do the documents say about refunds?");
        Reply.ToolCalls call = calls(reply(List.of()));
        assertThat(call.calls().getFirst().arguments()).isEqualTo("{\"query\":\"refunds\"}");
        result(call, """
            {"success":true,"count":1,"has_documents":true,"passages":[{"text":"Refunds take\\n5 days.","citation":
            {"document":"d1","name":"terms.md","start":1200,"end":1220,"score":0.83}}]}
            """);
        Reply.Answer answer = answer(reply(List.of()));
        assertThat(answer.kind()).isEqualTo(AnswerKind.ANSWERED);
        assertThat(answer.text())
                .isEqualTo("The documents say about \"refunds\":\n"
                        + "1. \"Refunds take 5 days.\" (terms.md, characters 1200 to 1220, score 0.83)");
    }

    @Test
    void passagesThatOnlyLieNearAreSaidToBeSo() {
        ask("search the documents for foobar");
        result(
                calls(reply(List.of())),
                "{\"success\":true,\"count\":1,\"has_documents\":true,\"passages\":[{\"text\":\"Something else.\","
                        + "\"citation\":{\"name\":\"a.txt\",\"start\":0,\"end\":15,\"score\":0.1}}]}");
        assertThat(answer(reply(List.of())).text()).startsWith("No passage has the words of \"foobar\"");
    }

    @Test
    void withoutDocumentsItIsSaidHowToAddThem() {
        ask("search the documents for foobar");
        result(calls(reply(List.of())), "{\"success\":true,\"count\":0,\"has_documents\":false,\"passages\":[]}");
        Reply.Answer answer = answer(reply(List.of()));
        assertThat(answer.kind()).isEqualTo(AnswerKind.REFUSED);
        assertThat(answer.text()).contains("hexagent documents add FILE", "POST /api/documents");
    }

    @Test
    void divisionByZeroIsSaid() {
        ask("7 / 0");
        result(
                calls(reply(List.of())),
                "{\"success\":true,\"undefined\":true,\"text\":\"7 / 0 has no value: division by zero\"}");
        assertThat(answer(reply(List.of())).text()).isEqualTo("7 / 0 has no value: division by zero.");
    }

    @Test
    void aPlanThatNeedsAToolThatIsNotThereIsRefused() {
        history.add(new Message.User("plot body mass by species"));
        Reply reply = model(List.of("aggregate"), List.of(penguins));
        assertThat(answer(reply).kind()).isEqualTo(AnswerKind.REFUSED);
        assertThat(answer(reply).text()).contains("\"create_chart\"").contains("aggregate");
    }

    @Test
    void anUnplacedWordIsNamedTogetherWithWhatWasUnderstood() {
        ask("average life expectancy by country in africa");
        Reply.Answer answer = answer(reply(List.of(SampleTables.example("gapminder.csv"))));
        assertThat(answer.kind()).isEqualTo(AnswerKind.REFUSED);
        assertThat(answer.text())
                .contains("mean of life_expect by country")
                .contains("did not use \"africa\"")
                .contains("Columns: year, country, cluster, pop, life_expect, fertility.");
    }

    @Test
    void aQuestionThatNeedsDataAsksForATable() {
        ask("average salary by department");
        Reply.Answer answer = answer(reply(List.of()));
        assertThat(answer.kind()).isEqualTo(AnswerKind.QUESTION);
        assertThat(answer.text()).contains("Attach a CSV file");
    }

    @Test
    void amongSeveralDataSetsTheOneThatFitsIsNamedInTheCall() {
        ask("average body mass by species");
        Reply.ToolCalls call = calls(reply(List.of(SampleTables.example("gapminder.csv"), penguins)));
        assertThat(call.calls().getFirst().arguments()).startsWith("{\"dataset\":\"penguins.csv\"");
    }

    @Test
    void onlyTheLastQuestionIsAnswered() {
        ask("What is 5 + 10?");
        result(calls(reply(List.of())), "{\"success\":true,\"result\":15,\"text\":\"5 + 10 = 15\"}");
        history.add(new Message.Assistant("The result is 15.", List.of()));
        ask("how many penguins are there");
        Reply.ToolCalls call = calls(reply(List.of(penguins)));
        assertThat(call.calls().getFirst().name()).isEqualTo(new ToolName("aggregate"));
        assertThat(call.calls().getFirst().id().value()).isEqualTo("call_1");
    }

    @Test
    void itNeverClaimsToBeALanguageModel() {
        ask("are you a language model");
        assertThat(answer(reply(List.of())).text()).contains("not a language model");
    }

    @Test
    void theProviderKnowsOneModel() {
        assertThat(provider.name()).isEqualTo("offline");
        assertThat(provider.models()).containsExactly(provider.defaultModel());
        assertThatThrownBy(() -> provider.model("gpt")).hasMessage("model \"gpt\" not in [planner]");
    }

    @Test
    void earlierTurnsOfAConversationAreNotAnsweredAgain() {
        history.add(new Message.User("Describe penguins"));
        history.add(new Message.Assistant("(I gave no answer: the request was cancelled.)", List.of()));
        ask("What is 5 + 10?");
        Reply.ToolCalls earlier = calls(reply(List.of()));
        result(earlier, "{\"success\":false,\"error\":\"the call was not finished\"}");
        history.add(new Message.Assistant("(I gave no answer: the request was cancelled.)", List.of()));
        ask("What is 7 * 6?");

        Reply.ToolCalls call = calls(reply(List.of()));
        assertThat(call.calls().getFirst().arguments()).isEqualTo("{\"operation\":\"multiply\",\"x\":7,\"y\":6}");
        result(call, "{\"success\":true,\"result\":42,\"text\":\"7 * 6 = 42\"}");
        assertThat(answer(reply(List.of())).text()).contains("42");
    }

    private void ask(String question) {
        history.add(new Message.User(question));
    }

    private Reply reply(List<Dataset> datasets) {
        return model(ALL, datasets);
    }

    private Reply model(List<String> tools, List<Dataset> datasets) {
        var prompt = new Prompt(
                "", history, tools.stream().map(PlanningModelTest::tool).toList(), datasets);
        return provider.model("planner")
                .reply(
                        prompt,
                        delta -> Stream.of(delta)
                                .filter(Delta.Text.class::isInstance)
                                .map(Delta.Text.class::cast)
                                .forEach(text -> texts.add(text.text())));
    }

    private void result(Reply.ToolCalls asked, String json) {
        history.add(new Message.Assistant(asked.thought(), asked.calls()));
        var call = asked.calls().getFirst();
        history.add(new Message.Tool(call.id(), call.name(), json.replace("\n", "")));
    }

    private static Reply.ToolCalls calls(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.ToolCalls.class);
        return (Reply.ToolCalls) reply;
    }

    private static Reply.Answer answer(Reply reply) {
        assertThat(reply).isInstanceOf(Reply.Answer.class);
        return (Reply.Answer) reply;
    }

    private static ToolSpec tool(String name) {
        return new ToolSpec(
                new ToolName(name),
                "1",
                name,
                name,
                List.of(),
                "table",
                ToolCategory.CALCULATION,
                Value.Fields.EMPTY,
                ToolSpec.Effects.PURE,
                false);
    }
}
