package io.hexagent.infrastructure.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.AnswerKind;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every language model promises. */
public abstract class LanguageModelContract {

    /** A model that will give these answers, in order. */
    protected abstract LanguageModel modelThat(VendorAnswer... answers);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itAnswersInWords(boolean heard) {
        var deltas = new ArrayList<Delta>();
        Reply reply = modelThat(VendorAnswer.text("The result", " is 45: \"ü\" 🐧\n", "done."))
                .reply(Prompts.question("What is 5 + 10?"), heard ? deltas::add : LanguageModel.SILENT);

        assertThat(reply).isEqualTo(Reply.Answer.answered("The result is 45: \"ü\" 🐧\ndone.", new TokenUsage(90, 20)));
        assertThat(((Reply.Answer) reply).kind()).isEqualTo(AnswerKind.ANSWERED);
        if (heard) {
            assertThat(deltas)
                    .containsExactly(
                            new Delta.Text("The result"),
                            new Delta.Text(" is 45: \"ü\" 🐧\n"),
                            new Delta.Text("done."));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itAsksForSeveralToolsInOneReplyAndTheConversationGoesOn(boolean heard) {
        var listener = heard ? (java.util.function.Consumer<Delta>) delta -> {} : LanguageModel.SILENT;
        var model = modelThat(
                VendorAnswer.thoughtAndCalls(
                        "Two at once.",
                        new VendorAnswer.Call("call_a", "calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}"),
                        new VendorAnswer.Call("call_b", "calculator", "{\"operation\":\"power\",\"x\":2,\"y\":3}")),
                VendorAnswer.text("15 and 8."));
        Prompt first = Prompts.question("5 + 10, and 2 to the 3?");

        Reply reply = model.reply(first, listener);

        var calls = (Reply.ToolCalls) reply;
        assertThat(calls.thought()).isEqualTo("Two at once.");
        assertThat(calls.usage()).isEqualTo(new TokenUsage(90, 20));
        assertThat(calls.calls())
                .extracting(call -> call.id().value(), call -> call.name().value(), ToolCall::arguments)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "call_a", "calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}"),
                        org.assertj.core.groups.Tuple.tuple(
                                "call_b", "calculator", "{\"operation\":\"power\",\"x\":2,\"y\":3}"));

        List<Message> history = new ArrayList<>(first.messages());
        history.add(new Message.Assistant(calls.thought(), calls.calls()));
        calls.calls().forEach(call -> history.add(new Message.Tool(call.id(), call.name(), "{\"result\":1}")));
        assertThat(model.reply(Prompts.of(history), listener))
                .isEqualTo(Reply.Answer.answered("15 and 8.", new TokenUsage(90, 20)));
    }

    @Test
    void anInterruptedCallerIsToldAtOnceAndStaysInterrupted() {
        var model = modelThat(VendorAnswer.text("never heard"));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> model.reply(Prompts.question("?"), delta -> {}))
                    .isInstanceOf(CancellationException.class);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aListenerThatThrowsEndsTheCall() {
        var model = modelThat(VendorAnswer.text("one", "two", "three"));
        var heard = new ArrayList<Delta>();

        assertThatThrownBy(() -> model.reply(Prompts.question("?"), delta -> {
                    heard.add(delta);
                    throw new IllegalStateException("enough");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("enough");
        assertThat(heard).hasSize(1);
    }

    @Test
    void askedTooOftenItSaysSo() {
        var model = modelThat();
        assertThatThrownBy(() -> model.reply(Prompts.question("?"), LanguageModel.SILENT))
                .isInstanceOf(LanguageModelException.class);
    }
}
