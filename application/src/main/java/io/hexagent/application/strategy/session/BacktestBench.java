package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.Refusal;
import io.hexagent.application.strategy.RunBacktest;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import java.util.Optional;
import java.util.Set;

/** The bench on which every backtest of the program is done. Safe for use by many threads. */
public final class BacktestBench implements Bench {
    private final RunBacktest runBacktest;

    public BacktestBench(RunBacktest runBacktest) {
        this.runBacktest = runBacktest;
    }

    @Override
    public Trial tryOut(OwnerId owner, String code) {
        var command = new RunBacktest.Command(new Principal(owner, Set.of()), code, Optional.empty());
        return switch (runBacktest.handle(command)) {
            case RunBacktest.Outcome.Tried tried -> new Trial.Tried(tried.report());
            case RunBacktest.Outcome.NotTried not ->
                not.why() instanceof Refusal.Wrong wrong
                        ? new Trial.Wrong(wrong.errors())
                        : new Trial.Unavailable(not.why().message());
        };
    }
}
