package io.hexagent.application.run;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import java.util.List;

/** Data sets described in words, for a language model's instructions. */
final class DatasetBrief {
    private static final int MOST_COLUMNS = 200;
    private static final int MOST_EXAMPLES = 12;

    private DatasetBrief() {}

    /** The instructions followed by what is known of each data set. */
    static String appended(String instructions, List<Dataset> datasets) {
        if (datasets.isEmpty()) {
            return instructions;
        }
        var text = new StringBuilder(instructions).append("\n\nData sets:\n");
        for (Dataset dataset : datasets) {
            text.append("- \"")
                    .append(dataset.name())
                    .append("\" (id ")
                    .append(dataset.id())
                    .append("), ")
                    .append(dataset.rows())
                    .append(" rows. Columns:\n");
            dataset.columns().stream().limit(MOST_COLUMNS).forEach(column -> describe(text, column));
            if (dataset.columns().size() > MOST_COLUMNS) {
                text.append("  - … and ")
                        .append(dataset.columns().size() - MOST_COLUMNS)
                        .append(" more: see describe_dataset\n");
            }
            for (String note : dataset.profile().notes()) {
                text.append("  Note: ").append(note).append('\n');
            }
        }
        return text.toString();
    }

    private static void describe(StringBuilder text, Column column) {
        text.append("  - \"")
                .append(column.name())
                .append("\": ")
                .append(column.type().wire())
                .append(", ")
                .append(column.distinct())
                .append(" distinct, ")
                .append(column.missing())
                .append(" missing");
        if (column.values().isEmpty()) {
            text.append(", from ").append(column.min()).append(" to ").append(column.max());
        } else {
            text.append(", values: ");
            text.append(String.join(
                    ", ", column.values().stream().limit(MOST_EXAMPLES).toList()));
            if (column.values().size() > MOST_EXAMPLES) {
                text.append(", …");
            }
        }
        text.append('\n');
    }
}
