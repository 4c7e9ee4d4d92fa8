package io.hexagent.infrastructure.chart;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws a chart. */
@FunctionalInterface
interface ChartPainter {
    /**
     * The chart as a PNG.
     *
     * @throws CannotPaint when this machine cannot draw text, or no picture could show the numbers
     */
    byte[] paint(Chart chart);

    /**
     * The chart as an SVG, in UTF-8; empty when this painter makes none.
     *
     * @throws CannotPaint likewise
     */
    default Optional<byte[]> paintSvg(Chart chart) {
        return Optional.empty();
    }

    /** No picture can be made. The message says why and what helps, and may be shown. */
    final class CannotPaint extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotPaint(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
