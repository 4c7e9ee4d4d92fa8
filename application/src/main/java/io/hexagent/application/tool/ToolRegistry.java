package io.hexagent.application.tool;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.agent.Agent;
import io.hexagent.domain.agent.AgentName;
import io.hexagent.domain.tool.CustomTool;
import io.hexagent.domain.tool.CustomTools;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSettings;
import io.hexagent.domain.tool.ToolSource;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All tools there are, and which of them an owner has enabled. A change made here holds at once; one made by another
 * process once that is signalled ({@link #forget}), at the latest within {@link #SETTINGS_AGE}. Safe for use by many
 * threads.
 */
public final class ToolRegistry {
    /** How old an owner's settings may be before they are read again. */
    public static final Duration SETTINGS_AGE = Duration.ofSeconds(1);

    private static final int MOST_OWNERS = 10_000;

    private final Map<ToolName, Tool> tools = new LinkedHashMap<>();
    private final ToolSettings settings;
    private final Custom custom;
    private final Set<ToolName> disabled;
    private final InstantSource clock;
    private final ToolSource more;
    private final Map<OwnerId, Shelf> shelves = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    /** Tools that are always there; otherwise as the last constructor. */
    public ToolRegistry(Collection<Tool> tools, ToolSettings settings, Set<ToolName> disabled, InstantSource clock) {
        this(tools, settings, disabled, clock, ToolSource.NONE);
    }

    /** Without tools of owners; otherwise as the last constructor. */
    public ToolRegistry(
            Collection<Tool> tools,
            ToolSettings settings,
            Set<ToolName> disabled,
            InstantSource clock,
            ToolSource more) {
        this(tools, settings, disabled, clock, more, Custom.NONE);
    }

    /**
     * @param more tools that come and go; one with the name of another is left out
     * @param disabled tools that are switched off for everybody
     * @throws IllegalArgumentException when two tools have the same name, or tools wait for each other
     */
    public ToolRegistry(
            Collection<Tool> tools,
            ToolSettings settings,
            Set<ToolName> disabled,
            InstantSource clock,
            ToolSource more,
            Custom custom) {
        this.more = more;
        for (Tool tool : tools) {
            if (this.tools.put(tool.spec().name(), tool) != null) {
                throw new IllegalArgumentException(
                        "two tools are named \"" + tool.spec().name() + "\"");
            }
        }
        CallOrder.check(tools.stream().map(Tool::spec).toList());
        this.settings = settings;
        this.custom = custom;
        this.disabled = Set.copyOf(disabled);
        this.clock = clock;
    }

    /**
     * The tools that owners described themselves.
     *
     * @param making how a description becomes a tool
     */
    public record Custom(CustomTools kept, BiFunction<OwnerId, CustomTool, Tool> making) {
        static final Custom NONE = new Custom(CustomTools.NONE, (owner, tool) -> {
            throw new IllegalStateException("there are no custom tools");
        });
    }

    /** A tool as an owner sees it. @param custom whether it is one of the owner's own */
    public record Listed(ToolSpec spec, boolean enabled, boolean custom) {}

    /** A tool, and how the owner sees it. @param origin the description that the tool was made of */
    private record Placed(Tool tool, Listed listed, Optional<CustomTool> origin) {}

    /** @param offered the tools of each agent, as one list each, by which adapters remember what they made of it */
    private record Shelf(Map<ToolName, Placed> tools, Map<Agent, List<ToolSpec>> offered, Instant readAt) {}

    /** Every tool, enabled or not, in a fixed order. */
    public List<Listed> list(OwnerId owner) {
        return shelf(owner).tools().values().stream().map(Placed::listed).toList();
    }

    /** Every tool that the agent may call, once it is enabled. */
    public List<Listed> list(OwnerId owner, Agent agent) {
        return list(owner).stream()
                .filter(listed -> mayUse(agent, listed.spec()))
                .toList();
    }

    public Optional<Listed> inspect(OwnerId owner, ToolName name) {
        return Optional.ofNullable(shelf(owner).tools().get(name)).map(Placed::listed);
    }

    /** Whether the owner has such a tool, and it is switched on now. */
    public boolean isEnabled(OwnerId owner, ToolName name) {
        Placed placed = shelf(owner).tools().get(name);
        return placed != null && placed.listed().enabled();
    }

    /** The tools that the agent may call for the owner. */
    public List<ToolSpec> offered(OwnerId owner, Agent agent) {
        Shelf shelf = shelf(owner);
        return shelf.offered()
                .computeIfAbsent(
                        agent,
                        key -> shelf.tools().values().stream()
                                .map(Placed::listed)
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

    /** The owner's tool of that name, enabled or not. */
    public Optional<Tool> find(OwnerId owner, ToolName name) {
        return Optional.ofNullable(shelf(owner).tools().get(name)).map(Placed::tool);
    }

    /** Whether the name is one of a tool that everybody has. */
    public boolean isBuiltIn(ToolName name) {
        return tools.containsKey(name)
                || more.tools().stream().anyMatch(tool -> tool.spec().name().equals(name));
    }

    /**
     * The tools of everybody and of the owner have changed elsewhere: they are read again when next they are needed.
     */
    public void forget(OwnerId owner) {
        changes.incrementAndGet();
        shelves.remove(owner);
    }

    /** Whether the tool is switched off for everybody, so that no owner can enable it. */
    public boolean isDisabledForAll(ToolName name) {
        return disabled.contains(name);
    }

    /** Changes a tool for an owner. */
    public void change(OwnerId owner, ToolName name, ToolSettings.Setting setting) {
        settings.put(owner, name, setting);
        forget(owner);
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
        long before = changes.get();
        Shelf fresh;
        try {
            fresh = read(owner, now, shelf);
        } catch (RuntimeException unavailable) {
            if (shelf == null) {
                throw unavailable;
            }
            // What is known a second longer is better than a run that ends because a store does not answer now.
            fresh = new Shelf(shelf.tools(), shelf.offered(), now);
        }
        if (shelves.size() > MOST_OWNERS) {
            shelves.clear();
        }
        shelves.put(owner, fresh);
        if (changes.get() != before) {
            // Something changed while it was read: the next one reads again.
            shelves.remove(owner, fresh);
        }
        return fresh;
    }

    private Shelf read(OwnerId owner, Instant now, @Nullable Shelf before) {
        Map<ToolName, ToolSettings.Setting> changed = settings.all(owner);
        var placed = new LinkedHashMap<ToolName, Placed>();
        var everybody = new LinkedHashMap<>(tools);
        more.tools().forEach(tool -> everybody.putIfAbsent(tool.spec().name(), tool));
        everybody.forEach((name, tool) -> placed.put(name, placed(tool, Optional.empty(), changed, before)));
        for (CustomTool origin : custom.kept().all(owner)) {
            ToolName name = origin.name();
            if (!everybody.containsKey(name)) {
                Placed earlier = before == null ? null : before.tools().get(name);
                Tool tool = earlier != null && earlier.origin().equals(Optional.of(origin))
                        ? earlier.tool()
                        : custom.making().apply(owner, origin);
                placed.put(name, placed(tool, Optional.of(origin), changed, before));
            }
        }
        return before != null && before.tools().equals(placed)
                ? new Shelf(placed, before.offered(), now)
                : new Shelf(placed, new ConcurrentHashMap<>(), now);
    }

    private Placed placed(
            Tool tool,
            Optional<CustomTool> origin,
            Map<ToolName, ToolSettings.Setting> changed,
            @Nullable Shelf before) {
        ToolName name = tool.spec().name();
        ToolSettings.Setting setting = changed.getOrDefault(name, ToolSettings.Setting.DEFAULT);
        ToolSpec spec =
                setting.description().map(text -> tool.spec().describedAs(text)).orElseGet(tool::spec);
        var listed = new Listed(spec, setting.enabled() && !disabled.contains(name), origin.isPresent());
        var fresh = new Placed(tool, listed, origin);
        // An unchanged tool keeps its instance, by which adapters remember what they made of it.
        Placed earlier = before == null ? null : before.tools().get(name);
        return earlier != null && earlier.equals(fresh) ? earlier : fresh;
    }
}
