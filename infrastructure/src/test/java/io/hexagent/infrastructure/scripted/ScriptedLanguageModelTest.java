package io.hexagent.infrastructure.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScriptedLanguageModelTest {
    private static Prompt asking(String text) {
        return new Prompt("be exact", List.of(new Message.User(text)), List.of(), List.of());
    }

    private static void expectUnexpected(LanguageModel model, String asked, String words) {
        assertThatThrownBy(() -> model.reply(asking(asked), LanguageModel.SILENT))
                .isInstanceOfSatisfying(
                        LanguageModelException.class, e -> assertThat(e.code()).isEqualTo(Code.UNEXPECTED))
                .hasMessageContaining(words);
    }

    @Test
    void repliesComeInOrderAndPromptsAreKept() {
        var model = ScriptedLanguageModel.script()
                .thinks("First the sum.")
                .calls("calculator", "{\"x\":1}")
                .answers("done")
                .build();

        var calls = (Reply.ToolCalls) model.reply(asking("one"), LanguageModel.SILENT);
        assertThat(calls.thought()).isEqualTo("First the sum.");
        assertThat(calls.calls().getFirst().id().value()).isEqualTo("call_1");
        assertThat(model.remaining()).isEqualTo(1);
        assertThatThrownBy(model::ensureFinished)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1 reply of the script never asked for, of 2");
        assertThat(((Reply.Answer) model.reply(asking("two"), LanguageModel.SILENT)).text())
                .isEqualTo("done");
        model.ensureFinished();
        assertThat(model.prompts()).containsExactly(asking("one"), asking("two"));
    }

    @Test
    void anUnexpectedPromptIsToldInWords() {
        expectUnexpected(
                ScriptedLanguageModel.script()
                        .whenAsked("penguins")
                        .answers("x")
                        .build(),
                "about whales",
                "reply 1 of the script expects a prompt that contains \"penguins\", but was asked: user: \"about"
                        + " whales\"");
        expectUnexpected(
                ScriptedLanguageModel.script()
                        .when("no tools", prompt -> !prompt.tools().isEmpty())
                        .answers("x")
                        .build(),
                "?",
                "expects no tools");
        var one = ScriptedLanguageModel.answering("x");
        one.reply(asking("?"), LanguageModel.SILENT);
        expectUnexpected(one, "more", "the script has 1 reply, but was asked a 2. time: user: \"more\"");
    }

    @Test
    void anExpectationLooksAtInstructionsAndMessages() {
        var model = ScriptedLanguageModel.script()
                .whenAsked("be exact")
                .whenAsked("penguins")
                .answers("yes")
                .build();
        assertThat(model.reply(asking("of penguins"), LanguageModel.SILENT)).isInstanceOf(Reply.Answer.class);
    }

    @Test
    void itStreamsAndFailsAsWritten() {
        var model = ScriptedLanguageModel.script()
                .streams("ha", "lf")
                .fails(Code.TRUNCATED)
                .answers("whole")
                .build();
        var deltas = new ArrayList<Delta>();
        assertThatThrownBy(() -> model.reply(asking("?"), deltas::add)).isInstanceOf(LanguageModelException.class);
        model.reply(asking("?"), deltas::add);
        assertThat(deltas).containsExactly(new Delta.Text("ha"), new Delta.Text("lf"), new Delta.Text("whole"));
    }

    @Test
    void manyThreadsGetEachReplyOnce() {
        var script = ScriptedLanguageModel.script();
        for (int i = 0; i < 200; i++) {
            script.answers("reply " + i);
        }
        var model = script.build();
        var distinct = java.util.concurrent.ConcurrentHashMap.<String>newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(
                        () -> distinct.add(((Reply.Answer) model.reply(asking("?"), LanguageModel.SILENT)).text()));
            }
        }
        assertThat(distinct).hasSize(200);
    }

    @Test
    void aScriptMayBeginAnew() {
        var model = ScriptedLanguageModel.script()
                .answers("a")
                .answers("b")
                .overAndOver()
                .build();
        var texts = new ArrayList<String>();
        var times = new AtomicInteger();
        while (times.incrementAndGet() <= 5) {
            texts.add(((Reply.Answer) model.reply(asking("?"), LanguageModel.SILENT)).text());
        }
        assertThat(texts).containsExactly("a", "b", "a", "b", "a");
    }

    @Test
    void aScriptThatEndsInTheMiddleOfALineIsRefused() {
        assertThatThrownBy(() -> ScriptedLanguageModel.script().whenAsked("x").build())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theProviderGivesItsModelsByName() {
        var model = ScriptedLanguageModel.answering("x");
        var other = ScriptedLanguageModel.answering("y");
        var provider = ScriptedProvider.of(model).with("other", other);
        assertThat(provider.name()).isEqualTo("scripted");
        assertThat(provider.model(provider.defaultModel())).isSameAs(model);
        assertThat(provider.model("other")).isSameAs(other);
        assertThat(provider.takesOtherModels()).isFalse();
        assertThatThrownBy(() -> provider.model("third")).hasMessageContaining("\"third\" not in [");
    }
}
