package io.hexagent.application.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CpuPoolTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @Test
    void whatIsComputedComesBackAndWhatIsThrownToo() {
        try (var pool = new CpuPool(new CpuPool.Options(1, 1, LONG))) {
            assertThat(pool.<Integer>run(() -> 7)).isEqualTo(7);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pool.run(() -> {
                        throw new IllegalArgumentException("no");
                    }));
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> pool.run(() -> {
                        throw new java.io.IOException("no");
                    }));
        }
    }

    @Test
    void workThatTakesTooLongIsStopped() throws InterruptedException {
        var stopped = new CountDownLatch(1);
        try (var pool = new CpuPool(new CpuPool.Options(1, 1, Duration.ofMillis(50)))) {
            assertThatExceptionOfType(CpuPool.TooLong.class).isThrownBy(() -> pool.run(() -> sleep(stopped)));
            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void moreThanMayWaitIsRefused() throws InterruptedException {
        var go = new CountDownLatch(1);
        var atWork = new CountDownLatch(1);
        try (var pool = new CpuPool(new CpuPool.Options(1, 1, LONG))) {
            Thread first = Thread.ofVirtual()
                    .start(() -> pool.run(() -> {
                        atWork.countDown();
                        return go.await(30, TimeUnit.SECONDS);
                    }));
            assertThat(atWork.await(30, TimeUnit.SECONDS)).isTrue();
            Thread second = Thread.ofVirtual().start(() -> pool.run(() -> 2));
            long end = System.nanoTime() + LONG.toNanos();
            while (pool.waiting() == 0 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThatExceptionOfType(CpuPool.Busy.class).isThrownBy(() -> pool.run(() -> 3));
            go.countDown();
            first.join();
            second.join();
        }
    }

    @Test
    void anInterruptOfWhoWaitsStopsTheWork() throws InterruptedException {
        var atWork = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var thrown = new AtomicReference<Throwable>();
        try (var pool = new CpuPool(new CpuPool.Options(1, 1, LONG))) {
            Thread asking = Thread.ofVirtual().start(() -> {
                try {
                    pool.run(() -> {
                        atWork.countDown();
                        return sleep(stopped);
                    });
                } catch (CancellationException problem) {
                    thrown.set(problem);
                }
            });
            assertThat(atWork.await(30, TimeUnit.SECONDS)).isTrue();
            asking.interrupt();
            asking.join();
            assertThat(thrown.get()).isInstanceOf(CancellationException.class);
            assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int sleep(CountDownLatch stopped) {
        try {
            Thread.sleep(LONG.toMillis());
            return 0;
        } catch (InterruptedException stop) {
            stopped.countDown();
            return 1;
        }
    }

    @Test
    void impossibleOptionsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuPool.Options(0, 1, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuPool.Options(1, 0, LONG));
        assertThatIllegalArgumentException().isThrownBy(() -> new CpuPool.Options(1, 1, Duration.ZERO));
    }
}
