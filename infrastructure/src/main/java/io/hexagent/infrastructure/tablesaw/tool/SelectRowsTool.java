package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;
import java.util.OptionalInt;

/** The rows themselves. */
final class SelectRowsTool extends TableTool {
    private static final int DEFAULT_LIMIT = 20;

    SelectRowsTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "select_rows",
                        "Select rows",
                        "rows",
                        ToolCategory.DATA,
                        "Lists rows of the data set as they are: those that pass the filters, in the order asked for,"
                            + " the first 20 unless another limit is given. Use it to see single records; for figures"
                            + " use aggregate.",
                        List.of(
                                "Show me the first 10 rows",
                                "List all days with more than 50 mm of rain",
                                "Which rows have no price?",
                                "Show the five heaviest penguins",
                                "Give me the records of Gentoo on Biscoe",
                                "Which day was the hottest?",
                                "Print the rows where wind is above 9"),
                        Parameters.ofTable()
                                .optional("columns", Parameters.columns("The columns to show; all by default."))
                                .filtered()
                                .optional("sort", Parameters.sort("A column of the data set."))
                                .optional(
                                        "limit",
                                        Parameters.whole("The most rows to return, 20 by default.", 1, MOST_ROWS))));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.Rows(
                arguments.texts("columns"),
                arguments.filters(),
                arguments.sort(),
                OptionalInt.of(arguments.whole("limit").orElse(DEFAULT_LIMIT)));
    }
}
