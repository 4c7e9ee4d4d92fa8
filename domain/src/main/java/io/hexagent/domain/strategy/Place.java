package io.hexagent.domain.strategy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number in a strategy, named by what it is and what it is now, so that any strategy that runs can be swept as it
 * stands: {@code sma.length=50} is the length of every sma of 50 in both rules, {@code number=30} every 30 that is
 * written in them, {@code exit.rsi.length} only in the exit rule. The value may be left out where there is only one;
 * {@code stop_loss} and {@code take_profit} have none, and may be absent from the strategy.
 */
public sealed interface Place {
    enum Side {
        ENTRY,
        EXIT
    }

    /** @param setting one of the indicator's */
    record InIndicator(Optional<Side> side, Indicator indicator, String setting, OptionalDouble value)
            implements Place {
        public InIndicator {
            if (indicator.settings().stream().noneMatch(one -> one.name().equals(setting))) {
                throw new IllegalArgumentException(indicator.function() + " has no setting \"" + setting + "\", but "
                        + indicator.settings().stream()
                                .map(Indicator.Setting::name)
                                .toList());
            }
        }

        @Override
        public String toString() {
            return prefix(side) + indicator.function() + "." + setting + suffix(value);
        }
    }

    /** A number that is written in a rule, not as an indicator's setting. */
    record Written(Optional<Side> side, OptionalDouble value) implements Place {
        @Override
        public String toString() {
            return prefix(side) + "number" + suffix(value);
        }
    }

    /** One of the stops. */
    enum Stop implements Place {
        STOP_LOSS,
        TAKE_PROFIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A place's form: an optional side, {@code number} or an indicator and its setting, an optional value. */
    Pattern FORM = Pattern.compile("(?:(entry|exit)\\.)?(?:(number)|([a-z_]+)\\.([a-z_]+))(?:=(-?[0-9.eE+-]{1,30}))?");

    /** @throws IllegalArgumentException when the text names no place, with what would */
    static Place of(String text) {
        String place = text.strip();
        for (Stop stop : Stop.values()) {
            if (stop.toString().equals(place)) {
                return stop;
            }
        }
        Matcher parts = FORM.matcher(place);
        if (!parts.matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" names no number of a strategy; allowed are such as sma.length=50, exit.rsi.length, number=30,"
                    + " stop_loss and take_profit");
        }
        Optional<Side> side =
                Optional.ofNullable(parts.group(1)).map(name -> Side.valueOf(name.toUpperCase(Locale.ROOT)));
        OptionalDouble value = parts.group(5) == null ? OptionalDouble.empty() : number(place, parts.group(5));
        if (parts.group(2) != null) {
            return new Written(side, value);
        }
        Indicator indicator = Indicator.of(parts.group(3))
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + text + "\" names an indicator that there is not: " + parts.group(3)));
        return new InIndicator(side, indicator, parts.group(4), value);
    }

    /** The places of a strategy, each with its value, in the order in which they are read. */
    static List<Place> in(Strategy strategy) {
        var places = new LinkedHashSet<Place>();
        Substitution.walk(strategy, (side, literal) -> {
            places.add(literal.place());
            return literal.value();
        });
        strategy.terms().stopLoss().ifPresent(part -> places.add(Stop.STOP_LOSS));
        strategy.terms().takeProfit().ifPresent(part -> places.add(Stop.TAKE_PROFIT));
        return new ArrayList<>(places);
    }

    private static OptionalDouble number(String place, String text) {
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + place + "\" has a value that is no number: " + text, e);
        }
    }

    private static String prefix(Optional<Side> side) {
        return side.map(one -> one.name().toLowerCase(Locale.ROOT) + ".").orElse("");
    }

    private static String suffix(OptionalDouble value) {
        return value.isPresent() ? "=" + Figure.text(value.getAsDouble()) : "";
    }
}
