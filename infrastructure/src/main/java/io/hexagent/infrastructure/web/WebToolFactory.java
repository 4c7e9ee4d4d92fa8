package io.hexagent.infrastructure.web;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolServices;
import java.util.List;

/** Hands out the tools that read the web. */
public final class WebToolFactory implements ToolFactory {
    @Override
    public List<Tool> tools(ToolServices services) {
        return services.web()
                .map(web -> List.<Tool>of(
                        new FetchUrlTool(web.fetcher(), web.pageChars()),
                        new WebSearchTool(web.search(), web.searchHits())))
                .orElse(List.of());
    }
}
