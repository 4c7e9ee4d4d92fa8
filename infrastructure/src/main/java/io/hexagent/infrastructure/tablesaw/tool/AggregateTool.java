package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.value.Value;
import java.util.List;

/** Figures over all rows or for each group. */
final class AggregateTool extends TableTool {
    private static final int MOST_MEASURES = 20;
    private static final int MOST_GROUPINGS = 5;
    private static final int MOST_LIMIT = 100_000;

    AggregateTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "aggregate",
                        "Aggregate",
                        "sigma",
                        ToolCategory.CALCULATION,
                        "Counts, sums, means, medians, minima, maxima, standard deviations, quantiles and shares, over"
                            + " all rows or for each group, of the rows that pass the filters; sorted and cut to the"
                            + " top ones on request. The tool for most questions about figures.",
                        List.of(
                                "What is the average body mass by species?",
                                "How many rows have rain?",
                                "Total sales per month in 2014",
                                "Which country has the highest population?",
                                "Top 5 products by revenue",
                                "What is the maximum temperature in July?",
                                "What share of the days were sunny?",
                                "Median price for each category and region"),
                        Parameters.ofTable()
                                .required(
                                        "measures",
                                        Parameters.list("The figures to calculate.", measure())
                                                .put("minItems", 1)
                                                .put("maxItems", MOST_MEASURES)
                                                .build())
                                .optional(
                                        "group_by",
                                        Parameters.list(
                                                        "Columns to group by; without them one figure over all rows.",
                                                        grouping())
                                                .put("maxItems", MOST_GROUPINGS)
                                                .build())
                                .filtered()
                                .optional(
                                        "sort",
                                        Parameters.sort(
                                                "A column of the result: a group column, or a measure such as \"mean"
                                                        + " of price\"."))
                                .optional(
                                        "limit",
                                        Parameters.whole("The most groups to return, after sorting.", 1, MOST_LIMIT))));
    }

    private static Value measure() {
        var properties = Value.fields()
                .put("function", Parameters.function("What to calculate. share is the part of all groups, 0 to 1."))
                .put(
                        "column",
                        Parameters.text(
                                "The column it is calculated over; may be left out for count (rows) and share (of"
                                        + " rows) alone."))
                .put("q", Parameters.part("For quantile: which one, 0.5 is the median."))
                .put("as", Parameters.text("The name of the result's column."))
                .build();
        return Parameters.object(properties, List.of("function")).build();
    }

    private static Value grouping() {
        var properties = Value.fields()
                .put("column", Parameters.text("The column to group by."))
                .put("period", Parameters.period("For a column of dates: the calendar period."))
                .build();
        return Value.fields()
                .put(
                        "anyOf",
                        Value.items(List.of(
                                Parameters.text("The column to group by."),
                                Parameters.object(properties, List.of("column")).build())))
                .build();
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.Aggregate(
                arguments.measures(),
                arguments.groupBy(),
                arguments.filters(),
                arguments.sort(),
                arguments.whole("limit"));
    }
}
