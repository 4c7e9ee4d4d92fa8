package io.hexagent.infrastructure.evalex;

import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolFactory;
import io.hexagent.domain.tool.ToolServices;
import java.util.List;

/** Hands out the calculator. */
public final class ArithmeticToolFactory implements ToolFactory {
    @Override
    public List<Tool> tools(ToolServices services) {
        return List.of(new CalculatorTool());
    }
}
