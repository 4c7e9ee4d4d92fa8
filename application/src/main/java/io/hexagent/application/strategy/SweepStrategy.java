package io.hexagent.application.strategy;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.Preparation.Prepared;
import io.hexagent.application.strategy.Preparation.Refused;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.Objective;
import io.hexagent.domain.strategy.Sweep;
import io.hexagent.domain.strategy.Sweep.Parameter;
import java.util.List;
import java.util.Optional;

/** Tries a strategy with each combination of some values for its numbers. Safe for use by many threads. */
public final class SweepStrategy {
    private final Preparation preparation;
    private final CpuPool pool;
    private final int mostTrials;

    public SweepStrategy(Preparation preparation, CpuPool pool, int mostTrials) {
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
            Objective objective) {
        public Command {
            parameters = List.copyOf(parameters);
        }
    }

    public sealed interface Outcome {
        /** @param source where the bars are from @param notes what the market told of them */
        record Swept(Sweep.Report report, String source, List<String> notes) implements Outcome {
            public Swept {
                notes = List.copyOf(notes);
            }
        }

        record NotSwept(Refusal why) implements Outcome {}
    }

    /** Blocks until all trials are computed. */
    public Outcome handle(Command command) {
        return Preparation.outcome(() -> swept(command), Outcome.NotSwept::new);
    }

    private Outcome swept(Command command) {
        Prepared prepared = preparation.prepare(command.principal(), command.code(), command.data());
        try {
            return new Outcome.Swept(
                    pool.run(() -> Sweep.run(
                            prepared.strategy(),
                            command.parameters(),
                            command.objective(),
                            prepared.bars(),
                            prepared.hours(),
                            mostTrials,
                            pool.executor(),
                            pool.threads())),
                    prepared.source(),
                    prepared.notes());
        } catch (IllegalArgumentException wrong) {
            throw new Refused(new Refusal.Invalid("parameters", String.valueOf(wrong.getMessage())));
        }
    }
}
