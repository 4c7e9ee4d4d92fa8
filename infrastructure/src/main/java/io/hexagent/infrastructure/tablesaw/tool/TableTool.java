package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.List;

/** A tool that turns its arguments into one calculation on one data set, and shows at most {@link #MOST_ROWS} rows. */
abstract class TableTool implements Tool {
    static final int MOST_ROWS = 200;

    private final Calculator calculator;
    private final ToolSpec spec;

    TableTool(Calculator calculator, ToolSpec spec) {
        this.calculator = calculator;
        this.spec = spec;
    }

    static ToolSpec spec(
            String name,
            String displayName,
            String icon,
            ToolCategory category,
            String description,
            List<String> examples,
            Parameters parameters) {
        return new ToolSpec(
                new ToolName(name),
                "1",
                displayName,
                description,
                examples,
                icon,
                category,
                parameters.schema(),
                ToolSpec.Effects.PURE,
                false);
    }

    @Override
    public final ToolSpec spec() {
        return spec;
    }

    /**
     * The calculation that the arguments ask for.
     *
     * @throws CalculationRefused or IllegalArgumentException when they do not fit together
     */
    abstract Calculation calculation(Arguments arguments);

    @Override
    public final ToolResult call(Value.Fields arguments, ToolContext context) {
        try {
            Dataset dataset = Arguments.dataset(arguments, context.datasets());
            Calculation calculation = calculation(new Arguments(arguments));
            return new ToolResult.Succeeded(content(dataset, calculator.calculate(dataset, calculation)));
        } catch (CalculationRefused | IllegalArgumentException e) {
            return new ToolResult.Rejected(String.valueOf(e.getMessage()));
        } catch (UnusableDataset e) {
            return new ToolResult.Failed(String.valueOf(e.getMessage()));
        }
    }

    private static Value.Fields content(Dataset dataset, Calculated calculated) {
        Table table = calculated.table();
        List<String> notes = new ArrayList<>(calculated.notes());
        if (table.rows().size() > MOST_ROWS) {
            notes.add("the table shows the first " + MOST_ROWS + " of " + table.totalRows() + " rows");
            table = new Table(table.columns(), table.rows().subList(0, MOST_ROWS), table.totalRows());
        }
        return Value.fields()
                .put("dataset", dataset.name())
                .put("method", calculated.method())
                .put("table", table.toValue())
                .put("facts", calculated.facts())
                .put("notes", Value.texts(notes))
                .build();
    }
}
