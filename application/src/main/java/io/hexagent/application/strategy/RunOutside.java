package io.hexagent.application.strategy;

import io.hexagent.application.strategy.Preparation.Refused;
import io.hexagent.domain.strategy.OutsideEngine;
import io.hexagent.domain.strategy.Strategy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** Tries a strategy with an engine that is not ours, where it is installed. Safe for use by many threads. */
public final class RunOutside {
    private final Preparation preparation;
    private final OutsideEngine engine;

    public RunOutside(Preparation preparation, OutsideEngine engine) {
        this.preparation = preparation;
        this.engine = engine;
    }

    public record Command(String code) {}

    public sealed interface Outcome {
        /** @param statistics as the engine names and writes them, in its order */
        record Ran(String engine, Map<String, String> statistics) implements Outcome {
            public Ran {
                statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
            }
        }

        /** @param message says what is missing, and may be shown */
        record NotInstalled(String message) implements Outcome {}

        record NotRun(Refusal why) implements Outcome {}
    }

    /** Blocks until the engine has ended. An interrupt ends it, with {@link CancellationException}, the flag set. */
    public Outcome handle(Command command) {
        return Preparation.outcome(() -> ran(command), Outcome.NotRun::new);
    }

    private Outcome ran(Command command) {
        Strategy strategy = preparation.strategy(command.code());
        try {
            return switch (engine.run(strategy)) {
                case OutsideEngine.Ran.Finished finished -> new Outcome.Ran(engine.name(), finished.statistics());
                case OutsideEngine.Ran.NotInstalled not -> new Outcome.NotInstalled(not.message());
                case OutsideEngine.Ran.Failed failed ->
                    throw new Refused(new Refusal.Wrong(failed.errors(), command.code()));
            };
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while " + engine.name() + " was running");
        }
    }
}
