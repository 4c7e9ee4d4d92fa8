package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import io.hexagent.domain.language.TokenUsage;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.IdSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads LangChain4j's response as a whole reply, or says why it is none. */
final class Replies {
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_NAME = 128;

    private final Failures failures;
    private final IdSource ids;
    private final UnaryOperator<String> arguments;

    /** @param arguments what LangChain4j gives as the arguments of a call, as the model wrote them */
    Replies(Failures failures, IdSource ids, UnaryOperator<String> arguments) {
        this.failures = failures;
        this.ids = ids;
        this.arguments = arguments;
    }

    /**
     * @param streamed whether only the stream itself could tell that it was whole
     * @throws LanguageModelException when the reply is not whole or makes no sense
     */
    Reply of(ChatResponse response, Prompt prompt, boolean streamed) {
        ensureWhole(response.finishReason(), streamed);
        AiMessage message = response.aiMessage();
        String text = message.text() == null ? "" : message.text();
        TokenUsage usage = usage(response.tokenUsage());
        if (message.hasToolExecutionRequests()) {
            return new Reply.ToolCalls(text, calls(message.toolExecutionRequests(), prompt), usage);
        }
        if (text.isBlank()) {
            throw failures.failed(Code.MALFORMED, "replied with neither text nor tool calls");
        }
        return Reply.Answer.answered(text, usage);
    }

    private void ensureWhole(@Nullable FinishReason reason, boolean streamed) {
        if (reason == null) {
            if (streamed) {
                throw failures.truncated("closed the stream before the reply was whole");
            }
            return;
        }
        switch (reason) {
            case LENGTH ->
                throw failures.truncated(
                        "stopped at the limit of output tokens: allow more of them, or ask for a shorter answer");
            case CONTENT_FILTER -> throw failures.failed(Code.REJECTED, "withheld the reply (content filter)");
            case STOP, TOOL_EXECUTION, OTHER -> {}
        }
    }

    private static TokenUsage usage(dev.langchain4j.model.output.@Nullable TokenUsage usage) {
        return usage == null
                ? TokenUsage.NONE
                : new TokenUsage(count(usage.inputTokenCount()), count(usage.outputTokenCount()));
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    private List<ToolCall> calls(List<ToolExecutionRequest> requests, Prompt prompt) {
        Set<String> used = usedIds(prompt);
        List<ToolCall> calls = new ArrayList<>(requests.size());
        for (ToolExecutionRequest request : requests) {
            String name = request.name();
            if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
                throw failures.failed(Code.MALFORMED, "asked for a tool without a usable name");
            }
            String given = request.arguments();
            calls.add(new ToolCall(
                    id(request.id(), used),
                    new ToolName(name),
                    // A tool without parameters is often called with no arguments at all.
                    given == null || given.isBlank() ? "{}" : arguments.apply(given)));
        }
        return calls;
    }

    /** The server's id, or one of ours when it sent none or one that this run has already seen. */
    private CallId id(@Nullable String given, Set<String> used) {
        if (given != null && !given.isBlank() && given.length() <= LONGEST_ID && used.add(given)) {
            return new CallId(given);
        }
        String made = "call_" + ids.next();
        used.add(made);
        return new CallId(made);
    }

    private static Set<String> usedIds(Prompt prompt) {
        Set<String> used = new HashSet<>();
        for (Message message : prompt.messages()) {
            if (message instanceof Message.Tool tool) {
                used.add(tool.call().value());
            }
        }
        return used;
    }
}
