package io.hexagent.presentation.cli;

import io.hexagent.application.tool.ListTools;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.config.Hexagent;
import io.hexagent.domain.value.Value;
import io.hexagent.presentation.wire.ToolFilter;
import io.hexagent.presentation.wire.ToolShapes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the tools. */
@Command(
        name = "tools",
        description = "Lists the tools that agents can call, enabled or not.",
        mixinStandardHelpOptions = true)
final class ToolsCommand implements Callable<Integer> {
    private static final int GAP = 2;

    private final Surroundings around;
    private final Style style;

    @Option(names = "--json", description = "Print one JSON object instead of text, with the schemas.")
    private boolean json;

    @Option(names = "--category", paramLabel = "CATEGORY", description = "Only these: calculation, data, chart, …")
    private @Nullable String category;

    @Option(
            names = "--requires-auth",
            paramLabel = "true|false",
            description = "Only those that need a credential of yours, or only the others.")
    private @Nullable String requiresAuth;

    @Option(names = "--agent", paramLabel = "AGENT", description = "Only those that this agent may call.")
    private @Nullable String agent;

    ToolsCommand(Surroundings around) {
        this.around = around;
        this.style = new Style(around.colour());
    }

    @Override
    public Integer call() {
        ListTools.Command command;
        try {
            command = ToolFilter.of(
                    Optional.ofNullable(category), Optional.ofNullable(requiresAuth), Optional.ofNullable(agent));
        } catch (ToolFilter.Wrong wrong) {
            throw Failure.unusable("usage", wrong.reason());
        }
        try (Hexagent hexagent = Cli.open(around)) {
            switch (hexagent.listTools().handle(command)) {
                case ListTools.Outcome.Found found -> show(hexagent, found.tools());
                case ListTools.Outcome.UnknownAgent unknown ->
                    throw Failure.unusable("usage", "--agent \"" + unknown.agent() + "\" not in " + unknown.known());
            }
        }
        return Exit.OK;
    }

    private void show(Hexagent hexagent, List<ToolRegistry.Listed> tools) {
        if (json) {
            around.out()
                    .println(hexagent.json()
                            .write(Value.fields()
                                    .put(
                                            "tools",
                                            Value.items(tools.stream()
                                                    .map(ToolShapes::tool)
                                                    .toList()))
                                    .build()));
            return;
        }
        if (tools.isEmpty()) {
            around.out().println("No such tools.");
            return;
        }
        int widest = tools.stream()
                .mapToInt(tool -> tool.spec().name().value().length())
                .max()
                .orElse(0);
        for (ToolRegistry.Listed tool : tools) {
            String head = Text.padded(tool.spec().name().value(), widest + GAP, false)
                    + Text.padded(tool.spec().category().wire(), 13, false);
            String state = tool.enabled() ? "" : "off  ";
            String text = Text.oneLine(tool.spec().description());
            around.out()
                    .println(style.bold(head)
                            + style.yellow(state)
                            + Text.cut(text, Math.max(20, around.columns() - head.length() - state.length())));
        }
    }
}
