package io.hexagent.infrastructure.chart;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolServices;
import java.util.List;

/** Hands out {@link CreateChartTool}. */
public final class ChartToolFactory implements ToolFactory {
    @Override
    public List<Tool> tools(ToolServices services) {
        return List.of(new CreateChartTool(services.calculator(), services.json()));
    }
}
