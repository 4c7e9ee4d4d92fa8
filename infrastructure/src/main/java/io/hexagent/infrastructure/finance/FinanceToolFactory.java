package io.hexagent.infrastructure.finance;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolServices;
import java.util.List;

/** Hands out the financial calculator. */
public final class FinanceToolFactory implements ToolFactory {
    @Override
    public List<Tool> tools(ToolServices services) {
        return List.of(new FinancialCalcTool());
    }
}
