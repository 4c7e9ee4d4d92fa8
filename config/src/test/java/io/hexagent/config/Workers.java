package io.hexagent.config;

import io.hexagent.application.run.LiveRuns;
import io.hexagent.application.run.RunListener;
import io.hexagent.application.run.RunWork;
import io.hexagent.application.run.Sessions;
import io.hexagent.application.run.Worker;
import io.hexagent.infrastructure.store.Store;
import java.time.Duration;
import java.time.InstantSource;

/** Gives a program that was opened without one a worker. */
final class Workers {
    private Workers() {}

    static Worker of(Hexagent hexagent) {
        var store = hexagent.bean(Store.class);
        return new Worker(
                store.runQueue(),
                store.runEvents(),
                store.signals(),
                hexagent.bean(Sessions.class),
                hexagent.bean(RunWork.class),
                hexagent.bean(LiveRuns.class),
                RunListener.NONE,
                InstantSource.system(),
                new Worker.Options(64, Duration.ofMillis(100), 3));
    }
}
