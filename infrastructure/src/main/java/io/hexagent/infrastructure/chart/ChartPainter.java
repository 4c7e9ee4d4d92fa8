package io.hexagent.infrastructure.chart;

/** Draws a chart. */
@FunctionalInterface
interface ChartPainter {
    /**
     * The chart as a PNG.
     *
     * @throws CannotPaint when this machine cannot draw text
     */
    byte[] paint(Chart chart);

    /** No picture can be made here. The message says why and what helps, and may be shown. */
    final class CannotPaint extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotPaint(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
