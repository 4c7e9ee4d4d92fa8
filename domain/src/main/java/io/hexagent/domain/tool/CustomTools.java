package io.hexagent.domain.tool;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import java.util.List;
import java.util.Optional;

/** The tools that owners described themselves. Implementations are safe for use by many threads. */
public interface CustomTools {
    /** No tools, and none can be added. */
    CustomTools NONE = new CustomTools() {
        @Override
        public List<CustomTool> all(OwnerId owner) {
            return List.of();
        }

        @Override
        public Optional<Keyed> add(OwnerId owner, CustomTool tool, int most, Optional<RequestKey> key) {
            return Optional.empty();
        }

        @Override
        public boolean remove(OwnerId owner, ToolName name) {
            return false;
        }
    };

    /** The owner's tools, by name. */
    List<CustomTool> all(OwnerId owner);

    /**
     * Adds a tool, and keeps the key of the request with it.
     *
     * @param most how many tools the owner may have afterwards
     * @return what came of it, a repeat with the name of the tool that was added; empty when the name is taken or the
     *     owner has that many, and then the key is not kept
     */
    Optional<Keyed> add(OwnerId owner, CustomTool tool, int most, Optional<RequestKey> key);

    /** Deletes a tool. @return whether there was one */
    boolean remove(OwnerId owner, ToolName name);
}
