package io.hexagent.config;

import io.hexagent.application.run.follow.Feeds;
import io.hexagent.infrastructure.store.Store;

/** The inside of a program, for tests of the doors that play a worker's part themselves. */
public final class Inside {
    private Inside() {}

    public static Store store(Hexagent hexagent) {
        return hexagent.bean(Store.class);
    }

    public static Feeds feeds(Hexagent hexagent) {
        return hexagent.bean(Feeds.class);
    }
}
