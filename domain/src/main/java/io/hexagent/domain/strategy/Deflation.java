package io.hexagent.domain.strategy;

import java.util.List;

/**
 * What is left of the best Sharpe ratio when it is known that it is the best of several: the deflated Sharpe ratio of
 * D. H. Bailey and M. López de Prado, "The Deflated Sharpe Ratio: Correcting for Selection Bias, Backtest Overfitting
 * and Non-Normality", Journal of Portfolio Management 40(5), 2014. It takes the trials for independent; neighbours on a
 * grid are not, so that it is on the strict side. Sharpe ratios are a year's.
 *
 * @param trials with a Sharpe ratio, at least 2
 * @param sharpe of the trial that was chosen
 * @param expected the largest that so many trials without any skill would show, by their spread: √V ((1 − γ) Φ⁻¹(1 −
 *     1/N) + γ Φ⁻¹(1 − 1/(N e)))
 * @param probability that the chosen trial's true Sharpe ratio is above {@code expected}, given the length of the
 *     sample and the skewness and kurtosis of its returns: the deflated Sharpe ratio
 */
public record Deflation(int trials, double sharpe, double expected, double probability) {
    /** Euler's and Mascheroni's constant. */
    private static final double GAMMA = 0.5772156649015329;

    /** @param sharpes a bar's, not a year's */
    static double expectedMaximum(List<Double> sharpes) {
        int count = sharpes.size();
        double mean = sharpes.stream().mapToDouble(Double::doubleValue).sum() / count;
        double squares = 0;
        for (double sharpe : sharpes) {
            squares += (sharpe - mean) * (sharpe - mean);
        }
        double spread = Math.sqrt(squares / (count - 1));
        return spread
                * ((1 - GAMMA) * Normal.quantile(1 - 1.0 / count) + GAMMA * Normal.quantile(1 - 1 / (count * Math.E)));
    }

    /**
     * @param sharpes of all trials that have one, a bar's
     * @param equity of the chosen trial
     * @param riskless a bar's return without risk
     * @param perYear bars of a year
     */
    static Deflation of(List<Double> sharpes, double chosen, double[] equity, double riskless, double perYear) {
        int count = equity.length - 1;
        double mean = 0;
        for (int i = 1; i <= count; i++) {
            mean += (equity[i] / equity[i - 1] - 1 - riskless) / count;
        }
        double second = 0;
        double third = 0;
        double fourth = 0;
        for (int i = 1; i <= count; i++) {
            double away = equity[i] / equity[i - 1] - 1 - riskless - mean;
            second += away * away / count;
            third += away * away * away / count;
            fourth += away * away * away * away / count;
        }
        double skewness = third / (second * Math.sqrt(second));
        double kurtosis = fourth / (second * second);
        double expected = expectedMaximum(sharpes);
        double probability = probability(chosen, expected, equity.length - 1, skewness, kurtosis);
        double root = Math.sqrt(perYear);
        return new Deflation(sharpes.size(), chosen * root, expected * root, probability);
    }

    /**
     * That the true ratio is above what was to be expected.
     *
     * @param count of returns
     * @param kurtosis 3 for a normal distribution
     */
    static double probability(double sharpe, double expected, int count, double skewness, double kurtosis) {
        double variance = 1 - skewness * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe;
        return Normal.below(
                (sharpe - expected) * Math.sqrt(count - 1) / Math.sqrt(Math.max(Double.MIN_NORMAL, variance)));
    }

    /** A sentence for a reader. */
    String told() {
        return "The best of " + trials + " trials was chosen afterwards: the best of so many without any skill would be"
                + " expected to show a Sharpe ratio of " + Figure.ratio(expected) + ", this one shows "
                + Figure.ratio(sharpe) + "; the probability that its true ratio is above that is "
                + Figure.percent(probability) + " (deflated Sharpe ratio, Bailey and López de Prado 2014).";
    }
}
