package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Replies in the order of a list, and refuses what OpenAI or Anthropic would refuse. Of OpenAI's chat completions: each
 * call is answered by one tool message before anything else is said, a tool message answers a call, ids have at most 40
 * characters, content is there unless there are calls. Of Anthropic's messages: user and assistant take turns, where
 * the results of a reply's calls are one user's message; each call's id is one of its alphabet and no other call's; no
 * text is blank.
 */
final class StrictModel implements LanguageModel {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Pattern ANTHROPIC_ID = Pattern.compile("[a-zA-Z0-9_-]+");

    private final List<Reply> replies;
    private final List<Prompt> prompts = new ArrayList<>();

    StrictModel(List<Reply> replies) {
        this.replies = List.copyOf(replies);
    }

    @Override
    public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        openAi(prompt.messages());
        anthropic(prompt.messages());
        prompts.add(prompt);
        assertThat(prompts).as("how often the model was asked").hasSizeLessThanOrEqualTo(replies.size());
        return replies.get(prompts.size() - 1);
    }

    List<Prompt> prompts() {
        return prompts;
    }

    static void openAi(List<Message> messages) {
        Set<CallId> open = new HashSet<>();
        for (Message message : messages) {
            switch (message) {
                case Message.User user -> {
                    assertThat(open)
                            .as("OpenAI: calls without a result before a user")
                            .isEmpty();
                    assertThat(user.text()).as("OpenAI: a user's content").isNotEmpty();
                }
                case Message.Assistant assistant -> {
                    assertThat(open)
                            .as("OpenAI: calls without a result before an assistant")
                            .isEmpty();
                    if (assistant.calls().isEmpty()) {
                        assertThat(assistant.text())
                                .as("OpenAI: content where there are no calls")
                                .isNotEmpty();
                    }
                    for (ToolCall call : assistant.calls()) {
                        assertThat(open.add(call.id()))
                                .as("OpenAI: one id for two calls of a reply")
                                .isTrue();
                        assertThat(call.id().value()).as("OpenAI: an id").hasSizeLessThanOrEqualTo(40);
                        assertThat(call.name().value()).as("OpenAI: a name").matches(NAME);
                    }
                }
                case Message.Tool tool ->
                    assertThat(open.remove(tool.call()))
                            .as("OpenAI: a result whose call stands right before it")
                            .isTrue();
            }
        }
        assertThat(open).as("OpenAI: calls without a result").isEmpty();
        assertThat(messages.getLast()).as("OpenAI: who spoke last").isNotInstanceOf(Message.Assistant.class);
    }

    static void anthropic(List<Message> messages) {
        Set<CallId> all = new HashSet<>();
        List<CallId> asked = new ArrayList<>();
        Set<CallId> answered = new HashSet<>();
        boolean usersTurn = true;
        for (Message message : messages) {
            if (!(message instanceof Message.Tool)) {
                assertThat(answered)
                        .as("Anthropic: results of the reply before")
                        .containsExactlyInAnyOrderElementsOf(asked);
            }
            switch (message) {
                case Message.User user -> {
                    assertThat(usersTurn && asked.isEmpty())
                            .as("Anthropic: a user's turn")
                            .isTrue();
                    assertThat(user.text()).as("Anthropic: text").isNotBlank();
                    usersTurn = false;
                }
                case Message.Assistant assistant -> {
                    assertThat(usersTurn && asked.isEmpty())
                            .as("Anthropic: an assistant's turn")
                            .isFalse();
                    asked.clear();
                    answered.clear();
                    if (assistant.calls().isEmpty()) {
                        assertThat(assistant.text()).as("Anthropic: text").isNotBlank();
                    }
                    for (ToolCall call : assistant.calls()) {
                        assertThat(all.add(call.id()))
                                .as("Anthropic: id %s is new", call.id())
                                .isTrue();
                        assertThat(call.id().value()).as("Anthropic: an id").matches(ANTHROPIC_ID);
                        assertThat(call.name().value()).as("Anthropic: a name").matches(NAME);
                        asked.add(call.id());
                    }
                    usersTurn = true;
                }
                case Message.Tool tool -> {
                    assertThat(asked)
                            .as("Anthropic: results follow their calls")
                            .contains(tool.call());
                    assertThat(answered.add(tool.call()))
                            .as("Anthropic: one result for each call")
                            .isTrue();
                }
            }
        }
        assertThat(answered).as("Anthropic: results of the last reply").containsExactlyInAnyOrderElementsOf(asked);
    }
}
