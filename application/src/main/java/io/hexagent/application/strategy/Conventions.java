package io.hexagent.application.strategy;

import io.hexagent.domain.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** How each figure is calculated, in a line, as it is published beside the figure. */
public final class Conventions {
    private static final Map<String, String> LINES = lines();

    private Conventions() {}

    private static Map<String, String> lines() {
        var lines = new LinkedHashMap<String, String>();
        lines.put("total_return", "E_n / E_0 - 1, E the equity at each close");
        lines.put("cagr", "(1 + total)^(365.25 / days) - 1");
        lines.put("volatility", "s sqrt(ppy), s the sample deviation of r - rf/ppy, ppy the bars of a year");
        lines.put("sharpe", "m / s sqrt(ppy), m the mean of r - rf/ppy");
        lines.put("sortino", "m / sqrt(sum(min(0, r - rf/ppy)^2) / N) sqrt(ppy)");
        lines.put("max_drawdown", "the largest 1 - E / peak");
        lines.put("calmar", "CAGR / max drawdown");
        lines.put("exposure", "bars with a position / all bars");
        lines.put("trades", "that have ended; an open one is valued at the last close");
        lines.put("win_rate", "trades with a profit / trades");
        lines.put("profit_factor", "sum of profits / |sum of losses|; none without losses");
        lines.put("payoff", "average win / |average loss|, as parts of what was paid");
        lines.put("expectancy", "average profit of a trade, as a part of what was paid");
        lines.put("fees", "of both sides, in money");
        lines.put("final_equity", "in money, before the fee of selling what is still held");
        lines.put("beta", "cov(r, b) / var(b), b the returns of buying and holding");
        lines.put("alpha", "Jensen's, a year, against buying and holding");
        lines.put(
                "execution",
                "signal at a bar's close, order at the next bar's open, fee and slippage on each side; a signal on the"
                        + " last bar stays open; stops act within the bar, the stop-loss first when both are touched");
        return lines;
    }

    /** The convention of a figure by its name in JSON; empty for others. */
    public static String of(String figure) {
        return LINES.getOrDefault(figure, "");
    }

    static Value.Fields fields() {
        var fields = Value.fields();
        LINES.forEach(fields::put);
        return fields.build();
    }
}
