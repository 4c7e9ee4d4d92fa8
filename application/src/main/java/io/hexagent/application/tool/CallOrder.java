package io.hexagent.application.tool;

import io.hexagent.domain.tool.ToolCall;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of the calls of one reply, as far as their tools declare one. */
public final class CallOrder {
    private CallOrder() {}

    /**
     * The calls as the model wrote them, but each behind all calls of the tools after which its own comes. The order is
     * decided once, when the reply is recorded, so that the log, the history and a resumed run all have the same.
     */
    public static List<ToolCall> of(List<ToolCall> calls, List<ToolSpec> offered) {
        Map<ToolName, Set<ToolName>> after = after(offered);
        if (calls.size() < 2
                || calls.stream().allMatch(call -> first(call, after).isEmpty())) {
            return calls;
        }
        var left = new ArrayList<>(calls);
        var ordered = new ArrayList<ToolCall>(calls.size());
        while (!left.isEmpty()) {
            Set<ToolName> names = left.stream().map(ToolCall::name).collect(Collectors.toSet());
            ToolCall next = left.stream()
                    .filter(call -> first(call, after).stream()
                            .noneMatch(name -> !name.equals(call.name()) && names.contains(name)))
                    .findFirst()
                    // A circle has no first one: the model's order holds.
                    .orElseGet(left::getFirst);
            left.remove(next);
            ordered.add(next);
        }
        return List.copyOf(ordered);
    }

    /** Refuses tools that wait for each other. @throws IllegalArgumentException naming them */
    static void check(Collection<ToolSpec> specs) {
        Map<ToolName, Set<ToolName>> after = after(specs);
        var done = new HashSet<ToolName>();
        for (ToolName name : after.keySet()) {
            visit(name, after, new LinkedHashSet<>(), done);
        }
    }

    private static void visit(
            ToolName name, Map<ToolName, Set<ToolName>> after, Set<ToolName> path, Set<ToolName> done) {
        if (done.contains(name)) {
            return;
        }
        if (!path.add(name)) {
            throw new IllegalArgumentException("tools wait for each other in a circle: " + path);
        }
        for (ToolName first : after.getOrDefault(name, Set.of())) {
            visit(first, after, path, done);
        }
        path.remove(name);
        done.add(name);
    }

    private static Map<ToolName, Set<ToolName>> after(Collection<ToolSpec> specs) {
        var after = new HashMap<ToolName, Set<ToolName>>();
        for (ToolSpec spec : specs) {
            if (!spec.after().isEmpty()) {
                after.put(spec.name(), spec.after());
            }
        }
        return after;
    }

    private static Set<ToolName> first(ToolCall call, Map<ToolName, Set<ToolName>> after) {
        return after.getOrDefault(call.name(), Set.of());
    }
}
