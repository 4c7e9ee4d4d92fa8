package io.hexagent.domain.strategy;

import io.hexagent.domain.artifact.ArtifactDraft;
import java.util.List;

/** Draws backtests. Implementations are safe for use by many threads. */
public interface BacktestCharts {
    /**
     * The equity beside buying and holding, the drawdown, and the price with the trades, each as a Vega-Lite spec and a
     * CSV table, and as pictures where this machine can draw text.
     */
    List<ArtifactDraft> draw(BacktestReport report);
}
