package io.hexagent.application.tool;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All tools there are, and which of them an owner has enabled. A change made here holds at once; one made by another
 * process within {@link #SETTINGS_AGE}. Safe for use by many threads.
 */
public final class ToolRegistry {
    /** How old an owner's settings may be before they are read again. */
    public static final Duration SETTINGS_AGE = Duration.ofSeconds(1);

    private static final int MOST_OWNERS = 10_000;

    private final Map<ToolName, Tool> tools = new LinkedHashMap<>();
    private final ToolSettings settings;
    private final Set<ToolName> disabled;
    private final InstantSource clock;
    private final Map<OwnerId, Shelf> shelves = new ConcurrentHashMap<>();

    /**
     * @param disabled tools that are switched off for everybody
     * @throws IllegalArgumentException when two tools have the same name
     */
    public ToolRegistry(Collection<Tool> tools, ToolSettings settings, Set<ToolName> disabled, InstantSource clock) {
        for (Tool tool : tools) {
            if (this.tools.put(tool.spec().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "two tools are named \"" + tool.spec().name() + "\"");
            }
        }
        this.settings = settings;
        this.disabled = Set.copyOf(disabled);
        this.clock = clock;
    }

    /** A tool as an owner sees it. */
    public record Listed(ToolSpec spec, boolean enabled) {}

    /** @param offered the tools of each agent, as one list each, by which adapters remember what they made of it */
    private record Shelf(Map<ToolName, Listed> tools, Map<Agent, List<ToolSpec>> offered, Instant readAt) {}

    /** Every tool, enabled or not, in a fixed order. */
    public List<Listed> list(OwnerId owner) {
        return List.copyOf(shelf(owner).tools().values());
    }

    public Optional<Listed> inspect(OwnerId owner, ToolName name) {
        return Optional.ofNullable(shelf(owner).tools().get(name));
    }

    /** The tools that the agent may call for the owner. */
    public List<ToolSpec> offered(OwnerId owner, Agent agent) {
        Shelf shelf = shelf(owner);
        return shelf.offered()
                .computeIfAbsent(
                        agent,
                        key -> shelf.tools().values().stream()
                                .filter(Listed::enabled)
                                .map(Listed::spec)
                                .filter(spec -> mayUse(key, spec))
                                .toList());
    }

    /**
     * An agent that names no tools has all of them, but those that turn to somebody else: only a chat has a person at
     * the other end, and only it hands over to other agents by itself.
     */
    private static boolean mayUse(Agent agent, ToolSpec tool) {
        return agent.tools().isEmpty()
                ? tool.category() != ToolCategory.AGENT || agent.name().equals(AgentName.CHAT)
                : agent.tools().contains(tool.name());
    }

    public Optional<Tool> find(ToolName name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** Whether the tool is switched off for everybody, so that no owner can enable it. */
    public boolean isDisabledForAll(ToolName name) {
        return disabled.contains(name);
    }

    /** Changes a tool for an owner. */
    public void change(OwnerId owner, ToolName name, ToolSettings.Setting setting) {
        settings.put(owner, name, setting);
        shelves.remove(owner);
    }

    /** What the owner changed of the tool. */
    public ToolSettings.Setting setting(OwnerId owner, ToolName name) {
        return settings.all(owner).getOrDefault(name, ToolSettings.Setting.DEFAULT);
    }

    private Shelf shelf(OwnerId owner) {
        Instant now = clock.instant();
        Shelf shelf = shelves.get(owner);
        if (shelf != null && shelf.readAt().plus(SETTINGS_AGE).isAfter(now)) {
            return shelf;
        }
        Shelf fresh = read(owner, now, shelf);
        if (shelves.size() > MOST_OWNERS) {
            shelves.clear();
        }
        shelves.put(owner, fresh);
        return fresh;
    }

    private Shelf read(OwnerId owner, Instant now, @Nullable Shelf before) {
        Map<ToolName, ToolSettings.Setting> changed = settings.all(owner);
        var listed = new LinkedHashMap<ToolName, Listed>();
        tools.forEach((name, tool) -> {
            ToolSettings.Setting setting = changed.getOrDefault(name, ToolSettings.Setting.DEFAULT);
            ToolSpec spec = setting.description()
                    .map(text -> tool.spec().describedAs(text))
                    .orElseGet(tool::spec);
            var fresh = new Listed(spec, setting.enabled() && !disabled.contains(name));
            // An unchanged tool keeps its instance, by which adapters remember what they made of it.
            Listed earlier = before == null ? null : before.tools().get(name);
            listed.put(name, fresh.equals(earlier) ? earlier : fresh);
        });
        return before != null && before.tools().equals(listed)
                ? new Shelf(listed, before.offered(), now)
                : new Shelf(listed, new ConcurrentHashMap<>(), now);
    }
}
