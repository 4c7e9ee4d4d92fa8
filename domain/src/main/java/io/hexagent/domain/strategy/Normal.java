package io.hexagent.domain.strategy;

/** The standard normal distribution. */
final class Normal {
    private static final double STEP = 1e-13;

    private Normal() {}

    /**
     * The probability below a value. A series around 0 (Marsaglia, Evaluating the Normal Distribution, 2004) within 7
     * standard deviations, to about 1e-15 absolute; beyond them 0 and 1.
     */
    static double below(double value) {
        if (value < -7) {
            return 0;
        }
        if (value > 7) {
            return 1;
        }
        double sum = value;
        double term = value;
        for (int i = 3; Math.abs(term) > 1e-17; i += 2) {
            term *= value * value / i;
            sum += term;
        }
        return 0.5 + sum * StrictMath.exp(-value * value / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The value below which a probability lies, 0 to 1 exclusive; by halving, within 7 standard deviations. */
    static double quantile(double probability) {
        double low = -7;
        double high = 7;
        while (high - low > STEP) {
            double middle = (low + high) / 2;
            if (below(middle) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
