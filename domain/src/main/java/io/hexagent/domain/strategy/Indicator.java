package io.hexagent.domain.strategy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The indicators that rules may name. One constant is one function of the rule language, written in lower case. */
public enum Indicator {
    SMA("Simple moving average", 1, Setting.required(1)),
    EMA("Exponential moving average, seeded with the simple one", 1, Setting.required(1)),
    WMA("Linearly weighted moving average", 1, Setting.required(1)),
    RSI("Relative strength index of Wilder, 0 to 100", 1, Setting.length(14, 2)),
    MACD("Fast less slow exponential average", 1, Setting.macd()),
    MACD_SIGNAL("Exponential average of macd", 1, Setting.macd()),
    MACD_HISTOGRAM("macd less macd_signal", 1, Setting.macd()),
    BOLLINGER_UPPER("Moving average plus some population standard deviations", 1, Setting.bands()),
    BOLLINGER_MIDDLE("The moving average of the bands", 1, Setting.bands()),
    BOLLINGER_LOWER("Moving average less some population standard deviations", 1, Setting.bands()),
    ATR("Average true range of Wilder, in the unit of the price", 0, Setting.length(14)),
    STOCHASTIC_K("Slow %K: close within the range of the last bars, smoothed, 0 to 100", 0, Setting.stochastic()),
    STOCHASTIC_D("Moving average of stochastic_k", 0, Setting.stochastic()),
    ADX("Average directional index of Wilder, 0 to 100", 0, Setting.length(14, 2)),
    OBV("On-balance volume", 0),
    ROC("Rate of change in percent", 1, Setting.length(10)),
    HIGHEST("Highest of the last bars, this one included", 1, Setting.required(1)),
    LOWEST("Lowest of the last bars, this one included", 1, Setting.required(1)),
    STDDEV("Population standard deviation of the last bars", 1, Setting.required(2)),
    PREVIOUS("The value some bars ago", 1, Setting.length(1));

    /** The longest window, in bars. */
    public static final int LONGEST = 10_000;

    private final String meaning;
    private final int inputs;
    private final List<Setting> settings;

    Indicator(String meaning, int inputs, Setting... settings) {
        this.meaning = meaning;
        this.inputs = inputs;
        this.settings = List.of(settings);
    }

    /**
     * A number that an indicator takes after its inputs.
     *
     * @param usual what holds when it is left out; empty when it has to be given
     * @param whole whether it is a number of bars
     */
    public record Setting(String name, Optional<Double> usual, double least, double most, boolean whole) {
        /** @throws IllegalArgumentException when a value is out of bounds, with what is allowed */
        void check(Indicator indicator, double value) {
            if (!(value >= least && value <= most) || (whole && value != Math.rint(value))) {
                throw new IllegalArgumentException(indicator.function() + "'s " + name + " " + Figure.text(value)
                        + " is not allowed: it has to be " + (whole ? "a whole number from " : "from ")
                        + Figure.text(least) + " to " + Figure.text(most));
            }
        }

        private static Setting required(int least) {
            return new Setting("length", Optional.empty(), least, LONGEST, true);
        }

        private static Setting length(int usual) {
            return length(usual, 1);
        }

        private static Setting length(int usual, int least) {
            return bars("length", usual, least);
        }

        private static Setting bars(String name, int usual, int least) {
            return new Setting(name, Optional.of((double) usual), least, LONGEST, true);
        }

        private static Setting[] macd() {
            return new Setting[] {bars("fast", 12, 2), bars("slow", 26, 2), bars("signal", 9, 1)};
        }

        private static Setting[] bands() {
            return new Setting[] {bars("length", 20, 2), new Setting("deviations", Optional.of(2.0), 0.01, 100, false)};
        }

        private static Setting[] stochastic() {
            return new Setting[] {bars("length", 14, 1), bars("smooth", 3, 1), bars("signal", 3, 1)};
        }
    }

    /** The indicator of a function's name, such as {@code rsi}; case matters. */
    public static Optional<Indicator> of(String function) {
        return Arrays.stream(values())
                .filter(one -> one.function().equals(function))
                .findFirst();
    }

    /** Its name in the rule language. */
    public String function() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String meaning() {
        return meaning;
    }

    /** How many series it takes before its settings; with 0 it reads the bars themselves. */
    public int inputs() {
        return inputs;
    }

    public List<Setting> settings() {
        return settings;
    }
}
