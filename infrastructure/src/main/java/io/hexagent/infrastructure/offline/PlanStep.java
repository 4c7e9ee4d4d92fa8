package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * One tool call of a plan.
 *
 * @param thought the step in words
 * @param tool the tool's name
 * @param arguments what it is called with, once the figures of the steps before are known
 * @param telling how the answer speaks of the result
 * @param topic what a later step means by "it"
 */
record PlanStep(
        String thought, String tool, Arguments arguments, Telling telling, List<String> assumptions, Topic topic) {
    PlanStep {
        assumptions = List.copyOf(assumptions);
    }

    /** Makes the arguments. */
    interface Arguments {
        /** @param figures the single figure that each step before gave, empty where it gave none */
        Value.Fields of(List<Optional<BigDecimal>> figures);

        static Arguments fixed(Value.Fields arguments) {
            return figures -> arguments;
        }
    }

    /**
     * How to speak of a result.
     *
     * @param subject what was calculated: {@code mean of wind}
     * @param where the conditions, beginning with a space, or empty
     */
    record Telling(Kind kind, String subject, String where) {
        enum Kind {
            MEASURES,
            RANKED,
            GREATEST,
            ROWS,
            /** One value of one row. */
            VALUE,
            DISTINCT,
            CORRELATION,
            OUTLIERS,
            DISTRIBUTION,
            TREND,
            COMPARISON,
            MISSING,
            DESCRIPTION,
            STATISTICS,
            CHART,
            CALCULATION,
            SHARE,
            /** The rows that match, group by group, divided by the rows of the step before. */
            SHARE_BY_GROUP,
            BACKTEST,
            /** Passages of documents; the subject is what was looked for. */
            PASSAGES,
            /** Only a figure for a later step. */
            SILENT
        }
    }

    /** What a step was about. */
    record Topic(
            List<Condition> conditions,
            List<Measure> measures,
            List<Grouping> groups,
            List<Column> columns,
            Optional<Ranking> ranking) {
        static final Topic NONE = new Topic(List.of(), List.of(), List.of(), List.of(), Optional.empty());

        Topic {
            conditions = List.copyOf(conditions);
            measures = List.copyOf(measures);
            groups = List.copyOf(groups);
            columns = List.copyOf(columns);
        }
    }

    /** The same step, of whose ranking only this place is asked for. */
    PlanStep ofPlace(int place, List<String> stated) {
        var ranking = topic.ranking().map(present -> new Ranking(present.descending(), present.limit(), place));
        return new PlanStep(
                thought,
                tool,
                arguments,
                telling,
                stated,
                new Topic(topic.conditions(), topic.measures(), topic.groups(), topic.columns(), ranking));
    }

    /**
     * The order and the number of a ranking.
     *
     * @param place the one place asked for, 0 for all
     */
    record Ranking(boolean descending, int limit, int place) {
        Ranking(boolean descending, int limit) {
            this(descending, limit, 0);
        }
    }
}
