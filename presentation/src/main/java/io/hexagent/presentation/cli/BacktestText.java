package io.hexagent.presentation.cli;

import io.hexagent.application.strategy.BacktestFields;
import io.hexagent.application.strategy.Conventions;
import io.hexagent.application.strategy.StudyFields;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Metrics;
import io.hexagent.domain.strategy.PrefixCheck;
import io.hexagent.domain.strategy.Sweep;
import io.hexagent.domain.strategy.WalkForward;
import io.hexagent.domain.value.Value;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Backtests, sweeps and walk-forward tests as a person reads them: each figure with how it is calculated. */
final class BacktestText {
    private static final String INDENT = "  ";
    private static final int NAME = 16;
    private static final int FIGURE = 14;
    private static final int LEAST_CONVENTION = 20;
    private static final int MOST_TRADES = 20;
    private static final int MOST_RANKED = 10;
    private static final String NONE = "–";

    private final Style style;
    private final int columns;

    BacktestText(Surroundings around) {
        this.style = new Style(around.colour());
        this.columns = around.columns();
    }

    /** What a figure is counted in. */
    private enum Unit {
        PART,
        RATIO,
        MONEY
    }

    List<String> report(BacktestReport report) {
        var lines = new ArrayList<String>();
        var strategy = report.strategy();
        int last = report.bars().size() - 1;
        lines.add(style.bold(strategy.symbol() + " " + strategy.timeframe() + ", "
                        + day(report.bars().time(0)) + " to "
                        + day(report.bars().time(last)))
                + style.faint("  " + whole(report.bars().size()) + " bars, "
                        + report.manifest().source()));
        lines.add("");
        lines.add(style.bold(Text.padded("", NAME, false)
                + Text.padded("strategy", FIGURE, true)
                + Text.padded("buy and hold", FIGURE, true)));
        figures(lines, report.metrics(), report.benchmark());
        lines.add("");
        lines.addAll(wrapped("Convention: " + Conventions.of("execution") + "."));
        lines.add("");
        lines.add("Trades:");
        if (report.trades().isEmpty()) {
            lines.add(INDENT + "none");
        } else {
            table(lines, BacktestFields.tradeTable(report, MOST_TRADES));
        }
        warnings(lines, report.warnings());
        lines.add("");
        var manifest = report.manifest();
        lines.add(style.faint("Manifest: bars " + cut(manifest.bars()) + ", strategy " + cut(manifest.strategy())
                + ", engine " + manifest.engine() + ", java " + manifest.java() + ", seed " + manifest.seed()));
        return lines;
    }

    private void figures(List<String> lines, Metrics own, Metrics held) {
        figure(lines, "total_return", Unit.PART, of(own.totalReturn()), of(held.totalReturn()));
        figure(lines, "cagr", Unit.PART, own.cagr(), held.cagr());
        figure(lines, "volatility", Unit.PART, own.volatility(), held.volatility());
        figure(lines, "sharpe", Unit.RATIO, own.sharpe(), held.sharpe());
        figure(lines, "sortino", Unit.RATIO, own.sortino(), held.sortino());
        figure(lines, "max_drawdown", Unit.PART, of(own.maxDrawdown()), of(held.maxDrawdown()));
        figure(lines, "calmar", Unit.RATIO, own.calmar(), held.calmar());
        figure(lines, "exposure", Unit.PART, of(own.exposure()), of(held.exposure()));
        line(lines, "trades", count(own), count(held));
        figure(lines, "win_rate", Unit.PART, own.winRate(), held.winRate());
        figure(lines, "profit_factor", Unit.RATIO, own.profitFactor(), held.profitFactor());
        figure(lines, "payoff", Unit.RATIO, own.payoff(), held.payoff());
        figure(lines, "expectancy", Unit.PART, own.expectancy(), held.expectancy());
        figure(lines, "fees", Unit.MONEY, of(own.fees()), of(held.fees()));
        figure(lines, "final_equity", Unit.MONEY, of(own.finalEquity()), of(held.finalEquity()));
        figure(lines, "beta", Unit.RATIO, own.beta(), held.beta());
        figure(lines, "alpha", Unit.PART, own.alpha(), held.alpha());
    }

    private static OptionalDouble of(double figure) {
        return OptionalDouble.of(figure);
    }

    private static String count(Metrics metrics) {
        return metrics.trades() + (metrics.openTrades() > 0 ? " + open" : "");
    }

    private void figure(List<String> lines, String name, Unit unit, OptionalDouble own, OptionalDouble held) {
        line(lines, name, written(own, unit), written(held, unit));
    }

    private void line(List<String> lines, String name, String own, String held) {
        int room = columns - NAME - 2 * FIGURE - 2;
        String convention = room < LEAST_CONVENTION ? "" : "  " + Text.cut(Conventions.of(name), room);
        lines.add((Text.padded(name.replace('_', ' '), NAME, false)
                        + Text.padded(own, FIGURE, true)
                        + Text.padded(held, FIGURE, true)
                        + style.faint(convention))
                .stripTrailing());
    }

    private static String written(OptionalDouble figure, Unit unit) {
        if (figure.isEmpty()) {
            return NONE;
        }
        double value = figure.getAsDouble();
        return switch (unit) {
            case PART -> number("#,##0.00", 100 * value) + " %";
            case RATIO -> number("#,##0.000", value);
            case MONEY -> number("#,##0.00", value);
        };
    }

    private static String number(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }

    private static String whole(long number) {
        return number("#,##0", number);
    }

    private void table(List<String> lines, Table table) {
        TableText.lines(table, style, columns - INDENT.length()).forEach(line -> lines.add(INDENT + line));
    }

    private void warnings(List<String> lines, List<String> warnings) {
        if (!warnings.isEmpty()) {
            lines.add("");
            lines.add(style.yellow("Note:"));
            warnings.forEach(warning -> {
                List<String> wrapped = wrapped(Text.oneLine(warning));
                lines.add(INDENT + "• " + wrapped.getFirst());
                wrapped.subList(1, wrapped.size()).forEach(more -> lines.add(INDENT + "  " + more));
            });
        }
    }

    private List<String> wrapped(String text) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && Text.width(line + " " + word) > columns - 2 * INDENT.length()) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static String day(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    }

    private static String cut(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }

    List<String> lookAhead(PrefixCheck.Finding finding) {
        return List.of(
                "",
                switch (finding) {
                    case PrefixCheck.Finding.Clean clean ->
                        style.green("No look-ahead: ")
                                + (clean.all() ? "all " : "") + whole(clean.prefixes())
                                + " prefixes of the series give the same signals and equity.";
                    case PrefixCheck.Finding.LooksAhead ahead ->
                        style.red("Look-ahead: ")
                                + "the " + ahead.what() + " at bar " + ahead.bar() + " is another with "
                                + ahead.prefix()
                                + " bars.";
                });
    }

    List<String> sweep(Sweep.Report report) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(style.bold("Sweep: ") + whole(report.trials().size()) + " trials, the best by "
                + report.objective().wire() + " first");
        List<String> names = new ArrayList<>(
                report.parameters().stream().map(Sweep.Parameter::name).toList());
        if (!names.contains(report.objective().wire())) {
            names.add(report.objective().wire());
        }
        names.addAll(List.of("total", "drawdown", "trades"));
        List<List<Value>> rows = StudyFields.ranked(report).stream()
                .limit(MOST_RANKED)
                .map(trial -> {
                    var row = new ArrayList<Value>();
                    trial.values().forEach(value -> row.add(Value.of(value)));
                    row.add(trial.score().isPresent() ? Value.of(trial.score().getAsDouble()) : Value.Absent.ABSENT);
                    row.add(Value.of(trial.metrics().totalReturn()));
                    row.add(Value.of(trial.metrics().maxDrawdown()));
                    row.add(Value.of(trial.metrics().trades()));
                    return List.copyOf(row);
                })
                .toList();
        table(lines, new Table(names, rows, report.trials().size()));
        warnings(lines, report.warnings());
        return lines;
    }

    List<String> walkForward(WalkForward.Report report, List<Instant> times) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(style.bold("Walk-forward: ") + report.windows().size() + " windows of " + report.trials()
                + " trials each, chosen by " + report.objective().wire());
        List<String> names = new ArrayList<>(List.of("test from", "test to"));
        report.parameters().forEach(parameter -> names.add(parameter.name()));
        names.addAll(List.of("in training", "in test", "return"));
        List<List<Value>> rows = report.windows().stream()
                .map(window -> {
                    var row = new ArrayList<Value>();
                    row.add(Value.of(day(times.get(window.testFrom()))));
                    row.add(Value.of(day(times.get(window.testTo() - 1))));
                    for (int i = 0; i < report.parameters().size(); i++) {
                        row.add(
                                i < window.values().size()
                                        ? Value.of(window.values().get(i))
                                        : Value.Absent.ABSENT);
                    }
                    row.add(score(window.inSample()));
                    row.add(score(window.outOfSample()));
                    row.add(Value.of(window.test().totalReturn()));
                    return List.copyOf(row);
                })
                .toList();
        table(lines, Table.of(names, rows));
        lines.add("");
        lines.add(INDENT + "All tests together: " + written(of(report.metrics().totalReturn()), Unit.PART)
                + ", buying and holding " + written(of(report.benchmark().totalReturn()), Unit.PART));
        warnings(lines, report.warnings());
        return lines;
    }

    private static Value score(OptionalDouble score) {
        return score.isPresent() ? Value.of(score.getAsDouble()) : Value.Absent.ABSENT;
    }
}
