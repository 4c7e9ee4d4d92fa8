package io.hexagent.infrastructure.scripted;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A model that replies in the order of its script, for tests. A prompt that the script does not expect fails with
 * {@link Code#UNEXPECTED} and words that say what was expected and what came.
 *
 * <pre>{@code
 * var model = ScriptedLanguageModel.script()
 *         .calls("calculator", "{\"operation\":\"add\",\"x\":5,\"y\":10}")
 *         .whenAsked("\"result\":15").answers("The result is 15.")
 *         .build();
 * }</pre>
 *
 * <p>Safe for use by many threads: each prompt takes the next reply.
 */
public final class ScriptedLanguageModel implements LanguageModel {
    private static final int SHOWN = 160;

    private final List<Line> lines;
    private final List<Prompt> prompts = new ArrayList<>();
    private final boolean repeats;

    private ScriptedLanguageModel(List<Line> lines, boolean repeats) {
        this.lines = List.copyOf(lines);
        this.repeats = repeats;
    }

    /** A new, empty script. */
    public static Script script() {
        return new Script();
    }

    /** A model that gives one answer, once. */
    public static ScriptedLanguageModel answering(String text) {
        return script().answers(text).build();
    }

    @Override
    public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the scripted model was interrupted");
        }
        return next(prompt).play(deltas);
    }

    private synchronized Line next(Prompt prompt) {
        int turn = prompts.size();
        prompts.add(prompt);
        if (turn >= lines.size() && !(repeats && !lines.isEmpty())) {
            throw new LanguageModelException(
                    Code.UNEXPECTED,
                    "the script has " + count(lines.size(), "reply", "replies") + ", but was asked a " + (turn + 1)
                            + ". time: " + lastOf(prompt));
        }
        Line line = lines.get(turn % lines.size());
        for (Expectation expectation : line.expectations()) {
            if (!expectation.holds().test(prompt)) {
                throw new LanguageModelException(
                        Code.UNEXPECTED,
                        "reply " + (turn + 1) + " of the script expects " + expectation.words() + ", but was asked: "
                                + lastOf(prompt));
            }
        }
        return line;
    }

    /** All prompts so far, in order. */
    public synchronized List<Prompt> prompts() {
        return List.copyOf(prompts);
    }

    /** How many replies have not been asked for. */
    public synchronized int remaining() {
        return Math.max(0, lines.size() - prompts.size());
    }

    /** @throws IllegalStateException when some of the script was not asked for */
    public void ensureFinished() {
        int remaining = remaining();
        if (remaining > 0) {
            throw new IllegalStateException(
                    count(remaining, "reply", "replies") + " of the script never asked for, of " + lines.size());
        }
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private static String lastOf(Prompt prompt) {
        if (prompt.messages().isEmpty()) {
            return "no message";
        }
        Message last = prompt.messages().getLast();
        String who =
                switch (last) {
                    case Message.User user -> "user";
                    case Message.Assistant assistant -> "assistant";
                    case Message.Tool tool -> "tool " + tool.name();
                };
        String text = last.text();
        return who + ": \"" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…") + "\"";
    }

    private static boolean contains(Prompt prompt, String text) {
        if (prompt.instructions().contains(text)) {
            return true;
        }
        return prompt.messages().stream().anyMatch(message -> message.text().contains(text));
    }

    private record Expectation(String words, Predicate<Prompt> holds) {}

    private record Line(
            List<Expectation> expectations,
            List<Delta> deltas,
            @Nullable Reply reply,
            @Nullable LanguageModelException failure) {

        Reply play(Consumer<Delta> listener) {
            deltas.forEach(listener);
            if (failure != null) {
                throw failure;
            }
            if (reply == null) {
                throw new IllegalStateException("a line of a script has a reply or a failure");
            }
            return reply;
        }
    }

    /**
     * Collects a script. What is expected or streamed belongs to the next reply. Not safe for use by several threads.
     */
    public static final class Script {
        private final List<Line> lines = new ArrayList<>();
        private final List<Expectation> expectations = new ArrayList<>();
        private final List<Delta> deltas = new ArrayList<>();
        private TokenUsage usage = TokenUsage.NONE;
        private String thought = "";
        private int calls;
        private boolean repeats;

        private Script() {}

        /** The next reply is only given when the instructions or some message contain the text. */
        public Script whenAsked(String text) {
            return when("a prompt that contains \"" + text + "\"", prompt -> contains(prompt, text));
        }

        /**
         * The next reply is only given to a prompt for which this holds.
         *
         * @param words what is expected, to be read after "expects"
         */
        public Script when(String words, Predicate<Prompt> holds) {
            expectations.add(new Expectation(words, holds));
            return this;
        }

        /** The next reply is streamed in these pieces first. */
        public Script streams(String... pieces) {
            for (String piece : pieces) {
                deltas.add(new Delta.Text(piece));
            }
            return this;
        }

        /** The next reply, and those after it, report these tokens. */
        public Script uses(long input, long output) {
            usage = new TokenUsage(input, output);
            return this;
        }

        /** What the model says beside the calls of the next reply. */
        public Script thinks(String text) {
            thought = text;
            return this;
        }

        /** Ends the matter. Streamed as one piece unless {@link #streams} said otherwise. */
        public Script answers(String text) {
            if (deltas.isEmpty() && !text.isEmpty()) {
                deltas.add(new Delta.Text(text));
            }
            return replies(Reply.Answer.answered(text, usage));
        }

        /** Calls one tool. The call's id is made from its place in the script: {@code call_1} and on. */
        public Script calls(String tool, String arguments) {
            return calls(call(tool, arguments));
        }

        /** Calls several tools in one reply. */
        public Script calls(ToolCall... several) {
            return replies(new Reply.ToolCalls(thought, List.of(several), usage));
        }

        /** A call with the next id of this script. */
        public ToolCall call(String tool, String arguments) {
            return new ToolCall(new CallId("call_" + ++calls), new ToolName(tool), arguments);
        }

        /** Replies with anything. */
        public Script replies(Reply reply) {
            return add(new Line(List.copyOf(expectations), List.copyOf(deltas), reply, null));
        }

        /** Fails, after whatever was to be streamed. */
        public Script fails(LanguageModelException failure) {
            return add(new Line(List.copyOf(expectations), List.copyOf(deltas), null, failure));
        }

        /** Fails with the code, after whatever was to be streamed. */
        public Script fails(Code code) {
            return fails(new LanguageModelException(code, "the script says: " + code.wire()));
        }

        /** After the last reply the script begins anew, for any number of prompts. */
        public Script overAndOver() {
            repeats = true;
            return this;
        }

        private Script add(Line line) {
            lines.add(line);
            expectations.clear();
            deltas.clear();
            thought = "";
            return this;
        }

        public ScriptedLanguageModel build() {
            if (!expectations.isEmpty() || !deltas.isEmpty()) {
                throw new IllegalStateException("the script ends with an expectation or a stream, but no reply");
            }
            return new ScriptedLanguageModel(lines, repeats);
        }
    }
}
