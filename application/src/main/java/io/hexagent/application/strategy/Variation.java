package io.hexagent.application.strategy;

import io.hexagent.domain.strategy.Place;
import io.hexagent.domain.strategy.Sweep.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which values a number of a strategy takes in a sweep, as a person writes it: {@code rsi.length=7..21:7},
 * {@code number=30=20,25,30}. What stands before the last {@code =} is a {@link Place}.
 */
public final class Variation {
    private static final String NUMBER = "-?\\d{1,15}(?:\\.\\d{1,15})?";
    private static final Pattern RANGE =
            Pattern.compile("(" + NUMBER + ")\\.\\.(" + NUMBER + ")(?::(" + NUMBER + "))?");
    private static final Pattern LIST = Pattern.compile(NUMBER + "(?:,\\s*" + NUMBER + "){0,9999}");

    private Variation() {}

    /** @throws IllegalArgumentException when the text cannot be read; the message says what can, and may be shown */
    public static Parameter of(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1) {
            throw unclear(text);
        }
        String name = text.substring(0, equals).strip();
        Place place = Place.of(name);
        String values = text.substring(equals + 1).strip();
        Matcher range = RANGE.matcher(values);
        if (range.matches()) {
            double step = range.group(3) == null ? 1 : Double.parseDouble(range.group(3));
            return Parameter.range(
                    name, place, Double.parseDouble(range.group(1)), Double.parseDouble(range.group(2)), step);
        }
        if (!LIST.matcher(values).matches()) {
            throw unclear(text);
        }
        List<Double> listed = Arrays.stream(values.split(",", -1))
                .map(String::strip)
                .map(Double::parseDouble)
                .toList();
        return new Parameter(name, place, listed);
    }

    private static IllegalArgumentException unclear(String text) {
        return new IllegalArgumentException("\"" + text
                + "\" is no variation; write a number of the strategy and its values, as rsi.length=7..21:7 or"
                + " sma.length=50=20,50,100");
    }
}
