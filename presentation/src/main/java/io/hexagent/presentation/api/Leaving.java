package io.hexagent.presentation.api;

import jakarta.inject.Singleton;

/** Whether this server is about to stop, so that nobody sends it more. */
@Singleton
final class Leaving {
    private volatile boolean leaving;

    void begin() {
        leaving = true;
    }

    boolean hasBegun() {
        return leaving;
    }
}
