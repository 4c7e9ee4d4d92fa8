package io.hexagent.infrastructure.tablesaw.tool;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.tool.ToolCategory;
import java.util.List;

/** How groups differ. */
final class CompareGroupsTool extends TableTool {
    CompareGroupsTool(Calculator calculator) {
        super(
                calculator,
                spec(
                        "compare_groups",
                        "Compare groups",
                        "compare",
                        ToolCategory.CALCULATION,
                        "Compares a number column between groups: count, mean, median and spread of each, the"
                                + " difference between the highest and the lowest mean, and whether it may be chance"
                                + " (Welch's t-test for two groups, analysis of variance for more).",
                        List.of(
                                "Compare the body mass of male and female penguins",
                                "Is there a significant difference in price between regions?",
                                "Do Adelie and Gentoo differ in flipper length?",
                                "Compare temperature between rainy and sunny days",
                                "How much higher is income in cities than in the country?",
                                "Which group has the higher mean, and is that chance?"),
                        Parameters.ofTable()
                                .required("column", Parameters.text("The number column that is compared."))
                                .required("group_by", Parameters.text("The column that tells the groups."))
                                .optional(
                                        "groups",
                                        Parameters.list(
                                                        "The groups to compare; all by default.",
                                                        Parameters.text("A group."))
                                                .build())
                                .filtered()));
    }

    @Override
    Calculation calculation(Arguments arguments) {
        return new Calculation.CompareGroups(
                arguments.required("column"),
                arguments.required("group_by"),
                arguments.texts("groups"),
                arguments.filters());
    }
}
