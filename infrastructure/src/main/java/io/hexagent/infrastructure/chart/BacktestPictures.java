package io.hexagent.infrastructure.chart;

import io.hexagent.domain.artifact.Artifact;
import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.artifact.ArtifactKind;
import io.hexagent.domain.dataset.CsvText;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.strategy.BacktestCharts;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.Replay;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.Trade;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.chart.Chart.Axis;
import io.hexagent.infrastructure.chart.Chart.OneSeries;
import io.hexagent.infrastructure.chart.Chart.Point;
import io.hexagent.infrastructure.chart.Chart.Scale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws backtests as other charts are drawn. A long series is thinned to the highest and lowest bars of each stretch,
 * so that no peak and no trough is lost. Safe for use by many threads.
 */
public final class BacktestPictures implements BacktestCharts {
    private static final Logger LOG = LoggerFactory.getLogger(BacktestPictures.class);
    private static final int MOST_STRETCHES = 700;
    private static final double PERCENT = 100;
    private static final Axis TIME = new Axis("", Scale.TIME);

    private final Json json;
    private final ChartPainter painter;

    public BacktestPictures(Json json) {
        this(json, new XChartPainter());
    }

    BacktestPictures(Json json, ChartPainter painter) {
        this.json = json;
        this.painter = painter;
    }

    @Override
    public List<ArtifactDraft> draw(BacktestReport report) {
        return List.of(draft(equity(report)), draft(drawdown(report)), draft(price(report)));
    }

    private ArtifactDraft draft(Chart chart) {
        var renditions = new ArrayList<ArtifactDraft.Rendition>();
        renditions.add(new ArtifactDraft.Rendition(
                Artifact.VEGA_LITE, json.write(VegaLiteSpec.of(chart)).getBytes(StandardCharsets.UTF_8)));
        try {
            renditions.add(new ArtifactDraft.Rendition(Artifact.PNG, painter.paint(chart)));
            painter.paintSvg(chart).ifPresent(svg -> renditions.add(new ArtifactDraft.Rendition(Artifact.SVG, svg)));
        } catch (ChartPainter.CannotPaint problem) {
            LOG.warn("a backtest's picture is left out: {}", problem.getMessage());
        }
        renditions.add(new ArtifactDraft.Rendition(
                Artifact.CSV, CsvText.of(chart.table()).getBytes(StandardCharsets.UTF_8)));
        return new ArtifactDraft(ArtifactKind.CHART, chart.title(), renditions);
    }

    static Chart equity(BacktestReport report) {
        IntToDoubleFunction strategy = report.equity()::at;
        IntToDoubleFunction hold = Replay.benchmark(report)::at;
        int[] places = thinned(report.bars().size(), strategy, hold);
        return chart(
                "Equity",
                report,
                "equity",
                Optional.of(""),
                new Chart.Marks.Series(
                        List.of(
                                new OneSeries("strategy", points(report.bars(), places, strategy)),
                                new OneSeries("buy and hold", points(report.bars(), places, hold))),
                        List.of()),
                table(report.bars(), places, List.of("time", "strategy", "buy_and_hold"), strategy, hold));
    }

    static Chart drawdown(BacktestReport report) {
        BacktestReport.Curve drawdown = Replay.drawdown(report.equity());
        IntToDoubleFunction at = bar -> -PERCENT * drawdown.at(bar);
        int[] places = thinned(drawdown.size(), at);
        return chart(
                "Drawdown",
                report,
                "below the highest equity so far (%)",
                Optional.empty(),
                new Chart.Marks.Series(
                        List.of(new OneSeries("drawdown", points(report.bars(), places, at))), List.of()),
                table(report.bars(), places, List.of("time", "drawdown_percent"), at));
    }

    static Chart price(BacktestReport report) {
        IntToDoubleFunction close = report.bars()::close;
        int[] places = thinned(report.bars().size(), close);
        List<Point> bought = report.trades().stream()
                .map(trade -> point(trade.entryTime(), trade.entryPrice()))
                .toList();
        List<Point> sold = report.trades().stream()
                .filter(trade -> trade.reason() != Trade.Reason.OPEN)
                .map(trade -> point(trade.exitTime(), trade.exitPrice()))
                .toList();
        return chart(
                "Price and trades",
                report,
                "close",
                Optional.of(""),
                new Chart.Marks.Trades(new OneSeries("close", points(report.bars(), places, close)), bought, sold),
                table(report.bars(), places, List.of("time", "close"), close));
    }

    private static Chart chart(
            String what, BacktestReport report, String y, Optional<String> legend, Chart.Marks marks, Table table) {
        Strategy strategy = report.strategy();
        Bars bars = report.bars();
        String title = what + ": " + strategy.symbol() + " " + strategy.timeframe() + ", "
                + utc(bars.time(0)).toLocalDate() + " to "
                + utc(bars.time(bars.size() - 1)).toLocalDate();
        return new Chart(
                ChartKind.LINE,
                title,
                TIME,
                new Axis(y, Scale.NUMBER),
                legend,
                marks,
                "backtest",
                table,
                table.rows().size(),
                List.of());
    }

    /** The places of the first and last bar and, of each stretch, of the highest and lowest value of each curve. */
    private static int[] thinned(int size, IntToDoubleFunction... curves) {
        if (size <= 2 * MOST_STRETCHES) {
            return IntStream.range(0, size).toArray();
        }
        var places = new TreeSet<Integer>(List.of(0, size - 1));
        for (int stretch = 0; stretch < MOST_STRETCHES; stretch++) {
            int from = (int) ((long) size * stretch / MOST_STRETCHES);
            int to = (int) ((long) size * (stretch + 1) / MOST_STRETCHES);
            for (IntToDoubleFunction curve : curves) {
                int least = from;
                int most = from;
                for (int bar = from; bar < to; bar++) {
                    least = curve.applyAsDouble(bar) < curve.applyAsDouble(least) ? bar : least;
                    most = curve.applyAsDouble(bar) > curve.applyAsDouble(most) ? bar : most;
                }
                places.add(least);
                places.add(most);
            }
        }
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Point> points(Bars bars, int[] places, IntToDoubleFunction curve) {
        return Arrays.stream(places)
                .mapToObj(bar -> point(bars.time(bar), curve.applyAsDouble(bar)))
                .toList();
    }

    private static Point point(Instant time, double y) {
        return new Point(new Position.OfTime(utc(time)), y);
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static Table table(Bars bars, int[] places, List<String> columns, IntToDoubleFunction... curves) {
        List<List<Value>> rows = Arrays.stream(places)
                .mapToObj(bar -> {
                    var row = new ArrayList<Value>();
                    row.add(Value.of(bars.time(bar).toString()));
                    for (IntToDoubleFunction curve : curves) {
                        row.add(Value.of(curve.applyAsDouble(bar)));
                    }
                    return List.copyOf(row);
                })
                .toList();
        return new Table(columns, rows, Math.max(rows.size(), bars.size()));
    }
}
