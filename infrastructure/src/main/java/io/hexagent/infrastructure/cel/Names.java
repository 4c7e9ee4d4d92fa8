package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.Indicator;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Series;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the rule language, and which of them was meant. */
final class Names {
    static final String CROSSES_ABOVE = "crosses_above";
    static final String CROSSES_BELOW = "crosses_below";

    private static final Set<String> COLUMNS = Arrays.stream(Series.Price.values())
            .map(price -> price.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private static final Set<String> FUNCTIONS = Stream.concat(
                    Arrays.stream(Indicator.values()).map(Indicator::function), Stream.of(CROSSES_ABOVE, CROSSES_BELOW))
            .collect(Collectors.toCollection(LinkedHashSet::new));

    /** What others call ours, without underscores. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("ma", "sma"),
            Map.entry("mavg", "sma"),
            Map.entry("avg", "sma"),
            Map.entry("mean", "sma"),
            Map.entry("movingaverage", "sma"),
            Map.entry("simplemovingaverage", "sma"),
            Map.entry("exponentialmovingaverage", "ema"),
            Map.entry("ewma", "ema"),
            Map.entry("lwma", "wma"),
            Map.entry("relativestrengthindex", "rsi"),
            Map.entry("relativestrength", "rsi"),
            Map.entry("macdhist", "macd_histogram"),
            Map.entry("macdline", "macd"),
            Map.entry("bbupper", "bollinger_upper"),
            Map.entry("bbmiddle", "bollinger_middle"),
            Map.entry("bblower", "bollinger_lower"),
            Map.entry("bbandsupper", "bollinger_upper"),
            Map.entry("bbandslower", "bollinger_lower"),
            Map.entry("upperband", "bollinger_upper"),
            Map.entry("middleband", "bollinger_middle"),
            Map.entry("lowerband", "bollinger_lower"),
            Map.entry("averagetruerange", "atr"),
            Map.entry("stoch", "stochastic_k"),
            Map.entry("stochastic", "stochastic_k"),
            Map.entry("stochk", "stochastic_k"),
            Map.entry("stochd", "stochastic_d"),
            Map.entry("onbalancevolume", "obv"),
            Map.entry("momentum", "roc"),
            Map.entry("mom", "roc"),
            Map.entry("rateofchange", "roc"),
            Map.entry("max", "highest"),
            Map.entry("maximum", "highest"),
            Map.entry("donchianupper", "highest"),
            Map.entry("min", "lowest"),
            Map.entry("minimum", "lowest"),
            Map.entry("donchianlower", "lowest"),
            Map.entry("std", "stddev"),
            Map.entry("stdev", "stddev"),
            Map.entry("standarddeviation", "stddev"),
            Map.entry("lag", "previous"),
            Map.entry("shift", "previous"),
            Map.entry("ref", "previous"),
            Map.entry("prev", "previous"),
            Map.entry("yesterday", "previous"),
            Map.entry("crossover", CROSSES_ABOVE),
            Map.entry("crosses", CROSSES_ABOVE),
            Map.entry("crossabove", CROSSES_ABOVE),
            Map.entry("crossedabove", CROSSES_ABOVE),
            Map.entry("crossup", CROSSES_ABOVE),
            Map.entry("crossunder", CROSSES_BELOW),
            Map.entry("crossbelow", CROSSES_BELOW),
            Map.entry("crossedbelow", CROSSES_BELOW),
            Map.entry("crossdown", CROSSES_BELOW),
            Map.entry("price", "close"),
            Map.entry("last", "close"),
            Map.entry("adjclose", "close"),
            Map.entry("vol", "volume"));

    private Names() {}

    static boolean isColumn(String name) {
        return COLUMNS.contains(name);
    }

    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    static boolean isKnown(String name) {
        return isColumn(name) || isFunction(name) || name.equals("true") || name.equals("false");
    }

    /** All names, for a person who has to choose. */
    static String list() {
        return Stream.concat(COLUMNS.stream(), FUNCTIONS.stream()).collect(Collectors.joining(", "));
    }

    /** The name that differs in case or underscores alone. */
    static Optional<String> sameLetters(String name) {
        String letters = letters(name);
        return Stream.of(COLUMNS.stream(), FUNCTIONS.stream(), Stream.of("true", "false"))
                .flatMap(names -> names)
                .filter(known -> letters(known).equals(letters))
                .findFirst();
    }

    /** The name that was probably meant. */
    static Optional<String> meant(String name) {
        String synonym = SYNONYMS.get(letters(name));
        if (synonym != null) {
            return Optional.of(synonym);
        }
        return nearest(
                name.toLowerCase(Locale.ROOT),
                Stream.concat(COLUMNS.stream(), FUNCTIONS.stream()).toList());
    }

    private static String letters(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    /** The one of some names to which the fewest letters have to be changed; empty when it is too many. */
    static Optional<String> nearest(String name, Collection<String> names) {
        int most = name.length() <= 2 ? 0 : name.length() <= 4 ? 1 : name.length() <= 7 ? 2 : 3;
        String nearest = "";
        int fewest = most + 1;
        for (String known : names) {
            int changes = changes(name, known, fewest);
            if (changes < fewest) {
                fewest = changes;
                nearest = known;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /** Letters put in, left out, replaced or swapped with their neighbour (optimal string alignment). */
    private static int changes(String from, String to, int enough) {
        if (Math.abs(from.length() - to.length()) >= enough) {
            return enough;
        }
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (same ? 0 : 1));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
            }
        }
        return cost[from.length()][to.length()];
    }

    /** A rule that uses a name rightly. */
    static String example(String name) {
        if (name.equals(CROSSES_ABOVE) || name.equals(CROSSES_BELOW)) {
            return name + "(sma(close, 50), sma(close, 200))";
        }
        if (isColumn(name)) {
            return name.equals("volume") ? "volume > sma(volume, 20)" : name + " > sma(close, 50)";
        }
        return Indicator.of(name)
                .map(indicator -> switch (indicator) {
                    case RSI, STOCHASTIC_K, STOCHASTIC_D -> call(indicator) + " < 30";
                    case ADX -> call(indicator) + " > 25";
                    case MACD, MACD_SIGNAL, MACD_HISTOGRAM, ROC, OBV -> call(indicator) + " > 0";
                    case ATR, STDDEV -> call(indicator) + " < close / 20";
                    case HIGHEST -> "close > previous(" + call(indicator) + ", 1)";
                    case LOWEST -> "close < previous(" + call(indicator) + ", 1)";
                    case SMA, EMA, WMA, BOLLINGER_UPPER, BOLLINGER_MIDDLE, BOLLINGER_LOWER, PREVIOUS ->
                        "close > " + call(indicator);
                })
                .orElse("rsi(close, 14) < 30");
    }

    /** An indicator with all that it takes, such as {@code sma(close, 20)}. */
    static String call(Indicator indicator) {
        String input =
                switch (indicator) {
                    case HIGHEST -> "high";
                    case LOWEST -> "low";
                    default -> "close";
                };
        List<String> settings = indicator.settings().stream()
                .map(setting -> RuleText.of(setting.usual().orElse(20.0)))
                .toList();
        return indicator.function()
                + Stream.concat(Stream.of(input).limit(indicator.inputs()), settings.stream())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A column or a function as a rule may hold it, such as {@code close} and {@code sma(close, 20)}. */
    static String written(String name) {
        return Indicator.of(name).map(Names::call).orElseGet(() -> isFunction(name) ? name + "(a, b)" : name);
    }

    /** What a function takes, such as {@code rsi(series, length = 14)}; to be read, as no rule is written like that. */
    static String signature(String function) {
        return Indicator.of(function)
                .map(indicator -> {
                    Stream<String> inputs = Stream.of("series").limit(indicator.inputs());
                    Stream<String> settings = indicator.settings().stream()
                            .map(setting -> setting.usual()
                                    .map(usual -> setting.name() + " = " + RuleText.of(usual))
                                    .orElse(setting.name()));
                    return function + Stream.concat(inputs, settings).collect(Collectors.joining(", ", "(", ")"));
                })
                .orElse(function + "(series, series)");
    }
}
