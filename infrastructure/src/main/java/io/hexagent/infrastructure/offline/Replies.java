package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import java.util.Collection;
import java.util.List;

/** The sentences of refusals, questions back and assumptions. */
final class Replies {
    static final String POSSIBLE =
            "I can calculate on an attached table (counts, sums, means, medians, minima, maxima, standard deviations,"
                    + " quantiles and shares, with groups and filters; rankings, correlations, outliers, distributions,"
                    + " trends, comparisons, missing values, charts), do arithmetic, backtest a trading strategy of"
                    + " given rules, and search documents.";
    static final String HELP = POSSIBLE
            + " I am a planner with fixed rules, not a language model: I only answer what I can calculate, and I say"
            + " how I understood it. Try: \"average X by Y\", \"how many rows have X above 10\", \"top 5 X by Y\","
            + " \"correlation between X and Y\", \"plot X by Y\", \"describe the data\","
            + " \"What is 5 + 10, then multiply by 3?\", \"Backtest an RSI strategy on GOOG, buy below 30, sell above"
            + " 70\", \"Search the documents for refunds\"";
    static final String ATTACH = "That needs a table, and none is attached. Attach a CSV file, for example"
            + " ./hexagent analyze FILE.csv \"QUESTION\", or upload one as a dataset.";

    private static final int MOST_NAMES = 40;

    private Replies() {}

    static String linked(ColumnLink link) {
        String how =
                switch (link.fit()) {
                    case SPELLING -> "taken as a misspelling of";
                    case MEANING -> "taken, as the closest in meaning, for";
                    case NAME, WORDS, SYNONYM, PART, PART_SYNONYM -> "taken as";
                };
        return "\"" + link.words() + "\" is " + how + " the column "
                + link.column().name() + ".";
    }

    static String linked(String words, ValueLink link) {
        return "\"" + words + "\" is taken as " + link.column().name() + " = " + link.value() + ".";
    }

    static String whichColumn(String words, Collection<Column> columns) {
        return "Which column do you mean by \"" + words + "\": "
                + or(columns.stream().map(Column::name).toList()) + "?";
    }

    static String needsColumn(String purpose, Collection<Column> columns) {
        return "Which column should I " + purpose + "? "
                + (columns.isEmpty()
                        ? "There is no column that fits."
                        : "Choices: " + list(columns.stream().map(Column::name).toList()) + ".");
    }

    static String misfit(Column column, String role) {
        return "The column " + column.name() + " (" + kind(column.type()) + ") cannot be used as " + role + ".";
    }

    static String kind(ColumnType type) {
        return switch (type) {
            case INTEGER, DECIMAL -> "numbers";
            case BOOLEAN -> "yes/no";
            case DATE -> "dates";
            case DATETIME -> "times";
            case TEXT -> "text";
        };
    }

    static String offLimits(String topic) {
        return "I cannot help with " + topic + ". " + POSSIBLE;
    }

    static String notUsed(String understood, List<String> words, Dataset dataset, List<String> suggestions) {
        String quoted =
                String.join(", ", words.stream().map(word -> "\"" + word + "\"").toList());
        return (understood.isEmpty() ? "I" : "I understood: " + understood + "; I")
                + " did not use " + quoted + ", so I do not answer as if I had. "
                + (suggestions.isEmpty() ? "" : "Did you mean " + or(suggestions) + "? ")
                + columns(dataset);
    }

    static String columns(Dataset dataset) {
        return "Columns: " + list(dataset.columns().stream().map(Column::name).toList()) + ".";
    }

    static String list(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
        return names.size() > MOST_NAMES ? shown + " and " + (names.size() - MOST_NAMES) + " more" : shown;
    }

    static String or(List<String> names) {
        return join(names, " or ");
    }

    static String and(List<String> names) {
        return join(names, " and ");
    }

    private static String join(List<String> names, String last) {
        return names.size() < 2
                ? String.join("", names)
                : String.join(", ", names.subList(0, names.size() - 1)) + last + names.getLast();
    }
}
