package io.hexagent.application.strategy.outside;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import io.hexagent.domain.strategy.StrategyExport;
import io.hexagent.domain.strategy.StrategyExport.Exported;
import java.util.List;

/** Writes a strategy for another engine. Safe for use by many threads. */
public final class ExportStrategy {
    private final StrategyCompiler compiler;
    private final List<StrategyExport> exports;

    public ExportStrategy(StrategyCompiler compiler, List<StrategyExport> exports) {
        this.compiler = compiler;
        this.exports = List.copyOf(exports);
    }

    /**
     * @param code the strategy's document, YAML or JSON
     * @param format such as {@code lean}
     */
    public record Command(String code, String format) {}

    public sealed interface Outcome {
        /**
         * @param code the whole program of the other engine
         * @param file the name that a file of it would have
         * @param notes where the other engine's conventions differ from ours
         */
        record Written(String code, String file, List<String> notes) implements Outcome {}

        /** @param errors of the document, or what the other engine cannot do */
        record Wrong(List<CompileError> errors) implements Outcome {}

        record UnknownFormat(String format, List<String> known) implements Outcome {}
    }

    public Outcome handle(Command command) {
        for (StrategyExport export : exports) {
            if (export.format().equals(command.format())) {
                return switch (compiler.compile(command.code())) {
                    case Compiled.Wrong(var errors) -> new Outcome.Wrong(errors);
                    case Compiled.Ready(var strategy) ->
                        switch (export.export(strategy)) {
                            case Exported.Written(var code, var file, var notes) ->
                                new Outcome.Written(code, file, notes);
                            case Exported.Refused(var errors) -> new Outcome.Wrong(errors);
                        };
                };
            }
        }
        return new Outcome.UnknownFormat(
                command.format(), exports.stream().map(StrategyExport::format).toList());
    }
}
