package io.hexagent.infrastructure.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures over names from left to right: upright bars and lines. */
final class CategoryPictures {
    private static final int LONGEST_TITLE = 80;
    private static final int LONGEST_UPRIGHT = 20;
    private static final int PLOT_WIDTH = 800;
    private static final int CHARACTER = 8;
    private static final int LINE_HEIGHT = 20;
    private static final int ROTATION = 45;
    private static final int FEW = 3;

    private CategoryPictures() {}

    static IChart draw(Chart chart, List<Chart.OneSeries> series, List<String> categories) {
        boolean bars = chart.kind() == ChartKind.BAR;
        List<String> labels = distinct(categories, LONGEST_UPRIGHT);
        CategoryChart picture = new CategoryChartBuilder()
                .width(XChartPainter.WIDTH)
                .height(XChartPainter.HEIGHT)
                .title(XChartPainter.title(chart))
                .xAxisTitle(XChartPainter.cut(chart.x().title(), LONGEST_TITLE))
                .yAxisTitle(XChartPainter.cut(chart.y().title(), LONGEST_TITLE))
                .build();
        var styler = picture.getStyler();
        XChartPainter.style(styler, chart.legend().isPresent());
        styler.setSeriesColors(colors(series.size()));
        styler.setDefaultSeriesRenderStyle(bars ? CategorySeriesRenderStyle.Bar : CategorySeriesRenderStyle.Line);
        styler.setAvailableSpaceFill(categories.size() < FEW ? 0.4 : 0.75);
        styler.setOverlapped(!bars);
        styler.setPlotGridVerticalLinesVisible(false);
        styler.setMarkerSize(7);

        AxisRange range = range(series, bars);
        NumberLabels numbers = NumberLabels.between(range.least(), range.most(), false);
        styler.setYAxisMin(range.least());
        styler.setYAxisMax(range.most());
        styler.setYAxisTickLabelsFormattingFunction(numbers::of);

        int longest = labels.stream().mapToInt(String::length).max().orElse(1);
        int needed = longest * CHARACTER + CHARACTER;
        boolean fits = needed * labels.size() <= PLOT_WIDTH;
        if (fits || longest <= LONGEST_UPRIGHT / 2) {
            // Names that are too many to stand side by side are periods or numbers: every second or third is enough.
            styler.setXAxisTickMarkSpacingHint(fits ? 1 : needed);
        } else {
            styler.setXAxisLabelRotation(ROTATION);
            styler.setXAxisTickMarkSpacingHint(LINE_HEIGHT);
        }

        List<String> names = distinct(series.stream().map(Chart.OneSeries::name).toList(), LONGEST_UPRIGHT);
        for (int i = 0; i < series.size(); i++) {
            CategorySeries drawn = picture.addSeries(names.get(i), labels, values(series.get(i), categories));
            if (bars) {
                drawn.setMarker(SeriesMarkers.NONE);
            } else {
                drawn.setMarker(SeriesMarkers.CIRCLE);
                drawn.setLineStyle(new BasicStroke(2));
            }
        }
        return picture;
    }

    private static AxisRange range(List<Chart.OneSeries> series, boolean withZero) {
        return AxisRange.of(
                series.stream().flatMap(one -> one.points().stream()).mapToDouble(Chart.Point::y), withZero);
    }

    private static List<@Nullable Double> values(Chart.OneSeries series, List<String> categories) {
        Map<String, Double> byName = new HashMap<>();
        for (Chart.Point point : series.points()) {
            if (point.x() instanceof Position.OfCategory category) {
                byName.put(category.label(), point.y());
            }
        }
        var values = new ArrayList<@Nullable Double>();
        for (String category : categories) {
            values.add(byName.get(category));
        }
        return values;
    }

    static Color[] colors(int series) {
        return IntStream.range(0, Math.max(1, series)).mapToObj(Palette::color).toArray(Color[]::new);
    }

    /** The names, cut, and numbered where the cut has made two alike. */
    static List<String> distinct(List<String> names, int longest) {
        Set<String> taken = new HashSet<>();
        var labels = new ArrayList<String>();
        for (String name : names) {
            String label = XChartPainter.cut(name, longest);
            for (int i = 2; !taken.add(label); i++) {
                String number = " " + i;
                label = XChartPainter.cut(name, longest - number.length()) + number;
            }
            labels.add(label);
        }
        return labels;
    }
}
