package io.hexagent.infrastructure.finance;

import java.util.ArrayList;
import java.util.List;

/**
 * Payments at equal distances, the first one now: {@code flows[t]} comes after {@code t} periods. What is paid is
 * negative, what is received positive. Formulas as in Brealey, Myers, Allen: Principles of Corporate Finance, ch. 2 and
 * 5.
 */
final class CashFlows {
    /** The internal rates that are looked for lie between these, per period. */
    static final double LEAST_RATE = -0.99;

    static final double MOST_RATE = 100;

    private static final int STEPS = 4000;
    private static final int HALVINGS = 200;

    private final double[] flows;

    CashFlows(double[] flows) {
        this.flows = flows.clone();
    }

    /** The sum of the flows, each discounted to now. @param rate per period, above -1 */
    double presentValue(double rate) {
        return at(1 / (1 + rate));
    }

    /** Horner's scheme over the discount factor. */
    private double at(double discount) {
        double sum = 0;
        for (int t = flows.length - 1; t >= 0; t--) {
            sum = sum * discount + flows[t];
        }
        return sum;
    }

    /** How often the sign changes from one flow to the next, zeros passed over. */
    int signChanges() {
        int changes = 0;
        double last = 0;
        for (double flow : flows) {
            if (flow != 0) {
                if (last != 0 && Math.signum(last) != Math.signum(flow)) {
                    changes++;
                }
                last = flow;
            }
        }
        return changes;
    }

    /**
     * The rates per period at which the present value is zero, in order. One sign change gives exactly one (Descartes'
     * rule of signs); with more there may be none or several.
     *
     * @throws NoFigure when the flows never change their sign, or no rate lies within the bounds
     */
    List<Double> internalRates() {
        int changes = signChanges();
        if (changes == 0) {
            throw new NoFigure("there is no internal rate of return: the cash flows never change their sign; at least"
                    + " one must be negative (paid) and one positive (received)");
        }
        var rates = new ArrayList<Double>();
        double most = 1 / (1 + LEAST_RATE);
        double least = 1 / (1 + MOST_RATE);
        double ratio = Math.pow(most / least, 1.0 / STEPS);
        double from = least;
        double atFrom = at(from);
        for (int step = 1; step <= STEPS; step++) {
            double to = step == STEPS ? most : from * ratio;
            double atTo = at(to);
            if (atFrom == 0) {
                rates.add(1 / from - 1);
            } else if (Math.signum(atFrom) != Math.signum(atTo) && atTo != 0) {
                rates.add(1 / root(from, to) - 1);
            }
            from = to;
            atFrom = atTo;
        }
        if (rates.isEmpty()) {
            throw new NoFigure("no rate from " + (int) (LEAST_RATE * 100) + " % to " + (int) (MOST_RATE * 100)
                    + " % a period makes the present value of these cash flows zero; compare present values"
                    + " at a rate of your own instead");
        }
        rates.sort(Double::compare);
        return List.copyOf(rates);
    }

    private double root(double from, double to) {
        double low = from;
        double high = to;
        double sign = Math.signum(at(low));
        for (int i = 0; i < HALVINGS && high - low > Math.ulp(low); i++) {
            double middle = low + (high - low) / 2;
            if (Math.signum(at(middle)) == sign) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low + (high - low) / 2;
    }
}
