package io.hexagent.domain.tool;

import java.util.List;

/** Tools that come and go while the program runs. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface ToolSource {
    /** There are none. */
    ToolSource NONE = List::of;

    /**
     * The tools that there are now. Waits for at most a moment, and never fails. A tool that cannot be called for a
     * while is still there, and says so when it is called.
     */
    List<Tool> tools();
}
