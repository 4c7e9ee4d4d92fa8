package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;

/** How the values of a column are spread. */
final class DistributionTool extends TableTool {
    DistributionTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "distribution",
                        "Distribution",
                        "histogram",
                        ToolCategory.CALCULATION,
                        "How the values of one column are spread: a histogram with mean, median, standard deviation and"
                                + " skewness for numbers, a histogram for dates, the count and share of each value for"
                                + " text.",
                        List.of(
                                "What is the distribution of body mass?",
                                "How is income distributed?",
                                "Show the frequency of each weather type",
                                "Histogram of temperatures with 10 bins",
                                "How often does each value of sex occur?",
                                "Is price skewed?",
                                "How are the ages spread?"),
                        Parameters.ofTable()
                                .required("column", Parameters.text("The column to look at."))
                                .optional(
                                        "bins",
                                        Parameters.whole(
                                                "Number of bins for numbers and dates; chosen by the data by default.",
                                                1,
                                                MOST_ROWS))
                                .filtered()));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.Distribution(arguments.required("column"), arguments.whole("bins"), arguments.filters());
    }
}
