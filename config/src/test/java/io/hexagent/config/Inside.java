package io.hexagent.config;

import io.hexagent.infrastructure.store.Store;

/** Opens a program's inside to measurements in other packages. */
public final class Inside {
    private Inside() {}

    /** Where a program keeps everything. */
    public static Store store(Hexagent hexagent) {
        return hexagent.bean(Store.class);
    }
}
