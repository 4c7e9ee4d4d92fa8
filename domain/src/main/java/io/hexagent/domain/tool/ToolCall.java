package io.hexagent.domain.tool;

/**
 * A model's wish to call a tool.
 *
 * @param arguments JSON text as the model wrote it; it need not be valid
 */
public record ToolCall(CallId id, ToolName name, String arguments) {}
