package io.hexagent.infrastructure.chart;

import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation.Distribution;
import io.hexagent.domain.dataset.CalculationRefused;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.chart.Chart.Axis;
import io.hexagent.infrastructure.chart.Chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How often values lie in each of some intervals of equal width. */
final class Histograms {
    private static final int FROM = 0;
    private static final int TO = 1;
    private static final int COUNT = 2;

    private Histograms() {}

    /** @throws CalculationRefused when the request does not fit the data */
    static Chart read(ChartRequest request, Calculator calculator) {
        Column x = request.x().or(request::y).orElseGet(request::requiredX);
        if (!x.type().isNumber() && !x.type().isTime()) {
            throw new CalculationRefused("\"" + x.name() + "\" is " + x.type().wire()
                    + ", a histogram needs numbers or dates; a bar chart of its counts shows how often each value"
                    + " occurs");
        }
        if (request.color().isPresent()) {
            throw new CalculationRefused("a histogram has one colour; a box chart compares groups");
        }
        Calculated calculated =
                calculator.calculate(request.dataset(), new Distribution(x.name(), request.bins(), request.filters()));
        Scale scale = x.type().isTime() ? Scale.TIME : Titles.numberScale(x);
        var bins = new ArrayList<Chart.Bin>();
        for (List<Value> row : calculated.table().rows()) {
            Optional<Position> from = Position.of(row.get(FROM), scale);
            Optional<Position> to = Position.of(row.get(TO), scale);
            if (from.isPresent() && to.isPresent() && row.get(COUNT) instanceof Value.Number count) {
                double rows = count.number().doubleValue();
                bins.add(from.equals(to) ? around(from.get(), rows) : new Chart.Bin(from.get(), to.get(), rows));
            }
        }
        if (bins.isEmpty()) {
            throw new CalculationRefused("there is nothing to draw: no row has a value in " + x.name()
                    + request.condition().map(text -> " where " + text).orElse(""));
        }
        Table table = calculated.table();
        return new Chart(
                ChartKind.HISTOGRAM,
                request.titleOr("Distribution of " + x.name()),
                new Axis(x.name(), scale),
                new Axis("Number of rows", Scale.NUMBER),
                Optional.empty(),
                new Chart.Marks.Bins(bins),
                calculated.method(),
                table,
                bins.size(),
                calculated.notes());
    }

    /** A column with a single value has a bin without a width, which nobody would see. */
    private static Chart.Bin around(Position only, double rows) {
        return switch (only) {
            case Position.OfNumber at ->
                new Chart.Bin(new Position.OfNumber(at.number() - 0.5), new Position.OfNumber(at.number() + 0.5), rows);
            case Position.OfTime at ->
                new Chart.Bin(
                        new Position.OfTime(at.time().minusHours(12)),
                        new Position.OfTime(at.time().plusHours(12)),
                        rows);
            case Position.OfCategory at -> new Chart.Bin(at, at, rows);
        };
    }
}
