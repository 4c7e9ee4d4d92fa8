package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;

/** The usual figures of number columns. */
final class CalculateStatisticsTool extends TableTool {
    CalculateStatisticsTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "calculate_statistics",
                        "Calculate statistics",
                        "calculator",
                        ToolCategory.CALCULATION,
                        "Summary statistics of number columns: count, missing, mean, sample standard deviation, least,"
                                + " quartiles, greatest, and further quantiles on request. For a single figure or for"
                                + " figures by group use aggregate.",
                        List.of(
                                "Give me summary statistics of all number columns",
                                "Summarize the column price",
                                "What are the basic statistics of temperature?",
                                "Show the descriptive statistics for body mass in 2014",
                                "Mean, median and standard deviation of the numeric columns",
                                "What are the quartiles of income?",
                                "Statistics of wind with the 90th and 99th percentile"),
                        Parameters.ofTable()
                                .optional("columns", Parameters.columns("Number columns; all of them by default."))
                                .optional(
                                        "quantiles",
                                        Parameters.list(
                                                        "Further quantiles, each between 0 and 1, such as 0.9.",
                                                        Parameters.part("A quantile."))
                                                .build())
                                .filtered()));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.Statistics(
                arguments.texts("columns"), arguments.numbers("quantiles"), arguments.filters());
    }
}
