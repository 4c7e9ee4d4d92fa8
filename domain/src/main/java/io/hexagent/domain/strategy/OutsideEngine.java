package io.hexagent.domain.strategy;

import java.util.List;
import java.util.Map;

/** Backtests a strategy with an engine that is not ours. Implementations are safe for use by many threads. */
public interface OutsideEngine {
    /** The name of the engine, such as {@code lean}. */
    String name();

    /** Runs it to its end or its deadline. Blocks; an interrupt ends the engine's process. */
    Ran run(Strategy strategy) throws InterruptedException;

    sealed interface Ran {
        /** @param statistics as the engine names and writes them, in its order */
        record Finished(Map<String, String> statistics) implements Ran {}

        /** @param errors at least one */
        record Failed(List<CompileError> errors) implements Ran {
            public Failed {
                errors = List.copyOf(errors);
            }
        }

        /** The engine is not installed here. @param message may be shown */
        record NotInstalled(String message) implements Ran {}
    }
}
