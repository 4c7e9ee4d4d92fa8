package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.OutlierMethod;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.Arrays;
import java.util.List;

/** Values far from the others. */
final class FindOutliersTool extends TableTool {
    FindOutliersTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "find_outliers",
                        "Find outliers",
                        "target",
                        ToolCategory.CALCULATION,
                        "Finds rows whose value in a number column lies unusually far from the others, by interquartile"
                                + " range or by z-score, and tells the bounds.",
                        List.of(
                                "Are there outliers in the body mass?",
                                "Find unusual values of volume",
                                "Which days had extreme precipitation?",
                                "Show anomalies in price",
                                "Outliers of wind by z-score",
                                "Which values of income are suspicious?"),
                        Parameters.ofTable()
                                .required("column", Parameters.text("The number column to examine."))
                                .optional(
                                        "method",
                                        Parameters.choice(
                                                "iqr (the default): beyond the quartiles; zscore: far from the mean.",
                                                Arrays.stream(OutlierMethod.values())
                                                        .map(OutlierMethod::wire)
                                                        .toList()))
                                .optional(
                                        "factor",
                                        Parameters.above(
                                                "How far: interquartile ranges (1.5 by default) or standard deviations"
                                                        + " (3 by default).",
                                                0))
                                .filtered()));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        OutlierMethod method = arguments.text("method").filter("zscore"::equals).isPresent()
                ? OutlierMethod.ZSCORE
                : OutlierMethod.IQR;
        return new Calculation.Outliers(
                arguments.required("column"), method, arguments.number("factor"), arguments.filters());
    }
}
