package io.hexagent.config;

import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolServices;
import io.hexagent.domain.value.Json;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** The tools of every factory on the class path, ours and foreign ones alike. */
final class FoundTools {
    private FoundTools() {}

    record Services(Calculator calculator, Json json, InstantSource clock, Map<String, String> settings, Web reach)
            implements ToolServices {
        @Override
        public Optional<Web> web() {
            return Optional.of(reach);
        }

        @Override
        public Optional<String> setting(String name) {
            return Optional.ofNullable(settings.get(name));
        }
    }

    static List<Tool> all(ToolServices services) {
        var tools = new ArrayList<Tool>();
        for (ToolFactory factory : ServiceLoader.load(ToolFactory.class, FoundTools.class.getClassLoader())) {
            tools.addAll(factory.tools(services));
        }
        tools.sort(Comparator.comparing(tool -> tool.spec().name().value()));
        return tools;
    }
}
