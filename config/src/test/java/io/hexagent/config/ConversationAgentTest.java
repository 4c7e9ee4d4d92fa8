package io.hexagent.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.application.conversation.ChangeConversation;
import io.hexagent.application.conversation.StartConversation;
import io.hexagent.application.run.AnswerChat;
import io.hexagent.application.run.RunListener;
import io.hexagent.application.run.StartRun;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.agent.Agents;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.value.ConversationId;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.scripted.ScriptedLanguageModel;
import io.hexagent.infrastructure.scripted.ScriptedProvider;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who answers in a conversation is in its metadata, which is the client's to write. */
class ConversationAgentTest {
    @Test
    void aConversationBeginsWithAgentsAndModelsThatThereAre() {
        try (var hexagent = open()) {
            assertThat(begin(hexagent, metadata("agent", Value.of(7))))
                    .isInstanceOfSatisfying(
                            StartConversation.Outcome.Invalid.class,
                            invalid -> assertThat(invalid.field()).isEqualTo("agent"));
            assertThat(begin(hexagent, metadata("agent", Value.of("nobody"))))
                    .isInstanceOfSatisfying(
                            StartConversation.Outcome.Invalid.class,
                            invalid -> assertThat(invalid.message()).contains("nobody", "chat"));
            assertThat(begin(hexagent, metadata("model", Value.of(true))))
                    .isInstanceOf(StartConversation.Outcome.Invalid.class);
            assertThat(begin(hexagent, metadata("model", Value.of("nobody/nothing"))))
                    .isInstanceOf(StartConversation.Outcome.UnknownModel.class);
            assertThat(begin(hexagent, metadata("model", Value.of("scripted"))))
                    .isInstanceOfSatisfying(
                            StartConversation.Outcome.Started.class,
                            started -> assertThat(
                                            started.conversation().metadata().text("model"))
                                    .contains("scripted/script"));
        }
    }

    @Test
    void metadataThatNamesNobodyRefusesRunsInsteadOfBreakingThem() {
        try (var hexagent = open()) {
            for (Value wrong : new Value[] {
                Value.of(7), Value.of("no body"), Value.fields().build()
            }) {
                ConversationId agent = changed(hexagent, metadata("agent", wrong));
                assertThat(Played.asked(hexagent, agent.value(), "Who?", Optional.empty()))
                        .isInstanceOfSatisfying(
                                StartRun.Outcome.Invalid.class,
                                invalid -> assertThat(invalid.field()).isEqualTo("agent"));
                assertThat(chat(hexagent, agent))
                        .isInstanceOfSatisfying(
                                AnswerChat.Outcome.Invalid.class,
                                invalid -> assertThat(invalid.field()).isEqualTo("agent"));
                ConversationId model = changed(hexagent, metadata("model", wrong));
                assertThat(Played.asked(hexagent, model.value(), "Who?", Optional.empty()))
                        .isInstanceOf(StartRun.Outcome.UnknownModel.class);
                assertThat(chat(hexagent, model)).isInstanceOf(AnswerChat.Outcome.UnknownModel.class);
                assertThat(Played.asked(hexagent, model.value(), "Who?", Optional.of("scripted/script")))
                        .isInstanceOf(StartRun.Outcome.Started.class);
            }
        }
    }

    @Test
    void theChatDoorAsksTheConversationsAgentAndElseChat() {
        try (var hexagent = open()) {
            AgentName other = hexagent.bean(Agents.class).list().stream()
                    .map(agent -> agent.name())
                    .filter(name -> !name.equals(AgentName.CHAT))
                    .findFirst()
                    .orElseThrow();
            ConversationId named = changed(hexagent, metadata("agent", Value.of(other.value())));
            assertThat(answered(hexagent, named).agent()).isEqualTo(other);
            ConversationId plain = changed(hexagent, Value.Fields.EMPTY);
            assertThat(answered(hexagent, plain).agent()).isEqualTo(AgentName.CHAT);
        }
    }

    private static Hexagent open() {
        return Hexagent.builder(Settings.of(Map.of()))
                .provider(ScriptedProvider.of(ScriptedLanguageModel.script()
                        .answers("Me.")
                        .overAndOver()
                        .build()))
                .inMemory()
                .open();
    }

    private static Value.Fields metadata(String name, Value value) {
        return Value.Fields.EMPTY.with(name, value);
    }

    private static StartConversation.Outcome begin(Hexagent hexagent, Value.Fields metadata) {
        return hexagent.startConversation()
                .handle(new StartConversation.Command(
                        Principal.LOCAL, Optional.empty(), Optional.empty(), metadata, Optional.empty()));
    }

    private static ConversationId changed(Hexagent hexagent, Value.Fields metadata) {
        var started = (StartConversation.Outcome.Started) begin(hexagent, Value.Fields.EMPTY);
        ConversationId id = started.conversation().id();
        assertThat(hexagent.changeConversation()
                        .handle(new ChangeConversation.Command(
                                Principal.LOCAL, id, Optional.empty(), Optional.of(metadata))))
                .isPresent();
        return id;
    }

    private static AnswerChat.Outcome chat(Hexagent hexagent, ConversationId id) {
        return hexagent.answerChat()
                .handle(new AnswerChat.Command(
                        Principal.LOCAL,
                        "Who?",
                        Optional.empty(),
                        Optional.of(id),
                        false,
                        Optional.empty(),
                        RunListener.NONE));
    }

    private static Run answered(Hexagent hexagent, ConversationId id) {
        return ((AnswerChat.Outcome.Ended) chat(hexagent, id)).report().run();
    }
}
