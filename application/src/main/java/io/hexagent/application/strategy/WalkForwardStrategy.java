package io.hexagent.application.strategy;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.Preparation.Prepared;
import io.hexagent.application.strategy.Preparation.Refused;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.Objective;
import io.hexagent.domain.strategy.Sweep.Parameter;
import io.hexagent.domain.strategy.WalkForward;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Chooses a strategy's numbers on past bars and tries them on those that follow. Safe for use by many threads. */
public final class WalkForwardStrategy {
    private final Preparation preparation;
    private final CpuPool pool;
    private final int mostTrials;

    public WalkForwardStrategy(Preparation preparation, CpuPool pool, int mostTrials) {
        this.preparation = preparation;
        this.pool = pool;
        this.mostTrials = mostTrials;
    }

    /**
     * @param data as of {@link RunBacktest.Command}
     * @param parameters at least one; {@link Variation} reads them
     */
    public record Command(
            Principal principal,
            String code,
            Optional<DataInput> data,
            List<Parameter> parameters,
            Objective objective,
            WalkForward.Windows windows) {
        public Command {
            parameters = List.copyOf(parameters);
        }
    }

    public sealed interface Outcome {
        /**
         * @param times of all bars, by their place
         * @param source where the bars are from
         * @param notes what the market told of them
         */
        record Walked(WalkForward.Report report, List<Instant> times, String source, List<String> notes)
                implements Outcome {
            public Walked {
                times = List.copyOf(times);
                notes = List.copyOf(notes);
            }
        }

        record NotWalked(Refusal why) implements Outcome {}
    }

    /** Blocks until all windows are computed. */
    public Outcome handle(Command command) {
        return Preparation.outcome(() -> walked(command), Outcome.NotWalked::new);
    }

    private Outcome walked(Command command) {
        Prepared prepared = preparation.prepare(command.principal(), command.code(), command.data());
        try {
            WalkForward.Report report = pool.run(() -> WalkForward.run(
                    prepared.strategy(),
                    command.parameters(),
                    command.objective(),
                    command.windows(),
                    prepared.bars(),
                    prepared.hours(),
                    mostTrials,
                    pool.executor(),
                    pool.threads()));
            List<Instant> times = IntStream.range(0, prepared.bars().size())
                    .mapToObj(prepared.bars()::time)
                    .toList();
            return new Outcome.Walked(report, times, prepared.source(), prepared.notes());
        } catch (IllegalArgumentException wrong) {
            throw new Refused(new Refusal.Invalid("walk_forward", String.valueOf(wrong.getMessage())));
        }
    }
}
