package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Table;
import java.util.List;
import java.util.Optional;

/**
 * A chart with everything that is drawn, before it is drawn.
 *
 * @param legend what the series are, when there are several
 * @param method how its figures were calculated, in words
 * @param table the figures that are drawn
 * @param points number of marks: points, bars, bins; for boxes the rows behind them
 */
record Chart(
        ChartKind kind,
        String title,
        Axis x,
        Axis y,
        Optional<String> legend,
        Marks marks,
        String method,
        Table table,
        long points,
        List<String> notes) {
    Chart {
        notes = List.copyOf(notes);
    }

    /** @param title with the unit when the column's name has one */
    record Axis(String title, Scale scale) {}

    /** How positions on an axis are to be read. */
    enum Scale {
        NUMBER,
        /** Whole numbers that are calendar years: no thousands separators. */
        YEAR,
        TIME,
        CATEGORY
    }

    /** What is drawn. */
    sealed interface Marks {
        /**
         * Points, joined or not, or the ends of bars. One series at least.
         *
         * @param categories the names on the axis, in order, when it has names
         */
        record Series(List<OneSeries> series, List<String> categories) implements Marks {
            public Series {
                series = List.copyOf(series);
                categories = List.copyOf(categories);
            }
        }

        /** Bars over intervals, side by side. */
        record Bins(List<Bin> bins) implements Marks {
            public Bins {
                bins = List.copyOf(bins);
            }
        }

        record Boxes(List<Box> boxes) implements Marks {
            public Boxes {
                boxes = List.copyOf(boxes);
            }
        }

        /** A price as a line, and where it was bought and sold. */
        record Trades(OneSeries price, List<Point> bought, List<Point> sold) implements Marks {
            public Trades {
                bought = List.copyOf(bought);
                sold = List.copyOf(sold);
            }
        }
    }

    /** Points of one colour. */
    record OneSeries(String name, List<Point> points) {
        OneSeries {
            points = List.copyOf(points);
        }
    }

    /** @param x as its axis is to be read: a number, a time or a category */
    record Point(Position x, double y) {}

    record Bin(Position from, Position to, double count) {}

    /**
     * Tukey's box plot: the box from the first to the third quartile, whiskers to the last values within 1.5
     * interquartile ranges of it, and what lies beyond (Tukey, Exploratory Data Analysis, 1977).
     */
    record Box(
            String group,
            double lowWhisker,
            double firstQuartile,
            double median,
            double thirdQuartile,
            double highWhisker,
            List<Double> outliers) {
        Box {
            outliers = List.copyOf(outliers);
        }
    }
}
