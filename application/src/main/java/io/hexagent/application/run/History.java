package io.hexagent.application.run;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.run.RecordedEvent;
import io.hexagent.domain.run.Run;
import io.hexagent.domain.run.RunState;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.value.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a model is told of a conversation's earlier runs: each whole, or its question and answer only, or not at all; a
 * call is never parted from its result. Newest runs come first into the budget.
 */
final class History {
    /** As a rule of thumb, for any vendor's tokens. */
    private static final int CHARS_PER_TOKEN = 4;

    /** What a message costs beside its text. */
    private static final int CHARS_PER_MESSAGE = 16;

    private final List<List<Message>> newestFirst = new ArrayList<>();
    private final Json json;
    private long left;
    private boolean isFull;

    History(long tokens, Json json) {
        this.left = tokens * CHARS_PER_TOKEN;
        this.json = json;
    }

    /** An earlier run. @param events all of them, in order */
    record Past(Run run, List<RecordedEvent> events) {}

    /** Adds the run before those that were added. Nothing happens once the budget is used up. */
    void add(Past past) {
        if (isFull) {
            return;
        }
        List<Message> whole = whole(past, json);
        List<Message> fitting = cost(whole) <= left ? whole : brief(whole);
        long cost = cost(fitting);
        if (cost > left) {
            isFull = true;
            return;
        }
        left -= cost;
        newestFirst.add(fitting);
    }

    /** Whether a run was left out for want of room. */
    boolean isFull() {
        return isFull;
    }

    /** The messages, oldest first: they begin with a user's and end with an assistant's. No two calls have one id. */
    List<Message> messages() {
        var messages = new ArrayList<Message>();
        var taken = new HashSet<CallId>();
        newestFirst.reversed().forEach(run -> messages.addAll(formed(run, taken)));
        return List.copyOf(messages);
    }

    /** A run's messages with ids and names that every vendor takes. */
    private static List<Message> formed(List<Message> run, Set<CallId> taken) {
        var ids = new HashMap<CallId, CallId>();
        return run.stream()
                .<Message>map(message -> switch (message) {
                    case Message.User user -> user;
                    case Message.Assistant assistant ->
                        new Message.Assistant(
                                assistant.text(),
                                assistant.calls().stream()
                                        .map(call -> new ToolCall(
                                                ids.computeIfAbsent(call.id(), id -> CallForm.id(id, taken::add)),
                                                CallForm.name(call.name(), name -> false),
                                                call.arguments()))
                                        .toList());
                    case Message.Tool tool ->
                        new Message.Tool(
                                ids.getOrDefault(tool.call(), tool.call()),
                                CallForm.name(tool.name(), name -> false),
                                tool.text());
                })
                .toList();
    }

    /** A run as messages: every call has its result and every question its answer, whatever the run came to. */
    static List<Message> whole(Past past, Json json) {
        List<Message> said = Transcript.of(past.run(), past.events(), json).messages();
        var answered = new HashSet<CallId>();
        said.forEach(message -> {
            if (message instanceof Message.Tool tool) {
                answered.add(tool.call());
            }
        });
        var messages = new ArrayList<Message>();
        List<ToolCall> open = List.of();
        for (Message message : said) {
            if (!(message instanceof Message.Tool)) {
                close(messages, open, answered);
                open = List.of();
            }
            messages.add(message);
            if (message instanceof Message.Assistant assistant) {
                open = assistant.calls();
            }
        }
        close(messages, open, answered);
        // A reply without a word is no answer either, and no vendor takes it back.
        boolean isAnswered = messages.getLast() instanceof Message.Assistant last
                && last.calls().isEmpty();
        if (isAnswered && messages.getLast().text().isBlank()) {
            messages.removeLast();
            isAnswered = false;
        }
        if (!isAnswered) {
            messages.add(new Message.Assistant(unanswered(past.run()), List.of()));
        }
        return List.copyOf(messages);
    }

    private static void close(List<Message> messages, List<ToolCall> calls, Set<CallId> answered) {
        for (ToolCall call : calls) {
            if (!answered.contains(call.id())) {
                messages.add(new Message.Tool(
                        call.id(), call.name(), "{\"success\":false,\"error\":\"the call was not finished\"}"));
            }
        }
    }

    private static String unanswered(Run run) {
        return switch (run.state()) {
            case RunState.Failed failed ->
                "(I gave no answer: " + failed.error().message() + ".)";
            case RunState.Cancelled ignored -> "(I gave no answer: the request was cancelled.)";
            case RunState.Completed ignored -> "(I gave no answer.)";
            case RunState.Queued ignored -> "(I have not answered this yet.)";
            case RunState.Running ignored -> "(I have not answered this yet.)";
            case RunState.AwaitingInput ignored -> "(I have not answered this yet.)";
        };
    }

    private static List<Message> brief(List<Message> whole) {
        return List.of(whole.getFirst(), whole.getLast());
    }

    private static long cost(List<Message> messages) {
        long chars = 0;
        for (Message message : messages) {
            chars += CHARS_PER_MESSAGE + message.text().length();
            if (message instanceof Message.Assistant assistant) {
                for (ToolCall call : assistant.calls()) {
                    chars += call.name().value().length() + call.arguments().length();
                }
            }
        }
        return chars;
    }
}
