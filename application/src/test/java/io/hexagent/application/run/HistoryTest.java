package io.hexagent.application.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunError;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.tool.CallId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final PlainJson JSON = new PlainJson();

    private static History.Past past(String id, int resultChars) {
        Run run = Logs.run(id, "Question " + id, Logs.answered());
        return new History.Past(
                run,
                Logs.log(
                        run,
                        new RunEvent.UserRequest("Question " + id),
                        Logs.thought("", 1),
                        Logs.called("call_1", "x"),
                        Logs.returned("call_1", true, "z".repeat(resultChars)),
                        Logs.response("Answer " + id, 2)));
    }

    private static History history(long tokens, History.Past... newestFirst) {
        var history = new History(tokens, JSON);
        for (History.Past past : newestFirst) {
            history.add(past);
        }
        assertValid(history.messages());
        return history;
    }

    /** What every vendor takes: a user first, each call followed by its result, no question without an answer. */
    private static void assertValid(List<Message> messages) {
        String last = "answer";
        Set<String> open = new HashSet<>();
        for (Message message : messages) {
            switch (message) {
                case Message.User user -> {
                    assertThat(last).isEqualTo("answer");
                    last = "question";
                }
                case Message.Assistant assistant -> {
                    assertThat(open).isEmpty();
                    assertThat(last).isNotEqualTo("answer");
                    assistant.calls().forEach(call -> open.add(call.id().value()));
                    last = open.isEmpty() ? "answer" : "calls";
                }
                case Message.Tool tool -> {
                    assertThat(open.remove(tool.call().value())).isTrue();
                    last = "results";
                }
            }
        }
        assertThat(open).isEmpty();
        assertThat(last).isEqualTo("answer");
    }

    private static List<String> texts(History history) {
        return history.messages().stream().map(Message::text).toList();
    }

    @Test
    void runsComeOldestFirstAndWhole() {
        History history = history(8000, past("two", 10), past("one", 10));
        assertThat(history.messages()).hasSize(8);
        assertThat(texts(history)).startsWith("Question one").endsWith("Answer two");
        assertThat(history.isFull()).isFalse();
    }

    @Test
    void aRunThatDoesNotFitComesAsQuestionAndAnswer() {
        History history = history(200, past("two", 5000), past("one", 10));
        assertThat(texts(history).subList(4, 6)).containsExactly("Question two", "Answer two");
        assertThat(history.messages()).hasSize(6);
    }

    @Test
    void whatDoesNotFitAtAllIsLeftOutWithEverythingBeforeIt() {
        History history = history(40, past("three", 500), past("two", 500), past("one", 0));
        assertThat(texts(history)).containsExactly("Question two", "Answer two", "Question three", "Answer three");
        assertThat(history.isFull()).isTrue();
        assertThat(history(0, past("one", 0)).messages()).isEmpty();
    }

    @Test
    void noTwoCallsOfAConversationHaveOneId() {
        List<CallId> calls = new ArrayList<>();
        List<CallId> results = new ArrayList<>();
        history(8000, past("three", 1), past("two", 1), past("one", 1))
                .messages()
                .forEach(message -> {
                    if (message instanceof Message.Assistant assistant) {
                        assistant.calls().forEach(call -> calls.add(call.id()));
                    } else if (message instanceof Message.Tool tool) {
                        results.add(tool.call());
                    }
                });
        assertThat(calls).extracting(CallId::value).containsExactly("call_1", "call_1-2", "call_1-3");
        assertThat(results).isEqualTo(calls);
    }

    @Test
    void anOpenCallIsClosedAndARunWithoutAnAnswerSaysSo() {
        Run failed = Logs.run(
                "r",
                "Why?",
                new RunState.Failed(new RunError(RunError.Code.MODEL_FAILED, "no connection"), Instant.EPOCH));
        Run cancelled = Logs.run("r", "Why?", new RunState.Cancelled(Instant.EPOCH));
        for (Run run : List.of(failed, cancelled)) {
            var events = new ArrayList<RunEvent>(List.of(
                    new RunEvent.UserRequest("Why?"),
                    Logs.thought("", 1),
                    Logs.called("a", "x"),
                    Logs.called("b", "y"),
                    Logs.returned("a", true, "1"),
                    new RunEvent.RunCancelled(TokenUsage.NONE)));
            for (int cut = 0; cut <= events.size(); cut++) {
                RunEvent[] some = events.subList(0, cut).toArray(RunEvent[]::new);
                History history = history(8000, new History.Past(run, Logs.log(run, some)));
                assertThat(history.messages().getFirst().text()).isEqualTo("Why?");
                assertThat(history.messages().getLast().text()).contains("I gave no answer");
            }
            History whole = history(8000, new History.Past(run, Logs.log(run, events.toArray(RunEvent[]::new))));
            assertThat(whole.messages()).hasSize(5);
            assertThat(whole.messages().get(3).text()).contains("the call was not finished");
        }
    }
}
