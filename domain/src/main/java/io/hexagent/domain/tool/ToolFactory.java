package io.hexagent.domain.tool;

import java.util.List;

/** Hands out tools. Found by {@link java.util.ServiceLoader}, ours and foreign ones alike. */
public interface ToolFactory {
    List<Tool> tools(ToolServices services);
}
