package io.hexagent.infrastructure.finance;

/** What a series of prices, one for each period, has returned. All prices are above zero; there are two or more. */
final class Returns {
    private final double[] prices;

    Returns(double[] prices) {
        this.prices = prices.clone();
    }

    /** The change from each price to the next, as a part of the earlier one. */
    double[] simple() {
        var returns = new double[prices.length - 1];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = prices[i + 1] / prices[i] - 1;
        }
        return returns;
    }

    double total() {
        return prices[prices.length - 1] / prices[0] - 1;
    }

    /** The constant return per period that has the same total. */
    double geometricMean() {
        return Math.expm1(Math.log(prices[prices.length - 1] / prices[0]) / (prices.length - 1));
    }

    double mean() {
        double sum = 0;
        for (double one : simple()) {
            sum += one;
        }
        return sum / (prices.length - 1);
    }

    /** Sample standard deviation (n - 1) of the simple returns; NaN for a single one. */
    double deviation() {
        double mean = mean();
        double squares = 0;
        for (double one : simple()) {
            squares += (one - mean) * (one - mean);
        }
        int n = prices.length - 1;
        return n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1));
    }

    /** The greatest loss from a peak to a later price, as a part of the peak; 0 when prices never fell. */
    double drawdown() {
        double peak = prices[0];
        double greatest = 0;
        for (double price : prices) {
            peak = Math.max(peak, price);
            greatest = Math.max(greatest, 1 - price / peak);
        }
        return greatest;
    }
}
