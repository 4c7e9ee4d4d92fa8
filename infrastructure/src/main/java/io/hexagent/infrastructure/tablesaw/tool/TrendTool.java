package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;
import java.util.Optional;

/** How a figure changes over time. */
final class TrendTool extends TableTool {
    TrendTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "trend",
                        "Trend",
                        "trend",
                        ToolCategory.CALCULATION,
                        "How a figure changes over time: its value for each period, the change from the first to the"
                                + " last, and the slope of the straight line through them; for each group on request.",
                        List.of(
                                "How did life expectancy change over time?",
                                "What is the trend of the closing price by month?",
                                "Is temperature rising?",
                                "How much did the population of China grow between 1955 and 2005?",
                                "Development of sales per quarter for each region",
                                "Did precipitation increase from 2012 to 2015?",
                                "Number of orders per week over time"),
                        Parameters.ofTable()
                                .optional(
                                        "column",
                                        Parameters.text(
                                                "The column that is followed; may be left out for function count"
                                                        + " alone."))
                                .required("time", Parameters.text("The column of dates or times, or of whole years."))
                                .optional(
                                        "function",
                                        Parameters.function(
                                                "What is calculated of the column in each period; mean by default."))
                                .optional("q", Parameters.part("For function quantile: which one."))
                                .optional(
                                        "period",
                                        Parameters.period(
                                                "The calendar period; by default each distinct value of the time"
                                                        + " column is one."))
                                .optional(
                                        "group_by", Parameters.text("A column; each of its values gets its own line."))
                                .filtered()));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        Function function = arguments
                .text("function")
                .map(Function::ofWire)
                .orElse(arguments.text("column").isPresent() ? Function.MEAN : Function.COUNT);
        var measure = new Measure(function, arguments.text("column"), arguments.number("q"), Optional.empty());
        return new Calculation.Trend(
                measure,
                arguments.required("time"),
                arguments.period(),
                arguments.text("group_by"),
                arguments.filters());
    }
}
