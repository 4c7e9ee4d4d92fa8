package io.hexagent.application.strategy.session;

import io.hexagent.application.language.ModelCatalog;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.strategy.ErrorText;
import io.hexagent.domain.strategy.FeedbackIntent;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.SessionFields;
import io.hexagent.domain.strategy.StrategySession.Said;
import io.hexagent.domain.strategy.StrategySpec;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Has a language model read what a person wants, and write the strategy. A reply that is not what was asked for is
 * asked for once more; then it is a failure of the model. Safe for use by many threads.
 */
final class ModelPlanner implements Planner {
    private static final int MOST_TURNS = 8;
    private static final int REMEMBERED = 12;
    private static final Pattern FENCE = Pattern.compile("(?s)```[a-zA-Z]*[ \\t]*\\n(.*?)```");

    private static final String READING = """
        You read what a person wants of a trading strategy that you design together. Answer with one JSON object and
        nothing else:
        {"intent": "modify_spec" | "rerun_backtest" | "modify_code" | "end" | "none",
         "spec": {...}, "assumptions": ["..."]}
        intent: modify_spec for a new strategy, or another symbol, timeframe, condition, cash, fee or stop; rerun_backtest
        when the same strategy shall run on other days; modify_code when its rules shall be written differently; end for
        goodbye; none when the message has nothing to do with a strategy.
        spec: all that is wanted from now on, so what was wanted before and what the message changes of it. Fields: symbol
        (capitals), timeframe (1m 5m 15m 30m 1h 4h 1d 1w), from and to (days as 2006-01-31), cash, fee, slippage,
        stop_loss, take_profit (parts: 0.05 is 5 percent), entry, exit (the conditions in words or as rules). Leave out
        what was never said; do not invent a symbol or conditions. assumptions: what you took for granted, a sentence
        each.\
        """;

    private static final String WRITING = """
        You write trading strategies as a small YAML document with rules. Ask get_strategy_context for the document and
        get_indicators for the indicators before you write. Answer with the whole document in one ```yaml block. Use only
        what these tools name. When you are given a document with errors, write it anew without them, and change nothing
        else.\
        """;

    private final ModelCatalog models;
    private final MarketData market;
    private final Json json;

    ModelPlanner(ModelCatalog models, MarketData market, Json json) {
        this.models = models;
        this.market = market;
        this.json = json;
    }

    @Override
    public Reading read(OwnerId owner, Talk talk) {
        String instructions = READING + "\nWanted so far: " + json.write(SessionFields.spec(talk.spec()))
                + (talk.code().isPresent()
                        ? "\nThe strategy at hand:\n" + talk.code().get()
                        : "\nThere is no strategy yet.")
                + "\nMarket data: " + Clarify.offered(market.listings(owner));
        List<Message> messages = history(talk);
        messages.add(new Message.User(talk.input()));
        for (int attempt = 0; ; attempt++) {
            String text = answer(instructions, messages, List.of());
            try {
                return reading(talk, text);
            } catch (Json.MalformedJson | IllegalArgumentException | DateTimeException wrong) {
                if (attempt > 0) {
                    throw new LanguageModelException(
                            Code.MALFORMED, "the model did not answer with the JSON that it was asked for");
                }
                messages.add(new Message.Assistant(text, List.of()));
                messages.add(new Message.User(
                        "That cannot be used: " + wrong.getMessage() + ". Answer with the JSON object alone."));
            }
        }
    }

    private Reading reading(Talk talk, String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("there is no JSON object in it");
        }
        Value.Fields fields = json.readFields(text.substring(from, to + 1));
        String intent = fields.text("intent").orElse("");
        if (intent.equals("none")) {
            return Reading.nothing(talk.spec());
        }
        FeedbackIntent wanted = FeedbackIntent.ofWire(intent)
                .orElseThrow(() -> new IllegalArgumentException(
                        "intent \"" + intent + "\" not in [modify_spec, rerun_backtest, modify_code, end, none]"));
        StrategySpec spec = SessionFields.readSpec(given(fields.fields("spec").orElse(Value.Fields.EMPTY)));
        return new Reading(
                Optional.of(wanted), spec, Optional.empty(), fields.texts("assumptions"), List.of(), List.of());
    }

    /** Without what is null or empty. */
    private static Value.Fields given(Value.Fields spec) {
        Map<String, Value> given = new LinkedHashMap<>();
        spec.fields().forEach((name, value) -> {
            boolean empty = value instanceof Value.Absent
                    || (value instanceof Value.Text words && words.text().isBlank());
            if (!empty) {
                given.put(name, value);
            }
        });
        return new Value.Fields(given);
    }

    @Override
    public Optional<String> write(OwnerId owner, Talk talk) {
        var messages = new ArrayList<Message>();
        messages.add(new Message.User(talk.stage() == Talk.Stage.WRONG ? fix(talk) : fresh(talk)));
        String text = answer(WRITING, messages, LanguageGuide.tools());
        Matcher fence = FENCE.matcher(text);
        String code = fence.find() ? fence.group(1) : text;
        return code.isBlank() ? Optional.empty() : Optional.of(code.strip() + "\n");
    }

    private String fresh(Talk talk) {
        boolean rewrites = talk.code().isPresent();
        return "mode: " + (rewrites ? "change" : "new") + "\nWrite the strategy that this asks for: "
                + json.write(SessionFields.spec(talk.spec())) + "\nThe person said: " + talk.input()
                + (rewrites ? "\nThe strategy so far:\n" + talk.code().get() : "");
    }

    private static String fix(Talk talk) {
        return "mode: fix\nThis strategy has errors:\n```yaml\n" + talk.code().orElse("") + "```\nErrors:\n"
                + ErrorText.of(talk.errors(), talk.code().orElse(""));
    }

    /** Asks until there is an answer, calling the tools that it wants. */
    private String answer(String instructions, List<Message> start, List<ToolSpec> tools) {
        LanguageModel model = models.choose(Optional.empty()).model();
        var messages = new ArrayList<>(start);
        for (int turn = 0; turn < MOST_TURNS; turn++) {
            Reply reply = model.reply(new Prompt(instructions, messages, tools, List.of()), LanguageModel.SILENT);
            switch (reply) {
                case Reply.Answer answer -> {
                    return answer.text();
                }
                case Reply.ToolCalls calls -> {
                    messages.add(new Message.Assistant(calls.thought(), calls.calls()));
                    for (ToolCall call : calls.calls()) {
                        messages.add(new Message.Tool(call.id(), call.name(), json.write(result(call, tools))));
                    }
                }
            }
        }
        throw new LanguageModelException(
                Code.MALFORMED, "the model gave no answer within " + MOST_TURNS + " turns, only calls of tools");
    }

    private static Value.Fields result(ToolCall call, List<ToolSpec> tools) {
        if (call.name().equals(LanguageGuide.INDICATORS)) {
            return LanguageGuide.indicators();
        }
        if (call.name().equals(LanguageGuide.CONTEXT)) {
            return LanguageGuide.context();
        }
        return Value.fields()
                .put(
                        "error",
                        "there is no tool \"" + call.name() + "\"; there is "
                                + tools.stream()
                                        .map(tool -> tool.name().value())
                                        .collect(Collectors.joining(", ")))
                .build();
    }

    /** The newest of the talk, beginning with the person. */
    private static List<Message> history(Talk talk) {
        List<Said> before = talk.before();
        var messages = new ArrayList<Message>();
        for (Said said : before.subList(Math.max(0, before.size() - REMEMBERED), before.size())) {
            if (said.byPerson()) {
                messages.add(new Message.User(said.text()));
            } else if (!messages.isEmpty()) {
                messages.add(new Message.Assistant(said.text(), List.of()));
            }
        }
        return messages;
    }
}
