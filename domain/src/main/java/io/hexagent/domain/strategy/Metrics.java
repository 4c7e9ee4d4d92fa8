package io.hexagent.domain.strategy;

import java.util.OptionalDouble;

/**
 * The figures of a backtest. E is the equity at each close, r its change from bar to bar, ppy the bars of a year, m and
 * s the mean and the sample standard deviation of r less the riskless return of a bar. Parts, not percents. A figure
 * that is not defined, such as a ratio with nothing below the line, is empty.
 *
 * @param totalReturn E_n / E_0 − 1
 * @param cagr (1 + total)^(365.25 / days) − 1
 * @param volatility s √ppy
 * @param sharpe m / s √ppy
 * @param sortino m / √(Σ min(0, r − rf)² / N) √ppy
 * @param maxDrawdown the largest 1 − E / peak
 * @param calmar CAGR / max drawdown
 * @param exposure bars on which a position was held, of all
 * @param trades that have ended
 * @param openTrades 0 or 1
 * @param winRate trades with a profit, of those that have ended
 * @param profitFactor Σ profits / |Σ losses|; empty without losses
 * @param payoff average profit / |average loss|, each as a part of what was paid
 * @param expectancy average profit of a trade as a part of what was paid
 * @param fees paid, in money
 * @param finalEquity in money
 * @param beta cov(r, b) / var(b) against buying and holding
 * @param alpha Jensen's, a year, against buying and holding
 */
public record Metrics(
        double totalReturn,
        OptionalDouble cagr,
        OptionalDouble volatility,
        OptionalDouble sharpe,
        OptionalDouble sortino,
        double maxDrawdown,
        OptionalDouble calmar,
        double exposure,
        int trades,
        int openTrades,
        OptionalDouble winRate,
        OptionalDouble profitFactor,
        OptionalDouble payoff,
        OptionalDouble expectancy,
        double fees,
        double finalEquity,
        OptionalDouble beta,
        OptionalDouble alpha) {}
