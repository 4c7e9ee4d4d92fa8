package io.hexagent.application.run;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.value.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A run's log as its graph and its model see it: a projection, made from the events alone.
 *
 * @param messages from the user's request on; calls without a result stand at the end, open
 * @param working where the run stands
 * @param calls what is known of each call of the last turn
 */
record Transcript(List<Message> messages, Working working, Map<CallId, CallRecord> calls) {
    Transcript {
        messages = List.copyOf(messages);
        calls = Map.copyOf(calls);
    }

    /** @param events all events of the run, in order */
    static Transcript of(Run run, List<RecordedEvent> events, Json json) {
        return of(run, events, json, seq -> Optional.empty());
    }

    /**
     * @param events all events of the run, in order
     * @param checkpoints what was remembered with an event: it knows a tool's own refusals, which the log does not tell
     *     from failures
     */
    static Transcript of(Run run, List<RecordedEvent> events, Json json, LongFunction<Optional<Working>> checkpoints) {
        var fold = new Fold(run, json);
        for (RecordedEvent recorded : events) {
            fold.add(recorded.event());
            checkpoints.apply(recorded.seq()).ifPresent(fold::correct);
        }
        fold.endTurn();
        return new Transcript(fold.messages, fold.working, fold.calls);
    }

    /** Whether two replies ask for the same, however the model wrote it. */
    static String signature(List<RunEvent.ToolCalled> calls) {
        var text = new StringBuilder().append(calls.size());
        for (RunEvent.ToolCalled call : calls) {
            int asked = call.params().fields().isEmpty()
                    ? call.arguments().hashCode()
                    : call.params().hashCode();
            text.append(':').append(call.tool()).append(':').append(Integer.toHexString(asked));
        }
        return text.toString();
    }

    /** The call as the model made it; the log keeps its text only when it could not be read. */
    static ToolCall call(RunEvent.ToolCalled called, Json json) {
        return new ToolCall(
                called.call(),
                called.tool(),
                called.arguments().isEmpty() ? json.write(called.params()) : called.arguments());
    }

    private static final class Fold {
        private final Json json;
        private final List<Message> messages = new ArrayList<>();
        private final Map<CallId, CallRecord> calls = new HashMap<>();
        private final List<RunEvent.ToolCalled> turn = new ArrayList<>();
        private Working working;
        private String thought = "";
        private TokenUsage used = TokenUsage.NONE;
        private boolean begun;

        Fold(Run run, Json json) {
            this.json = json;
            this.working = Working.start(run.id());
            this.messages.add(new Message.User(run.query()));
        }

        void add(RunEvent event) {
            switch (event) {
                case RunEvent.AgentThought said -> {
                    endTurn();
                    turn.clear();
                    begun = true;
                    thought = said.spoken() ? said.content() : "";
                    used = said.used();
                }
                case RunEvent.ToolCalled called -> turn.add(called);
                case RunEvent.ToolProgress progress ->
                    know(progress.call(), known(progress.call()).begun());
                case RunEvent.InputRequested asked -> {
                    endTurn();
                    asked.call().ifPresent(call -> know(call, known(call).asked(asked)));
                    working = working.waiting(asked.request());
                }
                case RunEvent.InputReceived received -> {
                    calls.replaceAll((call, known) -> known.request()
                                    .filter(asked -> asked.request().equals(received.request()))
                                    .isPresent()
                            ? known.decided(received)
                            : known);
                    working = working.goingOn();
                }
                case RunEvent.ToolReturned returned -> returned(returned);
                case RunEvent.AgentResponse response -> {
                    endTurn();
                    messages.add(new Message.Assistant(response.content(), List.of()));
                    working = working.answered(response.outcome(), sinceThen(response.used()));
                }
                case RunEvent.RunFailed failed ->
                    working =
                            working.failed(failed.error().code(), failed.error().message());
                case RunEvent.RunQueued ignored -> {}
                case RunEvent.RunStarted ignored -> {}
                case RunEvent.UserRequest ignored -> {}
                case RunEvent.ArtifactCreated ignored -> {}
                case RunEvent.ChildRun ignored -> {}
                case RunEvent.RunCompleted ignored -> {}
                case RunEvent.RunCancelled ignored -> {}
            }
        }

        /** A reply is whole when its calls are in the log; a thought alone is none, and the model is asked again. */
        void endTurn() {
            if (begun && !turn.isEmpty()) {
                List<ToolCall> made = turn.stream().map(one -> call(one, json)).toList();
                calls.clear();
                messages.add(new Message.Assistant(thought, made));
                working = working.calling(made, signature(turn), sinceThen(used));
                begun = false;
            }
        }

        private void returned(RunEvent.ToolReturned returned) {
            endTurn();
            know(returned.call(), known(returned.call()).ended(returned));
            messages.add(new Message.Tool(returned.call(), returned.tool(), json.write(returned.result())));
            if (working.pending().stream()
                    .allMatch(call -> known(call.id()).returned().isPresent())) {
                working = working.called(repairs());
                turn.clear();
            }
        }

        private int repairs() {
            boolean worked = turn.stream()
                    .anyMatch(one -> known(one.call()).returned().orElseThrow().ok());
            if (worked) {
                return 0;
            }
            // Of a call that could be read the log does not say whether it was wrong or failed.
            return turn.stream().allMatch(Fold::isUnreadable) ? working.repairs() + 1 : working.repairs();
        }

        private static boolean isUnreadable(RunEvent.ToolCalled called) {
            String text = called.arguments().strip();
            boolean isEmpty = text.isEmpty() || text.equals("{}");
            return called.version().isEmpty() || (called.params().fields().isEmpty() && !isEmpty);
        }

        void correct(Working remembered) {
            if (remembered.turns() == working.turns() && working.pending().isEmpty()) {
                working = working.corrected(remembered.repairs());
            }
        }

        private CallRecord known(CallId call) {
            return calls.getOrDefault(call, CallRecord.NEW);
        }

        private void know(CallId call, CallRecord record) {
            endTurn();
            calls.put(call, record);
        }

        /** Events tell the tokens of the run so far. */
        private TokenUsage sinceThen(TokenUsage total) {
            TokenUsage before = working.usage();
            return new TokenUsage(
                    Math.max(0, total.input() - before.input()), Math.max(0, total.output() - before.output()));
        }
    }
}
