package io.hexagent.application.strategy.outside;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.OutsideEngine;
import io.hexagent.domain.strategy.OutsideEngine.Ran;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyCompiler;
import io.hexagent.domain.strategy.StrategyCompiler.Compiled;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Backtests a strategy with another engine, where that is installed. Blocks until it has ended. */
public final class BacktestOutside {
    private final StrategyCompiler compiler;
    private final List<OutsideEngine> engines;

    public BacktestOutside(StrategyCompiler compiler, List<OutsideEngine> engines) {
        this.compiler = compiler;
        this.engines = List.copyOf(engines);
    }

    /**
     * @param code the strategy's document, YAML or JSON
     * @param engine such as {@code lean}
     */
    public record Command(String code, String engine) {}

    public sealed interface Outcome {
        /** @param statistics as the engine names and writes them */
        record Finished(Map<String, String> statistics) implements Outcome {}

        /** @param errors of the document, or of the engine */
        record Wrong(List<CompileError> errors) implements Outcome {}

        /** @param message may be shown */
        record NotInstalled(String message) implements Outcome {}

        record UnknownEngine(String engine, List<String> known) implements Outcome {}
    }

    /** @throws CancellationException when the thread is interrupted; the engine's process is gone then */
    public Outcome handle(Command command) {
        Optional<OutsideEngine> engine = engines.stream()
                .filter(one -> one.name().equals(command.engine()))
                .findFirst();
        if (engine.isEmpty()) {
            return new Outcome.UnknownEngine(
                    command.engine(), engines.stream().map(OutsideEngine::name).toList());
        }
        return switch (compiler.compile(command.code())) {
            case Compiled.Wrong(var errors) -> new Outcome.Wrong(errors);
            case Compiled.Ready(var strategy) -> run(engine.get(), strategy);
        };
    }

    private static Outcome run(OutsideEngine engine, Strategy strategy) {
        try {
            return switch (engine.run(strategy)) {
                case Ran.Finished(var statistics) -> new Outcome.Finished(statistics);
                case Ran.Failed(var errors) -> new Outcome.Wrong(errors);
                case Ran.NotInstalled(var message) -> new Outcome.NotInstalled(message);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            var cancelled = new CancellationException("interrupted while " + engine.name() + " was running");
            cancelled.initCause(e);
            throw cancelled;
        }
    }
}
