package io.hexagent.application.dataset;

import io.hexagent.domain.dataset.Calculation.OutlierMethod;
import io.hexagent.domain.dataset.Cleaning.MissingAction;
import io.hexagent.domain.dataset.Cleaning.OutlierAction;
import io.hexagent.domain.tool.ToolCategory;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolSpec;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.stream.Stream;

/** What a model is told of {@link CleanDatasetTool}. */
final class CleaningSpec {
    private static final int LONGEST_NAME = 500;
    private static final int MOST_COLUMNS = 100;

    static final ToolSpec SPEC = new ToolSpec(
            new ToolName("clean_dataset"),
            "1",
            "Clean data set",
            "Makes a new, clean version of a data set and tells each change; the data set itself stays as it is. Cells"
                    + " are trimmed, numbers, dates and flags written in one form, words for missing values emptied."
                    + " Then, as asked: duplicate rows are dropped, outliers dealt with, missing values filled or"
                    + " their rows dropped. Later calls use the new version by giving its id or name as \"dataset\".",
            List.of(
                    "Clean this data",
                    "Remove duplicate rows and fill missing ages with the median",
                    "Drop the rows with missing values",
                    "Cap the outliers in price"),
            "brush",
            ToolCategory.DATA,
            parameters(),
            ToolSpec.Effects.IDEMPOTENT,
            false);

    private CleaningSpec() {}

    private static Value.Fields parameters() {
        var properties = Value.fields()
                .put("dataset", text("Name or id of the data set; the first one of the conversation by default."))
                .put(
                        "duplicates",
                        Value.fields()
                                .put("type", "boolean")
                                .put("description", "Whether rows that repeat an earlier one go; true by default.")
                                .build())
                .put("duplicates_by", columns("Columns by which two rows are the same; all by default."))
                .put(
                        "outliers",
                        choice(
                                "keep (the default), drop_rows, clip to the bounds, or blank.",
                                Stream.of(OutlierAction.values())
                                        .map(OutlierAction::wire)
                                        .toList()))
                .put("outlier_columns", columns("Number columns; all of them by default."))
                .put(
                        "outlier_method",
                        choice(
                                "iqr (the default): beyond the quartiles; zscore: far from the mean.",
                                Stream.of(OutlierMethod.values())
                                        .map(OutlierMethod::wire)
                                        .toList()))
                .put(
                        "outlier_factor",
                        Value.fields()
                                .put("type", "number")
                                .put("exclusiveMinimum", 0)
                                .put("description", "Interquartile ranges (1.5 by default) or standard deviations (3).")
                                .build())
                .put(
                        "missing",
                        choice(
                                "keep (the default), drop_rows, or fill with mean, median, most_frequent or the"
                                        + " previous row's value.",
                                Stream.of(MissingAction.values())
                                        .map(MissingAction::wire)
                                        .toList()))
                .put("missing_columns", columns("Columns to which missing applies; all that it fits by default."))
                .build();
        return Value.fields()
                .put("type", "object")
                .put("properties", properties)
                .put("additionalProperties", false)
                .build();
    }

    private static Value text(String description) {
        return Value.fields()
                .put("type", "string")
                .put("minLength", 1)
                .put("maxLength", LONGEST_NAME)
                .put("description", description)
                .build();
    }

    private static Value choice(String description, List<String> choices) {
        return Value.fields()
                .put("type", "string")
                .put("enum", Value.texts(choices))
                .put("description", description)
                .build();
    }

    private static Value columns(String description) {
        return Value.fields()
                .put("type", "array")
                .put("items", text("A column's name."))
                .put("maxItems", MOST_COLUMNS)
                .put("description", description)
                .build();
    }
}
