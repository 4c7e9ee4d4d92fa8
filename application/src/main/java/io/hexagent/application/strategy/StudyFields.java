package io.hexagent.application.strategy;

import io.hexagent.domain.strategy.PrefixCheck;
import io.hexagent.domain.strategy.Sweep;
import io.hexagent.domain.strategy.WalkForward;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Sweeps, walk-forward tests and checks for look-ahead as JSON has them. */
public final class StudyFields {
    private StudyFields() {}

    /** {@code {objective, trials, best, table, deflated_sharpe, warnings}}, the best trials first, at most so many. */
    public static Value.Fields sweep(Sweep.Report report, int most) {
        var fields = Value.fields()
                .put("objective", report.objective().wire())
                .put("trials", report.trials().size());
        report.best()
                .ifPresent(
                        best -> fields.put("best", trial(report, report.trials().get(best))));
        fields.put(
                "ranking",
                Value.items(ranked(report).stream()
                        .limit(most)
                        .map(trial -> trial(report, trial))
                        .toList()));
        report.deflation()
                .ifPresent(deflation -> fields.put(
                        "deflated_sharpe",
                        Value.fields()
                                .put("trials", deflation.trials())
                                .put("sharpe", deflation.sharpe())
                                .put("expected_by_chance", deflation.expected())
                                .put("probability", deflation.probability())
                                .build()));
        return fields.put("warnings", Value.texts(report.warnings())).build();
    }

    /** The trials, the best first, those without a score last. */
    public static List<Sweep.Trial> ranked(Sweep.Report report) {
        return report.trials().stream()
                .sorted(Comparator.comparingDouble(
                        (Sweep.Trial trial) -> -trial.score().orElse(Double.NEGATIVE_INFINITY)))
                .toList();
    }

    private static Value.Fields trial(Sweep.Report report, Sweep.Trial trial) {
        return Value.fields()
                .put("values", values(report.parameters(), trial.values()))
                .put("score", BacktestFields.number(trial.score()))
                .put("metrics", BacktestFields.figures(trial.metrics()).build())
                .build();
    }

    private static Value.Fields values(List<Sweep.Parameter> parameters, List<Double> values) {
        var fields = Value.fields();
        for (int i = 0; i < values.size(); i++) {
            fields.put(parameters.get(i).name(), values.get(i));
        }
        return fields.build();
    }

    /** {@code {objective, trials, windows, metrics, benchmark, warnings}}; days are those of the bars. */
    public static Value.Fields walkForward(WalkForward.Report report, List<Instant> times) {
        return Value.fields()
                .put("objective", report.objective().wire())
                .put("trials", report.trials())
                .put(
                        "windows",
                        Value.items(report.windows().stream()
                                .map(window -> window(report, window, times))
                                .toList()))
                .put("metrics", BacktestFields.figures(report.metrics()).build())
                .put("benchmark", BacktestFields.figures(report.benchmark()).build())
                .put("warnings", Value.texts(report.warnings()))
                .build();
    }

    private static Value.Fields window(WalkForward.Report report, WalkForward.Window window, List<Instant> times) {
        return Value.fields()
                .put("train_from", times.get(window.trainFrom()).toString())
                .put("test_from", times.get(window.testFrom()).toString())
                .put("test_to", times.get(window.testTo() - 1).toString())
                .put("values", values(report.parameters(), window.values()))
                .put("in_sample", BacktestFields.number(window.inSample()))
                .put("out_of_sample", BacktestFields.number(window.outOfSample()))
                .put("metrics", BacktestFields.figures(window.test()).build())
                .build();
    }

    /** {@code {look_ahead, prefixes, …}}. */
    public static Value.Fields lookAhead(PrefixCheck.Finding finding) {
        return switch (finding) {
            case PrefixCheck.Finding.Clean clean ->
                Value.fields()
                        .put("look_ahead", false)
                        .put("prefixes", clean.prefixes())
                        .put("all_prefixes", clean.all())
                        .build();
            case PrefixCheck.Finding.LooksAhead ahead ->
                Value.fields()
                        .put("look_ahead", true)
                        .put("what", ahead.what())
                        .put("bar", ahead.bar())
                        .put("prefix", ahead.prefix())
                        .build();
        };
    }
}
