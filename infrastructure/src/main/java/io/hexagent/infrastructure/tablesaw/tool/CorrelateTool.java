package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.CorrelationMethod;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.Arrays;
import java.util.List;

/** How columns move together. */
final class CorrelateTool extends TableTool {
    CorrelateTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "correlate",
                        "Correlate",
                        "scatter",
                        ToolCategory.CALCULATION,
                        "The correlation between number columns, pair by pair, over rows where both are present. Two"
                                + " columns give one coefficient with its p-value, more give the strongest pair too.",
                        List.of(
                                "Is there a correlation between flipper length and body mass?",
                                "Which columns are correlated?",
                                "How strongly do price and size go together?",
                                "Does temperature depend on wind?",
                                "Relationship between income and life expectancy",
                                "Spearman correlation of rank and score"),
                        Parameters.ofTable()
                                .optional("columns", Parameters.columns("Two or more number columns; all by default."))
                                .optional(
                                        "method",
                                        Parameters.choice(
                                                "pearson (the default) for straight lines, spearman for ranks.",
                                                Arrays.stream(CorrelationMethod.values())
                                                        .map(CorrelationMethod::wire)
                                                        .toList()))
                                .filtered()));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        CorrelationMethod method =
                arguments.text("method").filter("spearman"::equals).isPresent()
                        ? CorrelationMethod.SPEARMAN
                        : CorrelationMethod.PEARSON;
        return new Calculation.Correlate(arguments.texts("columns"), method, arguments.filters());
    }
}
