package io.hexagent.application.strategy.session;

import io.hexagent.application.strategy.session.Bench.Trial;
import io.hexagent.application.strategy.session.Talk.Stage;
import io.hexagent.application.strategy.session.Work.Id;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategySpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Compiles the code, checks it against the bars, and tries it on them. */
final class Compile implements TalkNode {
    private final Bench bench;

    Compile(Bench bench) {
        this.bench = bench;
    }

    @Override
    public Talk apply(Talk talk, Work work) {
        String code = talk.code().orElseThrow(() -> new IllegalStateException("there is no code to compile"));
        int attempt = talk.repairs() + 1;
        work.progress(
                Id.COMPILE,
                attempt,
                Math.min(90, 50 + 8 * talk.repairs()),
                "Checking the strategy and trying it on the bars" + (attempt > 1 ? " (attempt " + attempt + ")" : ""));
        return switch (bench.tryOut(work.owner(), code)) {
            case Trial.Tried(BacktestReport report) -> {
                work.keep(report);
                yield talk.tried(report.metrics(), asTried(report.strategy()));
            }
            case Trial.Wrong wrong -> {
                if (wrong.isOfTheMarket()) {
                    yield talk.wrong(wrong.errors(), Stage.NO_MARKET);
                }
                if (wrong.isOfTheBars()) {
                    yield talk.wrong(wrong.errors(), Stage.NO_BARS);
                }
                yield talk.wrong(wrong.errors(), talk.repairs() >= Talk.MOST_REPAIRS ? Stage.GIVEN_UP : Stage.WRONG);
            }
            case Trial.Unavailable(String message) ->
                talk.wrong(List.of(), Stage.NO_BARS).noting(message);
        };
    }

    /** What was tried, whoever wrote it. */
    private static StrategySpec asTried(Strategy strategy) {
        Strategy.Terms terms = strategy.terms();
        return new StrategySpec(
                Optional.of(strategy.symbol()),
                Optional.of(strategy.timeframe()),
                strategy.from(),
                strategy.to(),
                OptionalDouble.of(terms.cash()),
                OptionalDouble.of(terms.fee()),
                terms.slippage() == 0 ? OptionalDouble.empty() : OptionalDouble.of(terms.slippage()),
                Optional.of(terms.sizing()).filter(sizing -> !sizing.equals(Sizing.allIn())),
                terms.stopLoss(),
                terms.takeProfit(),
                Optional.of(RuleText.of(strategy.entry())),
                Optional.of(RuleText.of(strategy.exit())));
    }
}
