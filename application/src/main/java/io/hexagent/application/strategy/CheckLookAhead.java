package io.hexagent.application.strategy;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.Preparation.Prepared;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.PrefixCheck;
import java.util.Optional;

/**
 * Shows that a strategy sees no later bar: on bars that end early it gives the same signals and equity as on all of
 * them. Safe for use by many threads.
 */
public final class CheckLookAhead {
    /** So many prefixes tell enough of a long series, drawn by a seed that is always the same. */
    public static final int USUAL_PREFIXES = 200;

    private final Preparation preparation;
    private final CpuPool pool;

    public CheckLookAhead(Preparation preparation, CpuPool pool) {
        this.preparation = preparation;
        this.pool = pool;
    }

    /**
     * @param data as of {@link RunBacktest.Command}
     * @param prefixes that are tried, at least 1; all when there are no more
     */
    public record Command(Principal principal, String code, Optional<DataInput> data, int prefixes) {}

    public sealed interface Outcome {
        record Checked(PrefixCheck.Finding finding) implements Outcome {}

        record NotChecked(Refusal why) implements Outcome {}
    }

    /** Blocks until it is computed; each prefix costs a backtest. */
    public Outcome handle(Command command) {
        return Preparation.outcome(
                () -> {
                    Prepared prepared = preparation.prepare(command.principal(), command.code(), command.data());
                    return new Outcome.Checked(pool.run(
                            () -> PrefixCheck.of(prepared.strategy(), prepared.bars(), command.prefixes(), 0)));
                },
                Outcome.NotChecked::new);
    }
}
