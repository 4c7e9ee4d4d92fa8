package io.hexagent.infrastructure.chart;

import io.hexagent.infrastructure.chart.Chart.Scale;
import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.IChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws charts by XChart: 960 × 600 points, of a PNG two pixels a point; higher when many lying bars need it. */
final class XChartPainter implements ChartPainter {
    static final int WIDTH = 960;
    static final int HEIGHT = 600;
    static final int PIXELS = 2;

    static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Color FAINT = new Color(0xE3, 0xE3, 0xE3);
    private static final String FONT = Font.SANS_SERIF;
    private static final int LONGEST_TITLE = 90;

    @Override
    public byte[] paint(Chart chart) {
        return drawn(chart, XChartPainter::png);
    }

    @Override
    public Optional<byte[]> paintSvg(Chart chart) {
        return Optional.of(drawn(chart, SvgPicture::of));
    }

    /** Turns a picture into bytes. */
    @FunctionalInterface
    private interface Encoder {
        byte[] encoded(IChart picture) throws IOException;
    }

    private static byte[] drawn(Chart chart, Encoder encoder) {
        try {
            IChart picture =
                    switch (chart.marks()) {
                        case Chart.Marks.Series series -> series(chart, series);
                        case Chart.Marks.Bins bins -> PlanePictures.drawBins(chart, bins.bins());
                        case Chart.Marks.Boxes boxes -> StandPictures.drawBoxes(chart, boxes.boxes());
                        case Chart.Marks.Trades trades -> PlanePictures.drawTrades(chart, trades);
                    };
            return encoder.encoded(picture);
        } catch (LinkageError | AWTError | InternalError | NullPointerException e) {
            // How AWT says that there is no font or no font library differs from release to release.
            throw new CannotPaint(
                    "this machine cannot draw text; install a font (for instance DejaVu) and fontconfig", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IChart series(Chart chart, Chart.Marks.Series series) {
        if (chart.x().scale() != Scale.CATEGORY) {
            return PlanePictures.draw(chart, series.series());
        }
        return chart.kind() == ChartKind.BAR && BarLayout.lying(series.categories())
                ? StandPictures.drawLyingBars(chart, series.series(), series.categories())
                : CategoryPictures.draw(chart, series.series(), series.categories());
    }

    private static byte[] png(IChart picture) throws IOException {
        var image = new BufferedImage(
                picture.getWidth() * PIXELS, picture.getHeight() * PIXELS, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
            graphics.scale(PIXELS, PIXELS);
            picture.paint(graphics, picture.getWidth(), picture.getHeight());
        } finally {
            graphics.dispose();
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** What all pictures have in common: white, no frame, faint grid, a legend on the right when there are series. */
    static void style(AxesChartStyler styler, boolean legend) {
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setChartPadding(18);
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(new Font(FONT, Font.BOLD, 18));
        styler.setChartTitlePadding(14);
        styler.setChartTitleBoxVisible(false);
        styler.setLegendVisible(legend);
        styler.setLegendPosition(LegendPosition.OutsideE);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendBackgroundColor(Color.WHITE);
        styler.setLegendFont(new Font(FONT, Font.PLAIN, 13));
        styler.setAxisTitleFont(new Font(FONT, Font.PLAIN, 14));
        styler.setAxisTitlePadding(12);
        styler.setAxisTickLabelsFont(new Font(FONT, Font.PLAIN, 12));
        styler.setAxisTickLabelsColor(INK);
        styler.setAxisTickMarksColor(FAINT);
        styler.setAxisTickMarksStroke(new BasicStroke(1));
        styler.setAxisTicksLineVisible(false);
        styler.setAxisTickPadding(6);
        styler.setAxisTickMarkLength(4);
        styler.setPlotGridLinesColor(FAINT);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotMargin(0);
        styler.setXAxisTickMarkSpacingHint(90);
        styler.setYAxisTickMarkSpacingHint(55);
        styler.setLocale(Locale.ENGLISH);
        styler.setTimezone(TimeZone.getTimeZone("UTC"));
        styler.setAntiAlias(true);
        styler.setTextAntiAlias(true);
    }

    /**
     * Labels of ticks, some of which may be empty. XChart gives up an axis whose ends have the same label, so that an
     * empty one is a space in the upper half.
     */
    static Function<Double, String> ticks(AxisRange range, Function<Double, String> labels) {
        double middle = (range.least() + range.most()) / 2;
        return at -> {
            String label = labels.apply(at);
            return label.isEmpty() && at > middle ? " " : label;
        };
    }

    /** The title in one line; the spec has it whole. */
    static String title(Chart chart) {
        return cut(chart.title(), LONGEST_TITLE);
    }

    /** At most so many characters, an ellipsis for the rest; never empty, and never read as TeX. */
    static String cut(String text, int most) {
        String plain = text.strip();
        if (plain.isEmpty() || plain.startsWith("$")) {
            plain = " " + plain;
        }
        return plain.length() <= most ? plain : plain.substring(0, most - 1).strip() + "\u2026";
    }
}
