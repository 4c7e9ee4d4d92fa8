package io.hexagent.application.strategy;

import io.hexagent.domain.artifact.ArtifactDraft;
import io.hexagent.domain.strategy.BacktestCharts;
import io.hexagent.domain.strategy.BacktestReport;
import java.util.List;

/** Draws a backtest: its equity, its drawdown, the price with its trades. Safe for use by many threads. */
public final class DrawBacktest {
    private final BacktestCharts charts;
    private final CpuPool pool;

    public DrawBacktest(BacktestCharts charts, CpuPool pool) {
        this.charts = charts;
        this.pool = pool;
    }

    public record Command(BacktestReport report) {}

    public sealed interface Outcome {
        /** @param charts not kept anywhere yet */
        record Drawn(List<ArtifactDraft> charts) implements Outcome {
            public Drawn {
                charts = List.copyOf(charts);
            }
        }

        record NotDrawn(Refusal why) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return Preparation.outcome(
                () -> new Outcome.Drawn(pool.run(() -> charts.draw(command.report()))), Outcome.NotDrawn::new);
    }
}
