package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;

/** Where values are missing. */
final class MissingValuesTool extends TableTool {
    MissingValuesTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "missing_values",
                        "Missing values",
                        "question",
                        ToolCategory.DATA,
                        "Counts the missing cells of each column and the rows that are complete.",
                        List.of(
                                "Are there missing values?",
                                "How many values are missing in each column?",
                                "Which columns have gaps?",
                                "How complete is the data?",
                                "How many nulls does sex have?",
                                "Count the empty cells"),
                        Parameters.ofTable()
                                .optional("columns", Parameters.columns("The columns to count in; all by default."))));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.MissingValues(arguments.texts("columns"));
    }
}
