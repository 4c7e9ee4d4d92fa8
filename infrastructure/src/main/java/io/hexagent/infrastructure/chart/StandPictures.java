package io.hexagent.infrastructure.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures with a stand for each name, at 1, 2, 3 … on one axis: boxes, upright or lying, and lying bars. */
final class StandPictures {
    private static final int LONGEST_TITLE = 80;
    private static final int LONGEST_LYING = 40;
    private static final int LONGEST_UPRIGHT = 20;
    private static final int PLOT_WIDTH = 800;
    private static final int AROUND_PLOT = 150;
    private static final int LINE_HEIGHT = 21;
    private static final double BAR = 0.76;
    private static final double BOX = 0.5;
    private static final Color BOX_FILL = new Color(0x9C, 0xC9, 0xE6);

    private final XYChart picture;
    private final boolean lying;

    private StandPictures(Chart chart, List<String> names, boolean lying, int lines, AxisRange values) {
        this.lying = lying;
        int height = lying ? Math.max(XChartPainter.HEIGHT, lines * LINE_HEIGHT + AROUND_PLOT) : XChartPainter.HEIGHT;
        String along = XChartPainter.cut(chart.x().title(), LONGEST_TITLE);
        String across = XChartPainter.cut(chart.y().title(), LONGEST_TITLE);
        picture = new XYChartBuilder()
                .width(XChartPainter.WIDTH)
                .height(height)
                .title(XChartPainter.title(chart))
                .xAxisTitle(lying ? across : along)
                .yAxisTitle(lying ? along : across)
                .build();
        var styler = picture.getStyler();
        XChartPainter.style(styler, chart.legend().isPresent());
        int count = names.size();
        List<String> labels = CategoryPictures.distinct(names, lying ? LONGEST_LYING / 2 : LONGEST_UPRIGHT);
        Function<Double, String> label = at -> {
            int stand = (int) Math.round(at);
            boolean here = stand >= 1 && stand <= count && Math.abs(at - stand) < 1e-6;
            return here ? labels.get(lying ? count - stand : stand - 1) : "";
        };
        var places = new AxisRange(0.25, count + 0.75);
        var numbers = NumberLabels.between(values.least(), values.most(), false);
        double stand = (lying ? height - AROUND_PLOT : PLOT_WIDTH) / (count + 1.0);
        if (lying) {
            styler.setXAxisMin(values.least());
            styler.setXAxisMax(values.most());
            styler.setYAxisMin(places.least());
            styler.setYAxisMax(places.most());
            styler.setXAxisTickLabelsFormattingFunction(numbers::of);
            styler.setYAxisTickLabelsFormattingFunction(XChartPainter.ticks(places, label));
            styler.setYAxisTickMarkSpacingHint((int) Math.max(stand * 0.9, 10));
            styler.setPlotGridHorizontalLinesVisible(false);
        } else {
            styler.setYAxisMin(values.least());
            styler.setYAxisMax(values.most());
            styler.setXAxisMin(places.least());
            styler.setXAxisMax(places.most());
            styler.setYAxisTickLabelsFormattingFunction(numbers::of);
            styler.setXAxisTickLabelsFormattingFunction(XChartPainter.ticks(places, label));
            styler.setXAxisTickMarkSpacingHint((int) (stand * 0.9));
            styler.setPlotGridVerticalLinesVisible(false);
        }
    }

    static IChart drawLyingBars(Chart chart, List<Chart.OneSeries> series, List<String> categories) {
        AxisRange range = AxisRange.of(
                series.stream().flatMap(one -> one.points().stream()).mapToDouble(Chart.Point::y), true);
        int lines = categories.size() * Math.max(1, (series.size() + 1) / 2);
        var stands = new StandPictures(chart, categories, true, lines, range);
        List<String> names = CategoryPictures.distinct(
                series.stream().map(Chart.OneSeries::name).toList(), LONGEST_UPRIGHT);
        Map<String, Integer> places = new HashMap<>();
        categories.forEach(category -> places.put(category, places.size()));
        double width = BAR / series.size();
        for (int i = 0; i < series.size(); i++) {
            boolean first = true;
            for (Chart.Point point : series.get(i).points()) {
                if (point.x() instanceof Position.OfCategory category) {
                    int place = places.getOrDefault(category.label(), 0);
                    double top = categories.size() - place + BAR / 2 - i * width;
                    String name = first ? names.get(i) : names.get(i) + " \u00b7 " + place;
                    stands.area(name, top - width, top, 0, point.y(), Palette.color(i))
                            .setShowInLegend(first);
                    first = false;
                }
            }
        }
        return stands.picture;
    }

    static IChart drawBoxes(Chart chart, List<Chart.Box> boxes) {
        List<String> names = boxes.stream().map(Chart.Box::group).toList();
        boolean lying = BarLayout.lying(names);
        AxisRange range = AxisRange.of(
                boxes.stream()
                        .flatMapToDouble(box -> DoubleStream.concat(
                                DoubleStream.of(box.lowWhisker(), box.highWhisker()),
                                box.outliers().stream().mapToDouble(Double::doubleValue))),
                false);
        var stands = new StandPictures(chart, names, lying, boxes.size() + boxes.size() / 2, range);
        double half = boxes.size() < 4 ? BOX / 4 : BOX / 2;
        for (int i = 0; i < boxes.size(); i++) {
            Chart.Box box = boxes.get(i);
            double at = lying ? boxes.size() - i : i + 1;
            double low = box.lowWhisker();
            double high = box.highWhisker();
            stands.line("whisker " + i, at, at, low, high, XChartPainter.INK, 1.4f);
            stands.line("low " + i, at - half / 2, at + half / 2, low, low, XChartPainter.INK, 1.4f);
            stands.line("high " + i, at - half / 2, at + half / 2, high, high, XChartPainter.INK, 1.4f);
            stands.area("box " + i, at - half, at + half, box.firstQuartile(), box.thirdQuartile(), BOX_FILL);
            stands.line("median " + i, at - half, at + half, box.median(), box.median(), Palette.color(0), 3);
            if (!box.outliers().isEmpty()) {
                stands.rings("outliers " + i, at, box.outliers());
            }
        }
        return stands.picture;
    }

    /** A filled rectangle between two places and two values. */
    private XYSeries area(String name, double from, double to, double least, double most, Color color) {
        XYSeries drawn =
                add(name, new double[] {from, from, to, to, from}, new double[] {least, most, most, least, least});
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
        drawn.setFillColor(color);
        drawn.setLineColor(color);
        drawn.setLineStyle(new BasicStroke(0.5f));
        drawn.setMarker(SeriesMarkers.NONE);
        return drawn;
    }

    private void line(String name, double from, double to, double least, double most, Color color, float width) {
        XYSeries drawn = add(name, new double[] {from, to}, new double[] {least, most});
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        drawn.setLineColor(color);
        drawn.setLineStyle(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        drawn.setMarker(SeriesMarkers.NONE);
    }

    private void rings(String name, double at, List<Double> values) {
        XYSeries drawn = add(
                name,
                values.stream().mapToDouble(value -> at).toArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray());
        drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        drawn.setMarkerColor(XChartPainter.INK);
        drawn.setMarker(new Ring());
    }

    private XYSeries add(String name, double[] places, double[] values) {
        return lying ? picture.addSeries(name, values, places) : picture.addSeries(name, places, values);
    }

    /** A small circle. */
    private static final class Ring extends Marker {
        private static final double RADIUS = 3.5;

        @Override
        public void paint(Graphics2D graphics, double x, double y, int size) {
            graphics.setStroke(new BasicStroke(1.2f));
            graphics.draw(new Ellipse2D.Double(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS));
        }
    }
}
