package io.hexagent.application.strategy;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.Preparation.Prepared;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.Backtest;
import io.hexagent.domain.strategy.BacktestReport;
import java.util.ArrayList;
import java.util.Optional;

/** Tries a strategy on the bars of its symbol and range. Safe for use by many threads. */
public final class RunBacktest {
    private final Preparation preparation;
    private final CpuPool pool;

    public RunBacktest(Preparation preparation, CpuPool pool) {
        this.preparation = preparation;
        this.pool = pool;
    }

    /**
     * @param code the strategy's document, YAML or JSON
     * @param data bars of one file or data set, whatever the document's symbol is; empty: the market is asked for it
     */
    public record Command(Principal principal, String code, Optional<DataInput> data) {
        public Command(String code) {
            this(Principal.LOCAL, code, Optional.empty());
        }
    }

    public sealed interface Outcome {
        /** @param report its warnings hold the market's notes too */
        record Tried(BacktestReport report) implements Outcome {}

        record NotTried(Refusal why) implements Outcome {}
    }

    /** Blocks until it is computed. */
    public Outcome handle(Command command) {
        return Preparation.outcome(() -> new Outcome.Tried(tried(command)), Outcome.NotTried::new);
    }

    private BacktestReport tried(Command command) {
        Prepared prepared = preparation.prepare(command.principal(), command.code(), command.data());
        BacktestReport report =
                pool.run(() -> Backtest.run(prepared.strategy(), prepared.bars(), prepared.hours(), prepared.source()));
        return noted(report, prepared);
    }

    private static BacktestReport noted(BacktestReport report, Prepared prepared) {
        if (prepared.notes().isEmpty()) {
            return report;
        }
        var warnings = new ArrayList<>(prepared.notes());
        warnings.addAll(report.warnings());
        return new BacktestReport(
                report.strategy(),
                report.bars(),
                report.hours(),
                report.equity(),
                report.trades(),
                report.entries(),
                report.exits(),
                report.firstBar(),
                report.metrics(),
                report.benchmark(),
                report.manifest(),
                warnings);
    }
}
