package io.hexagent.infrastructure.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.infrastructure.cache.ByInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Words a prompt as LangChain4j's request. What a list of tools becomes is kept for as long as the list lives: it is
 * the larger part of most requests and the same in each.
 */
final class Requests {
    private final ByInstance<List<ToolSpec>, ChatRequestParameters> parameters;
    private final UnaryOperator<String> arguments;

    /**
     * @param parameters what goes into a request for a list of tools
     * @param arguments how the arguments that a model once wrote are sent back to it
     */
    Requests(Function<List<ToolSpec>, ChatRequestParameters> parameters, UnaryOperator<String> arguments) {
        this.parameters = new ByInstance<>(parameters);
        this.arguments = arguments;
    }

    ChatRequest of(Prompt prompt) {
        return ChatRequest.builder()
                .messages(messages(prompt))
                .parameters(parameters.of(prompt.tools()))
                .build();
    }

    private List<ChatMessage> messages(Prompt prompt) {
        List<ChatMessage> messages = new ArrayList<>(prompt.messages().size() + 1);
        if (!prompt.instructions().isBlank()) {
            messages.add(SystemMessage.from(prompt.instructions()));
        }
        for (Message message : prompt.messages()) {
            messages.add(
                    switch (message) {
                        case Message.User user -> UserMessage.from(user.text());
                        case Message.Assistant assistant -> assistant(assistant);
                        case Message.Tool tool ->
                            ToolExecutionResultMessage.from(
                                    tool.call().value(), tool.name().value(), tool.text());
                    });
        }
        return messages;
    }

    private AiMessage assistant(Message.Assistant assistant) {
        if (assistant.calls().isEmpty()) {
            return AiMessage.from(assistant.text());
        }
        List<ToolExecutionRequest> calls = new ArrayList<>(assistant.calls().size());
        for (ToolCall call : assistant.calls()) {
            calls.add(ToolExecutionRequest.builder()
                    .id(call.id().value())
                    .name(call.name().value())
                    .arguments(arguments.apply(call.arguments()))
                    .build());
        }
        AiMessage.Builder message = AiMessage.builder().toolExecutionRequests(calls);
        return assistant.text().isBlank()
                ? message.build()
                : message.text(assistant.text()).build();
    }
}
