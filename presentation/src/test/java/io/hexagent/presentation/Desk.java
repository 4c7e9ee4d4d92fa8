package io.hexagent.presentation;

import io.hexagent.config.Hexagent;
import io.hexagent.config.HexagentBuilder;
import io.hexagent.config.Settings;
import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A program for tests of the doors: its model knows a few words. "average" takes the mean of {@code price} by
 * {@code region}, "draw" makes a chart, "pay" calls a tool that somebody has to approve, "slow" waits until it is let
 * go, "which" asks back, "broken" fails, and anything else is refused.
 */
public final class Desk implements LanguageProvider, LanguageModel {
    public static final String CSV = "region,price\nnorth,1\nnorth,2\nsouth,4\n";

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Value.Fields> paid = new CopyOnWriteArrayList<>();

    /** Settings for a program in memory, changed by name. */
    public static Settings settings(Path home, String... changes) {
        var values = new HashMap<String, String>();
        values.put("home", home.toString());
        values.put("storage.kind", "memory");
        values.put("server.port", "0");
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        return Settings.of(Map.copyOf(values));
    }

    /** The same, changed by what a command line gives. */
    public static Settings settings(Path home, Map<String, String> given) {
        return settings(
                home,
                given.entrySet().stream()
                        .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
                        .toArray(String[]::new));
    }

    public Hexagent open(Settings settings) {
        return program(settings).open();
    }

    public HexagentBuilder program(Settings settings) {
        return Hexagent.builder(settings).provider(this).tool(new Drawing()).tool(new Paying());
    }

    /** How often the model was asked. */
    public int asked() {
        return asked.get();
    }

    /** With what arguments was paid. */
    public List<Value.Fields> paid() {
        return paid;
    }

    /** Lets the slow answers come. */
    public void letGo() {
        letGo.countDown();
    }

    @Override
    public String name() {
        return "desk";
    }

    @Override
    public String defaultModel() {
        return "words";
    }

    @Override
    public List<String> models() {
        return List.of("words");
    }

    @Override
    public boolean takesOtherModels() {
        return false;
    }

    @Override
    public LanguageModel model(String name) {
        return this;
    }

    @Override
    public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        asked.incrementAndGet();
        Message last = prompt.messages().getLast();
        if (last instanceof Message.Tool) {
            return new Reply.Answer(
                    "Here it is.", AnswerKind.ANSWERED, List.of("Look"), List.of("All rows count."), TokenUsage.NONE);
        }
        String text = last.text();
        if (text.contains("average")) {
            return calls(
                    "aggregate",
                    "{\"measures\":[{\"function\":\"mean\",\"column\":\"price\"}],\"group_by\":[\"region\"]}");
        }
        if (text.contains("draw")) {
            return calls("draw", "{}");
        }
        if (text.contains("pay")) {
            return calls("pay", "{\"amount\":5}");
        }
        if (text.contains("slow")) {
            return slowly();
        }
        if (text.contains("broken")) {
            throw new LanguageModelException(LanguageModelException.Code.UNAUTHORIZED, "the key is not accepted");
        }
        AnswerKind kind = text.contains("which") ? AnswerKind.QUESTION : AnswerKind.REFUSED;
        return new Reply.Answer("I cannot tell.", kind, List.of(), List.of(), TokenUsage.NONE);
    }

    private Reply slowly() {
        try {
            letGo.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped");
        }
        return Reply.Answer.answered("At last.", TokenUsage.NONE);
    }

    private static Reply calls(String tool, String arguments) {
        return new Reply.ToolCalls(
                "I call " + tool + ".",
                List.of(new ToolCall(new CallId("call-1"), new ToolName(tool), arguments)),
                TokenUsage.NONE);
    }

    /** Pays, when somebody has approved it. */
    private final class Paying implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName("pay"),
                    "1",
                    "Pay",
                    "Pays.",
                    List.of("pay it"),
                    "coin",
                    ToolCategory.OTHER,
                    Value.fields()
                            .put("type", "object")
                            .put(
                                    "properties",
                                    Value.fields()
                                            .put(
                                                    "amount",
                                                    Value.fields()
                                                            .put("type", "integer")
                                                            .build())
                                            .build())
                            .build(),
                    ToolSpec.Effects.ONCE,
                    true,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            paid.add(arguments);
            return new ToolResult.Succeeded(Value.fields().put("paid", true).build(), List.of());
        }
    }

    /** Makes a chart of nothing, in two media types. */
    private static final class Drawing implements Tool {
        @Override
        public ToolSpec spec() {
            return new ToolSpec(
                    new ToolName("draw"),
                    "1",
                    "Draw",
                    "Draws.",
                    List.of("draw it"),
                    "chart",
                    ToolCategory.CHART,
                    Value.fields()
                            .put("type", "object")
                            .put("properties", Value.Fields.EMPTY)
                            .build(),
                    ToolSpec.Effects.PURE,
                    false);
        }

        @Override
        public ToolResult call(Value.Fields arguments, ToolContext context) {
            return new ToolResult.Succeeded(
                    Value.fields().put("drawn", true).build(),
                    List.of(new ArtifactDraft(
                            ArtifactKind.CHART,
                            "Price by <region>",
                            List.of(
                                    new ArtifactDraft.Rendition(
                                            Artifact.VEGA_LITE, "{\"mark\":\"bar\"}".getBytes(StandardCharsets.UTF_8)),
                                    new ArtifactDraft.Rendition(
                                            Artifact.PNG, new byte[] {(byte) 0x89, 'P', 'N', 'G'})))));
        }
    }
}
