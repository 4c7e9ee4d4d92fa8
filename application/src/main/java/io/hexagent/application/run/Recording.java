package io.hexagent.application.run;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.value.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run's log holds for a replay: the model's replies in their order, and the results of calls. Immutable.
 *
 * @param results by call: a replay's calls have the recorded ids
 */
record Recording(List<Reply> replies, Map<CallId, RunEvent.ToolReturned> results) {
    Recording {
        replies = List.copyOf(replies);
        results = Map.copyOf(results);
    }

    /** @param events all events of the recorded run, in order */
    static Recording of(List<RecordedEvent> events, Json json) {
        var replies = new ArrayList<Reply>();
        var results = new HashMap<CallId, RunEvent.ToolReturned>();
        var calls = new ArrayList<ToolCall>();
        String thought = "";
        TokenUsage used = TokenUsage.NONE;
        TokenUsage before = TokenUsage.NONE;
        for (RecordedEvent recorded : events) {
            switch (recorded.event()) {
                case RunEvent.AgentThought said -> {
                    thought = said.spoken() ? said.content() : "";
                    used = said.used();
                }
                case RunEvent.ToolCalled called -> calls.add(Transcript.call(called, json));
                case RunEvent.AgentResponse response -> {
                    before = flush(replies, calls, thought, used, before);
                    replies.add(new Reply.Answer(
                            response.content(),
                            response.outcome(),
                            response.plan(),
                            response.assumptions(),
                            minus(response.used(), before)));
                }
                case RunEvent.ToolReturned returned -> {
                    before = flush(replies, calls, thought, used, before);
                    results.put(returned.call(), returned);
                }
                case RunEvent.InputRequested ignored -> before = flush(replies, calls, thought, used, before);
                case RunEvent.ToolProgress ignored -> before = flush(replies, calls, thought, used, before);
                case RunEvent.ArtifactCreated ignored -> before = flush(replies, calls, thought, used, before);
                case RunEvent.RunQueued ignored -> {}
                case RunEvent.RunStarted ignored -> {}
                case RunEvent.UserRequest ignored -> {}
                case RunEvent.ChildRun ignored -> {}
                case RunEvent.InputReceived ignored -> {}
                case RunEvent.RunCompleted ignored -> {}
                case RunEvent.RunFailed ignored -> {}
                case RunEvent.RunCancelled ignored -> {}
            }
        }
        flush(replies, calls, thought, used, before);
        return new Recording(replies, results);
    }

    private static TokenUsage flush(
            List<Reply> replies, List<ToolCall> calls, String thought, TokenUsage used, TokenUsage before) {
        if (calls.isEmpty()) {
            return before;
        }
        replies.add(new Reply.ToolCalls(thought, calls, minus(used, before)));
        calls.clear();
        return used;
    }

    private static TokenUsage minus(TokenUsage total, TokenUsage before) {
        return new TokenUsage(
                Math.max(0, total.input() - before.input()), Math.max(0, total.output() - before.output()));
    }

    Optional<RunEvent.ToolReturned> result(CallId call) {
        return Optional.ofNullable(results.get(call));
    }

    /** The model of the recording. It keeps nothing between turns: the prompt tells how far the run has come. */
    LanguageModel model() {
        return this::reply;
    }

    private Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        int turn = 0;
        for (Message message : prompt.messages()) {
            switch (message) {
                case Message.User user -> turn = 0;
                case Message.Assistant assistant -> turn++;
                case Message.Tool tool -> {}
            }
        }
        if (turn >= replies.size()) {
            throw new LanguageModelException(
                    LanguageModelException.Code.UNEXPECTED,
                    "the recording ends here, after " + replies.size() + " replies");
        }
        Reply reply = replies.get(turn);
        String text =
                switch (reply) {
                    case Reply.Answer answer -> answer.text();
                    case Reply.ToolCalls calls -> calls.thought();
                };
        if (!text.isEmpty()) {
            deltas.accept(new Delta.Text(text));
        }
        return reply;
    }
}
