package io.hexagent.domain.strategy;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Computes {@link Metrics} from curves of equity, a strategy's and its benchmark's in the same two passes. Nothing
 * depends on the machine: {@link StrictMath} gives the same bits everywhere.
 */
final class Figures {
    private static final double YEAR_DAYS = 365.25;
    private static final double DAY_MILLIS = 86_400_000;
    /** A deviation below this part of the mean is the rounding of equal returns. */
    private static final double ROUNDING = 1e-12;

    /** What the curve does not tell. @param bars of which a position was held on {@code held} */
    record Account(List<Trade> trades, int held, int bars, double fees) {}

    /** @param moments of the strategy's returns */
    record Pair(Metrics strategy, Metrics benchmark, Moments moments) {}

    /**
     * Of the returns less the riskless one.
     *
     * @param count of returns
     * @param deviation of the sample; 0 where all are the same
     */
    record Moments(int count, double mean, double deviation) {
        /** Of one bar, not of a year. */
        OptionalDouble sharpe() {
            return deviation > 0 ? OptionalDouble.of(mean / deviation) : OptionalDouble.empty();
        }
    }

    private final Bars bars;
    private final double perYear;
    private final double riskless;

    Figures(Bars bars, Strategy strategy, MarketHours hours) {
        this.bars = bars;
        perYear = hours.barsPerYear(strategy.timeframe());
        riskless = strategy.terms().riskFree() / perYear;
    }

    /** The figures of the bars from one (inclusive), whose equity is E_0, to another (exclusive). */
    Pair pair(int from, int to, double[] equity, Account account, double[] benchmark, Account held) {
        int count = to - from - 1;
        double sum = 0;
        double otherSum = 0;
        double peak = equity[from];
        double otherPeak = benchmark[from];
        double drawdown = 0;
        double otherDrawdown = 0;
        for (int i = from + 1; i < to; i++) {
            double now = equity[i];
            double other = benchmark[i];
            sum += now / equity[i - 1] - 1;
            otherSum += other / benchmark[i - 1] - 1;
            peak = Math.max(peak, now);
            otherPeak = Math.max(otherPeak, other);
            // The division is only made for a new largest drawdown.
            if (peak - now > drawdown * peak) {
                drawdown = 1 - now / peak;
            }
            if (otherPeak - other > otherDrawdown * otherPeak) {
                otherDrawdown = 1 - other / otherPeak;
            }
        }
        double mean = count > 0 ? sum / count - riskless : 0;
        double otherMean = count > 0 ? otherSum / count - riskless : 0;
        double squares = 0;
        double otherSquares = 0;
        double products = 0;
        double below = 0;
        double otherBelow = 0;
        for (int i = from + 1; i < to; i++) {
            double excess = equity[i] / equity[i - 1] - 1 - riskless;
            double other = benchmark[i] / benchmark[i - 1] - 1 - riskless;
            squares += (excess - mean) * (excess - mean);
            otherSquares += (other - otherMean) * (other - otherMean);
            products += (excess - mean) * (other - otherMean);
            double loss = Math.min(0, excess);
            double otherLoss = Math.min(0, other);
            below += loss * loss;
            otherBelow += otherLoss * otherLoss;
        }
        var moments = moments(count, mean, squares);
        var others = moments(count, otherMean, otherSquares);
        OptionalDouble beta =
                others.deviation() > 0 ? OptionalDouble.of(products / otherSquares) : OptionalDouble.empty();
        OptionalDouble alpha = beta.isPresent()
                ? OptionalDouble.of((mean - beta.getAsDouble() * otherMean) * perYear)
                : OptionalDouble.empty();
        OptionalDouble one = beta.isPresent() ? OptionalDouble.of(1) : OptionalDouble.empty();
        OptionalDouble zero = beta.isPresent() ? OptionalDouble.of(0) : OptionalDouble.empty();
        return new Pair(
                metrics(from, to, equity, drawdown, moments, below, account, beta, alpha),
                metrics(from, to, benchmark, otherDrawdown, others, otherBelow, held, one, zero),
                moments);
    }

    private static Moments moments(int count, double mean, double squares) {
        double deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : 0;
        return new Moments(count, mean, deviation > ROUNDING * Math.abs(mean) ? deviation : 0);
    }

    private Metrics metrics(
            int from,
            int to,
            double[] equity,
            double drawdown,
            Moments moments,
            double below,
            Account account,
            OptionalDouble beta,
            OptionalDouble alpha) {
        double root = Math.sqrt(perYear);
        double total = equity[to - 1] / equity[from] - 1;
        OptionalDouble cagr = cagr(total, from, to);
        double downside = moments.count() > 0 ? Math.sqrt(below / moments.count()) : 0;
        OptionalDouble calmar = cagr.isPresent() && drawdown > 0
                ? OptionalDouble.of(cagr.getAsDouble() / drawdown)
                : OptionalDouble.empty();
        var ended = new Ended(account.trades());
        return new Metrics(
                total,
                cagr,
                moments.count() > 1 ? OptionalDouble.of(moments.deviation() * root) : OptionalDouble.empty(),
                times(moments.sharpe(), root),
                downside > 0 ? OptionalDouble.of(moments.mean() / downside * root) : OptionalDouble.empty(),
                drawdown,
                calmar,
                (double) account.held() / account.bars(),
                ended.count,
                account.trades().size() - ended.count,
                ended.winRate(),
                ended.profitFactor(),
                ended.payoff(),
                ended.expectancy(),
                account.fees(),
                equity[to - 1],
                beta,
                alpha);
    }

    /** Empty where no time passes, or so little that the power is no number. */
    private OptionalDouble cagr(double total, int from, int to) {
        double days = (bars.times()[to - 1] - bars.times()[from]) / DAY_MILLIS;
        if (!(days > 0)) {
            return OptionalDouble.empty();
        }
        double growth = StrictMath.pow(1 + total, YEAR_DAYS / days) - 1;
        return growth <= Double.MAX_VALUE ? OptionalDouble.of(growth) : OptionalDouble.empty();
    }

    private static OptionalDouble times(OptionalDouble value, double factor) {
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() * factor) : value;
    }

    /** The trades that have ended, summed up. */
    private static final class Ended {
        private int count;
        private int wins;
        private int losses;
        private double profits;
        private double lost;
        private double winParts;
        private double lossParts;
        private double parts;

        Ended(List<Trade> trades) {
            for (Trade trade : trades) {
                if (trade.reason() == Trade.Reason.OPEN) {
                    continue;
                }
                count++;
                parts += trade.profitPart();
                if (trade.profit() > 0) {
                    wins++;
                    profits += trade.profit();
                    winParts += trade.profitPart();
                } else if (trade.profit() < 0) {
                    losses++;
                    lost -= trade.profit();
                    lossParts -= trade.profitPart();
                }
            }
        }

        OptionalDouble winRate() {
            return count > 0 ? OptionalDouble.of((double) wins / count) : OptionalDouble.empty();
        }

        OptionalDouble profitFactor() {
            return losses > 0 ? OptionalDouble.of(profits / lost) : OptionalDouble.empty();
        }

        OptionalDouble payoff() {
            return wins > 0 && losses > 0
                    ? OptionalDouble.of(winParts / wins / (lossParts / losses))
                    : OptionalDouble.empty();
        }

        OptionalDouble expectancy() {
            return count > 0 ? OptionalDouble.of(parts / count) : OptionalDouble.empty();
        }
    }
}
