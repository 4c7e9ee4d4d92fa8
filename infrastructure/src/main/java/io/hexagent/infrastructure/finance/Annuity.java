package io.hexagent.infrastructure.finance;

/**
 * Equal payments at equal distances, at the end of each period or (due) at its beginning. Formulas as in Brealey,
 * Myers, Allen: Principles of Corporate Finance, ch. 2.
 *
 * @param rate per period, above -1
 * @param periods number of payments, at least 1
 */
record Annuity(double rate, int periods, boolean due) {

    /** What payments of 1 are worth now. */
    private double presentFactor() {
        // expm1 and log1p keep the digits that (1 + rate)^-n loses for small rates.
        double factor = rate == 0 ? periods : -Math.expm1(-periods * Math.log1p(rate)) / rate;
        return due ? factor * (1 + rate) : factor;
    }

    double presentValue(double payment) {
        return payment * presentFactor();
    }

    /** What the payments and their interest are worth after the last period. */
    double futureValue(double payment) {
        return presentValue(payment) * growth();
    }

    /** What 1 grows to over all periods. */
    double growth() {
        return Math.exp(periods * Math.log1p(rate));
    }

    /** The payment that repays an amount received now. */
    double paymentFor(double amount) {
        return amount / presentFactor();
    }
}
