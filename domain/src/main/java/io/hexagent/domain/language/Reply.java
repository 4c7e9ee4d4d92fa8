package io.hexagent.domain.language;

import io.hexagent.domain.tool.ToolCall;
import java.util.List;

/** What a language model replied, whole. A reply that broke off is no reply but a {@link LanguageModelException}. */
public sealed interface Reply {
    TokenUsage usage();

    /**
     * The end of the matter.
     *
     * @param plan the steps it followed, if it says so
     * @param assumptions what it took for granted, one sentence each
     */
    record Answer(String text, AnswerKind kind, List<String> plan, List<String> assumptions, TokenUsage usage)
            implements Reply {
        public Answer {
            plan = List.copyOf(plan);
            assumptions = List.copyOf(assumptions);
        }

        public static Answer answered(String text, TokenUsage usage) {
            return new Answer(text, AnswerKind.ANSWERED, List.of(), List.of(), usage);
        }
    }

    /**
     * It wants tools called.
     *
     * @param thought what it said beside the calls; may be empty
     * @param calls at least one
     */
    record ToolCalls(String thought, List<ToolCall> calls, TokenUsage usage) implements Reply {
        public ToolCalls {
            calls = List.copyOf(calls);
            if (calls.isEmpty()) {
                throw new IllegalArgumentException("a reply that calls tools names at least one call");
            }
        }
    }
}
