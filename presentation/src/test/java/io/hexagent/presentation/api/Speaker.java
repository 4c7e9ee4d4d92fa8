package io.hexagent.presentation.api;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageProvider;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A model that writes word by word. "sum" calls the calculator first, "ask" asks the person, "broken" fails, "slowly"
 * waits for {@link #say} before each word; anything else is answered at once.
 */
final class Speaker implements LanguageProvider, LanguageModel {
    static final String ANSWER = "The answer is here.";

    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    /** Gives the slow answer its next word; an empty one ends it. */
    void say(String word) {
        words.add(word);
    }

    @Override
    public String name() {
        return "speaker";
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
        Message last = prompt.messages().getLast();
        String text = last.text();
        if (last instanceof Message.User && text.contains("sum")) {
            deltas.accept(new Delta.Text("I add."));
            return calls("I add.", "calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}");
        }
        if (last instanceof Message.User && text.contains("ask")) {
            return calls("I ask.", "ask_user", "{\"question\":\"Which one?\"}");
        }
        if (text.contains("broken")) {
            throw new LanguageModelException(LanguageModelException.Code.UNAUTHORIZED, "the key is not accepted");
        }
        if (last instanceof Message.User && text.contains("slowly")) {
            return slowly(deltas);
        }
        for (String word : ANSWER.split("(?<= )", -1)) {
            deltas.accept(new Delta.Text(word));
        }
        return Reply.Answer.answered(ANSWER, TokenUsage.NONE);
    }

    private Reply slowly(Consumer<Delta> deltas) {
        var whole = new StringBuilder();
        try {
            for (String word = next(); !word.isEmpty(); word = next()) {
                whole.append(word);
                deltas.accept(new Delta.Text(word));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped");
        }
        return Reply.Answer.answered(whole.toString(), TokenUsage.NONE);
    }

    private String next() throws InterruptedException {
        String word = words.poll(60, TimeUnit.SECONDS);
        if (word == null) {
            throw new IllegalStateException("nobody gave the next word");
        }
        return word;
    }

    private static Reply calls(String thought, String tool, String arguments) {
        return new Reply.ToolCalls(
                thought, List.of(new ToolCall(new CallId("call-1"), new ToolName(tool), arguments)), TokenUsage.NONE);
    }
}
