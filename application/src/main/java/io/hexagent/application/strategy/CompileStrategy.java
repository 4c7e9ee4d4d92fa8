package io.hexagent.application.strategy;

import io.hexagent.application.dataset.DataInput;
import io.hexagent.application.strategy.Preparation.Prepared;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.Strategy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Says whether a document is a strategy that can be tried: parses it, checks its types, asks the market for its bars
 * and looks whether they are enough for its indicators. Safe for use by many threads.
 */
public final class CompileStrategy {
    private final Preparation preparation;

    public CompileStrategy(Preparation preparation) {
        this.preparation = preparation;
    }

    /**
     * @param code the strategy's document, YAML or JSON
     * @param data as of {@link RunBacktest.Command}
     * @param withData whether the market is asked; else only the document is looked at
     */
    public record Command(Principal principal, String code, Optional<DataInput> data, boolean withData) {
        public Command(String code) {
            this(Principal.LOCAL, code, Optional.empty(), true);
        }
    }

    public sealed interface Outcome {
        /** @param data empty when it was not asked for */
        record Compiled(Strategy strategy, Optional<Range> data) implements Outcome {}

        record NotCompiled(Refusal why) implements Outcome {}
    }

    /**
     * The bars that the strategy would be tried on.
     *
     * @param firstBar the first at which both rules are defined, 0-based
     * @param notes what the market told of the bars
     */
    public record Range(int bars, Instant first, Instant last, String source, int firstBar, List<String> notes) {
        public Range {
            notes = List.copyOf(notes);
        }
    }

    public Outcome handle(Command command) {
        return Preparation.outcome(() -> compiled(command), Outcome.NotCompiled::new);
    }

    private Outcome compiled(Command command) {
        Strategy strategy = preparation.strategy(command.code());
        return new Outcome.Compiled(
                strategy,
                command.withData()
                        ? Optional.of(range(preparation.prepare(command.principal(), strategy, command.data())))
                        : Optional.empty());
    }

    private static Range range(Prepared prepared) {
        int size = prepared.bars().size();
        return new Range(
                size,
                prepared.bars().time(0),
                prepared.bars().time(size - 1),
                prepared.source(),
                Preparation.firstBar(prepared.strategy()),
                prepared.notes());
    }
}
