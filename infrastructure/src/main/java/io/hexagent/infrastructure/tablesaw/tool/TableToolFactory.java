package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolServices;
import java.util.List;

/** Hands out the tools that calculate on data sets. */
public final class TableToolFactory implements ToolFactory {
    @Override
    public List<Tool> tools(ToolServices services) {
        Calculator calculator = services.calculator();
        return List.of(
                new DescribeDatasetTool(calculator),
                new CalculateStatisticsTool(calculator),
                new AggregateTool(calculator),
                new SelectRowsTool(calculator),
                new CorrelateTool(calculator),
                new FindOutliersTool(calculator),
                new DistributionTool(calculator),
                new TrendTool(calculator),
                new CompareGroupsTool(calculator),
                new MissingValuesTool(calculator));
    }
}
