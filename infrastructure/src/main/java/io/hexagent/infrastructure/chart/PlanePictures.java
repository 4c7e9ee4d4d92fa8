package io.hexagent.infrastructure.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures whose positions are numbers or times: lines, points and bins. */
final class PlanePictures {
    private static final int LONGEST_TITLE = 80;
    private static final int LONGEST_NAME = 20;
    private static final int FEW_POINTS = 40;
    private static final int MANY_POINTS = 1000;
    private static final int MANY_MARKS = 150;
    private static final double MARGIN = 0.02;
    private static final int PLOT_WIDTH = 800;
    private static final int TRANSLUCENT = 170;

    private PlanePictures() {}

    static IChart draw(Chart chart, List<Chart.OneSeries> series) {
        XYChart picture = plane(chart, chart.legend().isPresent());
        var points = series.stream().flatMap(one -> one.points().stream()).toList();
        Plane plane =
                Plane.of(chart.x().scale(), points.stream().map(Chart.Point::x).toList());
        boolean line = chart.kind() == ChartKind.LINE;
        scale(
                picture,
                plane,
                AxisRange.around(points.stream().mapToDouble(point -> plane.at(point.x())), MARGIN),
                AxisRange.of(points.stream().mapToDouble(Chart.Point::y), false));
        var styler = picture.getStyler();
        styler.setDefaultSeriesRenderStyle(line ? XYSeriesRenderStyle.Line : XYSeriesRenderStyle.Scatter);
        styler.setMarkerSize(points.size() > MANY_POINTS ? 5 : 7);
        List<String> names = CategoryPictures.distinct(
                series.stream().map(Chart.OneSeries::name).toList(), LONGEST_NAME);
        for (int i = 0; i < series.size(); i++) {
            List<Chart.Point> own = series.get(i).points().stream()
                    .sorted(Comparator.comparingDouble(point -> plane.at(point.x())))
                    .toList();
            XYSeries drawn = picture.addSeries(
                    names.get(i),
                    own.stream().mapToDouble(point -> plane.at(point.x())).toArray(),
                    own.stream().mapToDouble(Chart.Point::y).toArray());
            Color color = Palette.color(i);
            drawn.setLineColor(color);
            drawn.setLineStyle(new BasicStroke(own.size() > MANY_POINTS ? 1.2f : 2.2f));
            drawn.setMarkerColor(
                    line ? color : new Color(color.getRed(), color.getGreen(), color.getBlue(), TRANSLUCENT));
            boolean marked = !line || own.size() <= FEW_POINTS;
            drawn.setMarker(marked ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        }
        return picture;
    }

    static IChart drawBins(Chart chart, List<Chart.Bin> bins) {
        XYChart picture = plane(chart, false);
        List<Position> edges =
                bins.stream().flatMap(bin -> Stream.of(bin.from(), bin.to())).toList();
        Plane plane = Plane.of(chart.x().scale(), edges);
        scale(
                picture,
                plane,
                AxisRange.around(edges.stream().mapToDouble(plane::at), MARGIN),
                AxisRange.of(bins.stream().mapToDouble(Chart.Bin::count), true));
        picture.getStyler().setPlotGridVerticalLinesVisible(false);
        for (int i = 0; i < bins.size(); i++) {
            Chart.Bin bin = bins.get(i);
            double from = plane.at(bin.from());
            double to = plane.at(bin.to());
            XYSeries drawn = picture.addSeries(
                    "bin " + i, new double[] {from, from, to, to, from}, new double[] {0, bin.count(), bin.count(), 0, 0
                    });
            drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
            drawn.setFillColor(Palette.color(0));
            drawn.setLineColor(Color.WHITE);
            drawn.setLineStyle(new BasicStroke(1));
            drawn.setMarker(SeriesMarkers.NONE);
        }
        return picture;
    }

    static IChart drawTrades(Chart chart, Chart.Marks.Trades trades) {
        XYChart picture = plane(chart, true);
        List<Chart.Point> line = trades.price().points();
        List<Chart.Point> all = Stream.of(line, trades.bought(), trades.sold())
                .flatMap(List::stream)
                .toList();
        Plane plane =
                Plane.of(chart.x().scale(), all.stream().map(Chart.Point::x).toList());
        scale(
                picture,
                plane,
                AxisRange.around(all.stream().mapToDouble(point -> plane.at(point.x())), MARGIN),
                AxisRange.of(all.stream().mapToDouble(Chart.Point::y), false));
        int marks = trades.bought().size() + trades.sold().size();
        picture.getStyler().setMarkerSize(marks > MANY_POINTS ? 3 : marks > MANY_MARKS ? 6 : 11);
        XYSeries price = add(picture, plane, trades.price().name(), line);
        price.setLineColor(Palette.color(0));
        price.setLineStyle(new BasicStroke(line.size() > MANY_POINTS ? 1.2f : 1.6f));
        price.setMarker(SeriesMarkers.NONE);
        mark(picture, plane, Palette.BOUGHT, trades.bought(), SeriesMarkers.TRIANGLE_UP);
        mark(picture, plane, Palette.SOLD, trades.sold(), SeriesMarkers.TRIANGLE_DOWN);
        return picture;
    }

    private static void mark(XYChart picture, Plane plane, Palette.Side side, List<Chart.Point> points, Marker marker) {
        if (!points.isEmpty()) {
            XYSeries marks = add(picture, plane, side.name(), points);
            marks.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            marks.setMarker(marker);
            marks.setMarkerColor(Color.decode(side.hex()));
        }
    }

    private static XYSeries add(XYChart picture, Plane plane, String name, List<Chart.Point> points) {
        return picture.addSeries(
                XChartPainter.cut(name, LONGEST_NAME),
                points.stream().mapToDouble(point -> plane.at(point.x())).toArray(),
                points.stream().mapToDouble(Chart.Point::y).toArray());
    }

    static XYChart plane(Chart chart, boolean legend) {
        XYChart picture = new XYChartBuilder()
                .width(XChartPainter.WIDTH)
                .height(XChartPainter.HEIGHT)
                .title(XChartPainter.title(chart))
                .xAxisTitle(XChartPainter.cut(chart.x().title(), LONGEST_TITLE))
                .yAxisTitle(XChartPainter.cut(chart.y().title(), LONGEST_TITLE))
                .build();
        XChartPainter.style(picture.getStyler(), legend);
        return picture;
    }

    private static void scale(XYChart picture, Plane plane, AxisRange x, AxisRange y) {
        var styler = picture.getStyler();
        styler.setXAxisMin(x.least());
        styler.setXAxisMax(x.most());
        styler.setYAxisMin(y.least());
        styler.setYAxisMax(y.most());
        styler.setYAxisTickLabelsFormattingFunction(NumberLabels.between(y.least(), y.most(), false)::of);
        styler.setXAxisTickLabelsFormattingFunction(XChartPainter.ticks(x, plane.labels(x)));
        if (plane.whole()) {
            // No tick between two whole units.
            int unit = (int) (0.9 * PLOT_WIDTH / (x.most() - x.least()));
            styler.setXAxisTickMarkSpacingHint(Math.max(styler.getXAxisTickMarkSpacingHint(), unit));
        }
    }
}
