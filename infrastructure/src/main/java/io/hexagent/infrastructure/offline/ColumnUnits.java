package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Units of measure: that of a column by its name, and how many of one go into another. */
final class ColumnUnits {
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("gram", "g"),
            Map.entry("kilogram", "kg"),
            Map.entry("kilo", "kg"),
            Map.entry("milligram", "mg"),
            Map.entry("tonne", "t"),
            Map.entry("ton", "t"),
            Map.entry("millimeter", "mm"),
            Map.entry("millimetre", "mm"),
            Map.entry("centimeter", "cm"),
            Map.entry("centimetre", "cm"),
            Map.entry("meter", "m"),
            Map.entry("metre", "m"),
            Map.entry("kilometer", "km"),
            Map.entry("kilometre", "km"),
            Map.entry("pound", "lb"),
            Map.entry("lbs", "lb"),
            Map.entry("celsius", "°c"),
            Map.entry("c", "°c"),
            Map.entry("fahrenheit", "°f"),
            Map.entry("f", "°f"),
            Map.entry("dollar", "usd"),
            Map.entry("euro", "eur"),
            Map.entry("millisecond", "ms"),
            Map.entry("second", "s"),
            Map.entry("sec", "s"),
            Map.entry("minute", "min"),
            Map.entry("hour", "h"),
            Map.entry("hr", "h"),
            Map.entry("byte", "b"),
            Map.entry("percent", "%"),
            Map.entry("pct", "%"));

    /** Units of one kind, each with how many of the first it is. */
    private static final List<Map<String, BigDecimal>> KINDS = List.of(
            Map.of("mg", of(1), "g", of(1000), "kg", of(1_000_000), "t", of(1_000_000_000)),
            Map.of("mm", of(1), "cm", of(10), "m", of(1000), "km", of(1_000_000)),
            Map.of("ms", of(1), "s", of(1000), "min", of(60_000), "h", of(3_600_000)),
            Map.of("wh", of(1), "kwh", of(1000), "mwh", of(1_000_000)));

    private ColumnUnits() {}

    private static BigDecimal of(long number) {
        return BigDecimal.valueOf(number);
    }

    static boolean knows(String unit) {
        return SAME.containsKey(unit) || KINDS.stream().anyMatch(kind -> kind.containsKey(unit));
    }

    static String same(String unit) {
        return SAME.getOrDefault(unit, unit);
    }

    /** The unit in brackets at the end of the column's name, or its last word when that is a unit: {@code weight_g}. */
    static Optional<String> of(Column column) {
        Optional<String> bracketed = ColumnLinker.unit(column.name());
        if (bracketed.isPresent()) {
            return bracketed.map(ColumnUnits::same);
        }
        List<String> words = Words.split(column.name());
        return words.size() < 2
                ? Optional.empty()
                : Optional.of(same(words.getLast()))
                        .filter(unit ->
                                KINDS.stream().anyMatch(kind -> kind.containsKey(unit)) || SAME.containsValue(unit));
    }

    /** How many of the column's unit one of the given unit is; empty when they are of different kinds. */
    static Optional<BigDecimal> factor(String given, String own) {
        return KINDS.stream()
                .filter(kind -> kind.containsKey(given) && kind.containsKey(own))
                .findFirst()
                .flatMap(kind -> Optional.ofNullable(kind.get(given))
                        .flatMap(from -> Optional.ofNullable(kind.get(own))
                                .map(to -> from.divide(to, java.math.MathContext.DECIMAL64)
                                        .stripTrailingZeros())));
    }
}
