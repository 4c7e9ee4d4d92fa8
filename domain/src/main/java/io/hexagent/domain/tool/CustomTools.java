package io.hexagent.domain.tool;

import io.hexagent.domain.access.OwnerId;
import java.util.List;

/** The tools that owners described themselves. Implementations are safe for use by many threads. */
public interface CustomTools {
    /** No tools, and none can be added. */
    CustomTools NONE = new CustomTools() {
        @Override
        public List<CustomTool> all(OwnerId owner) {
            return List.of();
        }

        @Override
        public boolean add(OwnerId owner, CustomTool tool, int most) {
            return false;
        }

        @Override
        public boolean remove(OwnerId owner, ToolName name) {
            return false;
        }
    };

    /** The owner's tools, by name. */
    List<CustomTool> all(OwnerId owner);

    /**
     * Adds a tool.
     *
     * @param most how many tools the owner may have afterwards
     * @return whether it was added; not when the name is taken or the owner has that many
     */
    boolean add(OwnerId owner, CustomTool tool, int most);

    /** Deletes a tool. @return whether there was one */
    boolean remove(OwnerId owner, ToolName name);
}
