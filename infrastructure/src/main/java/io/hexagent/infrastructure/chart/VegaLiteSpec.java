package io.hexagent.infrastructure.chart;

import io.hexagent.domain.value.Value;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A chart as a Vega-Lite v5 spec with its data inside. Fields are called x, y and series, so that no column name needs
 * escaping; the names that people read are titles. Times are in UTC and shown as they stand in the data.
 */
final class VegaLiteSpec {
    private static final String SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json";
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int FEW_POINTS = 60;
    private static final int BAR_STEP = 22;

    private final Chart chart;

    private VegaLiteSpec(Chart chart) {
        this.chart = chart;
    }

    static Value.Fields of(Chart chart) {
        return new VegaLiteSpec(chart).spec();
    }

    private Value.Fields spec() {
        var spec = Value.fields()
                .put("$schema", SCHEMA)
                .put("title", chart.title())
                .put("width", WIDTH)
                .put("height", HEIGHT);
        switch (chart.marks()) {
            case Chart.Marks.Series series -> series(spec, series.series(), series.categories());
            case Chart.Marks.Bins bins -> bins(spec, bins.bins());
            case Chart.Marks.Boxes boxes -> boxes(spec, boxes.boxes());
            case Chart.Marks.Trades trades -> trades(spec, trades);
        }
        return spec.put(
                        "config",
                        Value.fields()
                                .put(
                                        "range",
                                        Value.fields()
                                                .put("category", Value.texts(Palette.hex()))
                                                .build())
                                .put(
                                        "view",
                                        Value.fields()
                                                .put("stroke", "transparent")
                                                .build())
                                .build())
                .build();
    }

    private void series(Value.Builder spec, List<Chart.OneSeries> series, List<String> categories) {
        boolean several = chart.legend().isPresent();
        var values = new ArrayList<Value>();
        for (Chart.OneSeries one : series) {
            for (Chart.Point point : one.points()) {
                var value = Value.fields().put("x", cell(point.x())).put("y", point.y());
                if (several) {
                    value.put("series", one.name());
                }
                values.add(value.build());
            }
        }
        boolean horizontal = chart.kind() == ChartKind.BAR && BarLayout.lying(categories);
        var y = Value.fields()
                .put("field", "y")
                .put("type", "quantitative")
                .put("title", chart.y().title())
                .put(
                        "scale",
                        Value.fields()
                                .put("zero", chart.kind() == ChartKind.BAR)
                                .build());
        var encoding =
                Value.fields().put(horizontal ? "y" : "x", position(categories)).put(horizontal ? "x" : "y", y.build());
        if (several) {
            encoding.put(
                    "color",
                    Value.fields()
                            .put("field", "series")
                            .put("type", "nominal")
                            .put("title", chart.legend().orElse(""))
                            .build());
            if (chart.kind() == ChartKind.BAR) {
                encoding.put(
                        horizontal ? "yOffset" : "xOffset",
                        Value.fields().put("field", "series").build());
            }
        } else {
            encoding.put("color", constantColor());
        }
        if (horizontal) {
            spec.put("height", Value.fields().put("step", BAR_STEP).build());
        }
        spec.put("data", data(values)).put("mark", mark(values.size())).put("encoding", encoding.build());
    }

    private Value.Fields mark(int points) {
        return switch (chart.kind()) {
            case LINE ->
                Value.fields()
                        .put("type", "line")
                        .put("point", points <= FEW_POINTS)
                        .put("tooltip", true)
                        .build();
            case SCATTER ->
                Value.fields()
                        .put("type", "point")
                        .put("filled", true)
                        .put("opacity", 0.7)
                        .put("tooltip", true)
                        .build();
            case BAR, HISTOGRAM, BOX ->
                Value.fields().put("type", "bar").put("tooltip", true).build();
        };
    }

    private Value.Fields position(List<String> categories) {
        var position = Value.fields().put("field", "x").put("title", chart.x().title());
        switch (chart.x().scale()) {
            case NUMBER ->
                position.put("type", "quantitative")
                        .put("scale", Value.fields().put("zero", false).build());
            case YEAR ->
                position.put("type", "quantitative")
                        .put("scale", Value.fields().put("zero", false).build())
                        .put("axis", Value.fields().put("format", "d").build());
            case TIME ->
                position.put("type", "temporal")
                        .put("scale", Value.fields().put("type", "utc").build());
            // Without a list the order of the data is the order of the axis.
            case CATEGORY ->
                position.put("type", "nominal")
                        .put("sort", categories.isEmpty() ? Value.Absent.ABSENT : Value.texts(categories));
        }
        return position.build();
    }

    private void bins(Value.Builder spec, List<Chart.Bin> bins) {
        var values = bins.stream()
                .<Value>map(bin -> Value.fields()
                        .put("x", cell(bin.from()))
                        .put("x2", cell(bin.to()))
                        .put("y", bin.count())
                        .build())
                .toList();
        spec.put("data", data(values))
                .put(
                        "mark",
                        Value.fields()
                                .put("type", "bar")
                                .put("stroke", "white")
                                .put("tooltip", true)
                                .build())
                .put(
                        "encoding",
                        Value.fields()
                                .put("x", position(List.of()))
                                .put("x2", Value.fields().put("field", "x2").build())
                                .put("y", quantity("y", chart.y().title(), true))
                                .put("color", constantColor())
                                .build());
    }

    private void boxes(Value.Builder spec, List<Chart.Box> boxes) {
        var values = new ArrayList<Value>();
        var outliers = new ArrayList<Value>();
        for (Chart.Box box : boxes) {
            values.add(Value.fields()
                    .put("x", box.group())
                    .put("low", box.lowWhisker())
                    .put("q1", box.firstQuartile())
                    .put("median", box.median())
                    .put("q3", box.thirdQuartile())
                    .put("high", box.highWhisker())
                    .build());
            box.outliers()
                    .forEach(outlier -> outliers.add(Value.fields()
                            .put("x", box.group())
                            .put("y", outlier)
                            .build()));
        }
        var title = chart.y().title();
        spec.put("data", data(values))
                .put("encoding", Value.fields().put("x", position(List.of())).build())
                .put(
                        "layer",
                        Value.items(List.of(
                                layer(
                                        Value.fields().put("type", "rule").build(),
                                        quantity("low", title, false),
                                        "high"),
                                layer(
                                        Value.fields()
                                                .put("type", "bar")
                                                .put("size", 40)
                                                .put("color", Palette.hex().getFirst())
                                                .put("tooltip", true)
                                                .build(),
                                        quantity("q1", title, false),
                                        "q3"),
                                layer(
                                        Value.fields()
                                                .put("type", "tick")
                                                .put("size", 40)
                                                .put("thickness", 2)
                                                .put("color", "white")
                                                .build(),
                                        quantity("median", title, false),
                                        ""),
                                Value.fields()
                                        .put("data", data(outliers))
                                        .put(
                                                "mark",
                                                Value.fields()
                                                        .put("type", "point")
                                                        .put(
                                                                "color",
                                                                Palette.hex().getFirst())
                                                        .put("tooltip", true)
                                                        .build())
                                        .put(
                                                "encoding",
                                                Value.fields()
                                                        .put("y", quantity("y", title, false))
                                                        .build())
                                        .build())));
    }

    private void trades(Value.Builder spec, Chart.Marks.Trades trades) {
        var marks = new ArrayList<Value>();
        trades.bought().forEach(point -> marks.add(mark(point, Palette.BOUGHT)));
        trades.sold().forEach(point -> marks.add(mark(point, Palette.SOLD)));
        var line = trades.price().points().stream()
                .map(point -> (Value) Value.fields()
                        .put("x", cell(point.x()))
                        .put("y", point.y())
                        .build())
                .toList();
        var sides = List.of(Palette.BOUGHT, Palette.SOLD);
        spec.put(
                        "encoding",
                        Value.fields()
                                .put("x", position(List.of()))
                                .put("y", quantity("y", chart.y().title(), false))
                                .build())
                .put(
                        "layer",
                        Value.items(List.of(
                                Value.fields()
                                        .put("data", data(line))
                                        .put(
                                                "mark",
                                                Value.fields()
                                                        .put("type", "line")
                                                        .put(
                                                                "color",
                                                                Palette.hex().getFirst())
                                                        .put("strokeWidth", 1.5)
                                                        .put("tooltip", true)
                                                        .build())
                                        .build(),
                                Value.fields()
                                        .put("data", data(marks))
                                        .put(
                                                "mark",
                                                Value.fields()
                                                        .put("type", "point")
                                                        .put("filled", true)
                                                        .put("size", 90)
                                                        .put("opacity", 1)
                                                        .put("tooltip", true)
                                                        .build())
                                        .put(
                                                "encoding",
                                                Value.fields()
                                                        .put(
                                                                "color",
                                                                sides(sides.stream()
                                                                        .map(Palette.Side::hex)
                                                                        .toList()))
                                                        .put("shape", sides(List.of("triangle-up", "triangle-down")))
                                                        .build())
                                        .build())));
    }

    private static Value mark(Chart.Point point, Palette.Side side) {
        return Value.fields()
                .put("x", cell(point.x()))
                .put("y", point.y())
                .put("series", side.name())
                .build();
    }

    /** Colours or shapes of what was bought and sold. */
    private static Value.Fields sides(List<String> range) {
        return Value.fields()
                .put("field", "series")
                .put("type", "nominal")
                .put("title", "")
                .put(
                        "scale",
                        Value.fields()
                                .put("domain", Value.texts(List.of(Palette.BOUGHT.name(), Palette.SOLD.name())))
                                .put("range", Value.texts(range))
                                .build())
                .build();
    }

    private static Value.Fields layer(Value.Fields mark, Value.Fields y, String y2) {
        var encoding = Value.fields().put("y", y);
        if (!y2.isEmpty()) {
            encoding.put("y2", Value.fields().put("field", y2).build());
        }
        return Value.fields()
                .put("mark", mark)
                .put("encoding", encoding.build())
                .build();
    }

    private static Value.Fields quantity(String field, String title, boolean zero) {
        return Value.fields()
                .put("field", field)
                .put("type", "quantitative")
                .put("title", title)
                .put("scale", Value.fields().put("zero", zero).build())
                .build();
    }

    private static Value.Fields constantColor() {
        return Value.fields().put("value", Palette.hex().getFirst()).build();
    }

    private static Value.Fields data(List<Value> values) {
        return Value.fields().put("values", Value.items(values)).build();
    }

    private static Value cell(Position position) {
        return switch (position) {
            case Position.OfNumber at -> Value.of(at.number());
            case Position.OfTime at -> Value.of(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(at.time()) + "Z");
            case Position.OfCategory at -> Value.of(at.label());
        };
    }
}
