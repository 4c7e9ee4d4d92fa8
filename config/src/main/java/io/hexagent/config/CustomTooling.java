package io.hexagent.config;

import io.hexagent.application.tool.HttpCallTool;
import io.hexagent.application.tool.Secrets;
import io.hexagent.application.tool.ToolRegistry;
import io.hexagent.application.tool.ToolRunner;
import io.hexagent.domain.run.Signal;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.web.FetchCaps;
import io.hexagent.infrastructure.store.Store;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Set;

/**
 * The registry with the tools that owners describe, told when another process changes them, and the runner's options.
 */
final class CustomTooling {
    private CustomTooling() {}

    static ToolRegistry registry(
            List<Tool> tools,
            Set<ToolName> disabled,
            InstantSource clock,
            Store store,
            Settings settings,
            Outside outside,
            Json json) {
        var parts = new HttpCallTool.Parts(outside.fetcher(), json, secrets(settings.tools()), FetchCaps.WIDEST);
        var custom = new ToolRegistry.Custom(
                store.customTools(), (owner, definition) -> new HttpCallTool(definition, parts));
        var registry = new ToolRegistry(tools, store.toolSettings(), disabled, clock, outside.tools(), custom);
        // Ends with the store's signals.
        var ignored = store.signals().subscribe(signal -> {
            if (signal instanceof Signal.ToolsChanged changed) {
                registry.forget(changed.owner());
            }
        });
        return registry;
    }

    static Secrets secrets(Settings.Tools tools) {
        var known = new HashMap<String, Secrets.Known>();
        tools.secrets()
                .forEach((name, secret) ->
                        known.put(name, new Secrets.Known(secret.secret().reveal(), secret.hosts())));
        return new Secrets(known);
    }

    static ToolRunner.Options options(Settings.Tools tools) {
        Settings.ToolTrouble trouble = tools.trouble();
        return new ToolRunner.Options(
                tools.timeout(),
                (int) tools.resultBytes(),
                tools.wholeBytes(),
                tools.parallel(),
                new ToolRunner.Trouble(
                        trouble.attempts(),
                        trouble.backoffMin(),
                        trouble.backoffMax(),
                        trouble.breakerFailures(),
                        trouble.breakerPause()));
    }
}
