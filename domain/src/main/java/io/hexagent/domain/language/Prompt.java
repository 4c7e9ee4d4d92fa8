package io.hexagent.domain.language;

import io.hexagent.domain.conversation.Message;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.tool.ToolSpec;
import java.util.List;

/**
 * What a language model is asked.
 *
 * @param instructions the system's text, which also describes the data sets in words
 * @param messages the history, oldest first, beginning and ending with a user or tool message
 * @param tools what it may call
 * @param datasets the data sets that the instructions describe, for a model that reads them as values
 */
public record Prompt(String instructions, List<Message> messages, List<ToolSpec> tools, List<Dataset> datasets) {
    public Prompt {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        datasets = List.copyOf(datasets);
    }
}
