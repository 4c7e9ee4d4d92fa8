package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.dataset.Filter;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.Arrays;
import java.util.List;

/** What models and people are told of the chart tool. */
final class CreateChartSpec {
    static final ToolSpec SPEC = new ToolSpec(
            new ToolName("create_chart"),
            "1",
            "Chart",
            "Draws a chart of a data set and keeps it as an artifact. kind line: y over x, one figure for each value or"
                    + " period of x; bar: one figure for each value of x; scatter: a point for each row; histogram: how"
                    + " the values of x are distributed; box: quartiles of y for each value of x. function says how"
                    + " rows of one group become one figure (mean by default; count without y). color makes a series"
                    + " of each value of a column.",
            List.of(
                    "Plot the mean body mass by species",
                    "Show the distribution of flipper length",
                    "Draw life expectancy over the years for Norway and Japan",
                    "Scatter body mass against flipper length by species"),
            "bar-chart",
            ToolCategory.CHART,
            parameters(),
            ToolSpec.Effects.PURE,
            false);

    private CreateChartSpec() {}

    private static Value.Fields parameters() {
        return Value.fields()
                .put("type", "object")
                .put(
                        "properties",
                        Value.fields()
                                .put("dataset", text("the data set's name or id; the first by default"))
                                .put("kind", choice("what the chart looks like", ChartKind.wires()))
                                .put("x", text("the column of the horizontal axis"))
                                .put("y", text("the number column of the vertical axis; without it rows are counted"))
                                .put(
                                        "function",
                                        choice(
                                                "how the rows of a group become one figure, for line and bar",
                                                List.of("count", "sum", "mean", "median", "min", "max")))
                                .put("color", text("a column of which each value becomes a series of its own"))
                                .put(
                                        "period",
                                        choice(
                                                "groups a date column x by periods, for line and bar",
                                                Arrays.stream(Period.values())
                                                        .map(Period::wire)
                                                        .toList()))
                                .put("bins", whole("number of a histogram's bins", 1, 200))
                                .put("sort", choice("orders bars by their value", List.of("none", "asc", "desc")))
                                .put("limit", whole("the most bars, after sort", 1, GroupedCharts.MOST_ORDERED_BARS))
                                .put("title", text("the chart's title; made from the columns by default"))
                                .put("filters", filters())
                                .build())
                .put("required", Value.texts(List.of("kind")))
                .put("additionalProperties", false)
                .build();
    }

    private static Value.Fields filters() {
        Value.Fields filter = Value.fields()
                .put("type", "object")
                .put(
                        "properties",
                        Value.fields()
                                .put("column", text("the column that is compared"))
                                .put(
                                        "op",
                                        choice(
                                                "how it is compared",
                                                Arrays.stream(Filter.Operator.values())
                                                        .map(Filter.Operator::wire)
                                                        .toList()))
                                .put(
                                        "value",
                                        Value.fields()
                                                .put(
                                                        "description",
                                                        "one value; a list for in and between; none for is_missing and"
                                                                + " is_present")
                                                .build())
                                .build())
                .put("required", Value.texts(List.of("column", "op")))
                .put("additionalProperties", false)
                .build();
        return Value.fields()
                .put("type", "array")
                .put("description", "which rows count; all must hold")
                .put("items", filter)
                .build();
    }

    private static Value.Fields text(String description) {
        return Value.fields()
                .put("type", "string")
                .put("description", description)
                .build();
    }

    private static Value.Fields choice(String description, List<String> values) {
        return Value.fields()
                .put("type", "string")
                .put("enum", Value.texts(values))
                .put("description", description)
                .build();
    }

    private static Value.Fields whole(String description, long least, long most) {
        return Value.fields()
                .put("type", "integer")
                .put("minimum", least)
                .put("maximum", most)
                .put("description", description)
                .build();
    }
}
