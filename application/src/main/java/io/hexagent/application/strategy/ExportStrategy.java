package io.hexagent.application.strategy;

import io.hexagent.application.strategy.Preparation.Refused;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyExport;
import java.util.List;

/** Writes a strategy for another engine. Safe for use by many threads. */
public final class ExportStrategy {
    private final Preparation preparation;
    private final List<StrategyExport> exports;

    public ExportStrategy(Preparation preparation, List<StrategyExport> exports) {
        this.preparation = preparation;
        this.exports = List.copyOf(exports);
    }

    /** @param format such as {@code lean} */
    public record Command(String code, String format) {}

    public sealed interface Outcome {
        /**
         * @param code of the other engine, whole
         * @param file the name that a file of it would have
         * @param notes where its conventions differ from ours
         */
        record Exported(String code, String file, List<String> notes) implements Outcome {
            public Exported {
                notes = List.copyOf(notes);
            }
        }

        record NotExported(Refusal why) implements Outcome {}
    }

    public Outcome handle(Command command) {
        return Preparation.outcome(() -> exported(command), Outcome.NotExported::new);
    }

    private Outcome exported(Command command) {
        StrategyExport export = exports.stream()
                .filter(one -> one.format().equals(command.format()))
                .findFirst()
                .orElseThrow(() -> new Refused(new Refusal.Invalid(
                        "format",
                        "format \"" + command.format() + "\" not in "
                                + exports.stream().map(StrategyExport::format).toList())));
        Strategy strategy = preparation.strategy(command.code());
        return switch (export.export(strategy)) {
            case StrategyExport.Exported.Written written ->
                new Outcome.Exported(written.code(), written.file(), written.notes());
            case StrategyExport.Exported.Refused refused ->
                throw new Refused(new Refusal.Wrong(refused.errors(), command.code()));
        };
    }
}
