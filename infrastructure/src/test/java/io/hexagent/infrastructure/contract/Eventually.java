package io.hexagent.infrastructure.contract;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens on other threads or machines. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private Eventually() {}

    /** Waits until the condition holds. @throws AssertionError when it does not within 20 s */
    public static void eventually(String what, BooleanSupplier condition) {
        boolean ignored = eventually(what, () -> Optional.of(true).filter(unused -> condition.getAsBoolean()));
    }

    /** Waits for something to be there. @throws AssertionError when it is not within 20 s */
    public static <T> T eventually(String what, Supplier<Optional<T>> source) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Optional<T> found = source.get();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("after " + LONGEST.toSeconds() + " s still not: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
