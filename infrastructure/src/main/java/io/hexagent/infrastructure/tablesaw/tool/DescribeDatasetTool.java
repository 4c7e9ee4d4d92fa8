package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;

/** What a data set holds. */
final class DescribeDatasetTool extends TableTool {
    DescribeDatasetTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "describe_dataset",
                        "Describe data set",
                        "table",
                        ToolCategory.DATA,
                        "Tells what a data set holds: number of rows, and for each column its name, type, missing"
                            + " cells, distinct values, least and greatest value and some examples. Use it first when"
                            + " the columns are not known.",
                        List.of(
                                "What columns does this file have?",
                                "Describe the data",
                                "Show me the schema of the data set",
                                "How many rows and columns are there?",
                                "What is in this data?",
                                "Which types do the columns have?",
                                "Give me an overview of the table",
                                "What values can the column species take?"),
                        Parameters.ofTable()
                                .optional("columns", Parameters.columns("The columns to describe; all by default."))));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.Describe(arguments.texts("columns"));
    }
}
