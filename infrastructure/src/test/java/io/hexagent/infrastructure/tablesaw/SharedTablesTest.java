package io.hexagent.infrastructure.tablesaw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.DatasetSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedTablesTest {
    private static final Calculation COUNT =
            new Calculation.Aggregate(List.of(Measure.count()), List.of(), List.of(), List.of(), OptionalInt.empty());
    private static final byte[] CSV = "a,b\n1,2\n3,4\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void aSecondQuestionOnTheSameFileReadsNothing() {
        try (var tables = new Tables()) {
            Dataset dataset = tables.dataset("a.csv", CSV);
            tables.calculator().calculate(dataset, COUNT);
            tables.calculator().calculate(dataset, COUNT);
            tables.calculator().profile(dataset.source(), dataset.content());

            assertThat(tables.opened()).isEqualTo(1);
        }
    }

    @Test
    void aTableBeyondTheBoundIsReadAgainAndTheOldestGoesFirst() {
        try (var none = new Tables(TablesawCalculator.Options.defaults().withCacheBytes(0))) {
            Dataset dataset = none.dataset("a.csv", CSV);
            none.calculator().calculate(dataset, COUNT);
            assertThat(none.opened()).isEqualTo(2);
        }
        // Each of these tables counts a little over 4 KB, so that two fit.
        try (var two = new Tables(TablesawCalculator.Options.defaults().withCacheBytes(9_000))) {
            Dataset first = two.dataset("a\n1\n2\n");
            Dataset second = two.dataset("a\n1\n3\n");
            two.calculator().calculate(first, COUNT);
            two.dataset("a\n1\n4\n");
            assertThat(two.opened()).isEqualTo(3);
            two.calculator().calculate(first, COUNT);
            assertThat(two.opened()).isEqualTo(3);
            two.calculator().calculate(second, COUNT);
            assertThat(two.opened()).isEqualTo(4);
        }
    }

    @Test
    void concurrentCallersShareOneReading() throws Exception {
        var opened = new AtomicInteger();
        var go = new CountDownLatch(1);
        DatasetContents slow = (source, content) -> {
            opened.incrementAndGet();
            await(go);
            return new ByteArrayInputStream(CSV);
        };
        try (var calculator = new TablesawCalculator(
                        slow, TablesawCalculator.Options.defaults().withThreads(4));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> rows = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                rows.add(callers.submit(() -> calculator
                        .profile(new DatasetSource.Kept(), Tables.hash(CSV))
                        .rows()));
            }
            go.countDown();
            for (Future<Long> one : rows) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(2);
            }
            assertThat(opened).hasValue(1);
        }
    }

    @Test
    void aFailedReadingIsNotRemembered() {
        var opened = new AtomicInteger();
        DatasetContents broken = (source, content) -> {
            if (opened.incrementAndGet() == 1) {
                throw new IllegalStateException("gone");
            }
            return new ByteArrayInputStream(CSV);
        };
        try (var calculator = new TablesawCalculator(broken, TablesawCalculator.Options.defaults())) {
            assertThatThrownBy(() -> calculator.profile(new DatasetSource.Kept(), Tables.hash(CSV)))
                    .hasMessage("gone");
            assertThat(calculator
                            .profile(new DatasetSource.Kept(), Tables.hash(CSV))
                            .rows())
                    .isEqualTo(2);
        }
    }

    @Test
    void anInterruptEndsACallAndTheWorkBehindIt() throws Exception {
        var reading = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        DatasetContents endless = (source, content) -> new InputStream() {
            private long at;

            @Override
            public int read() {
                return "a,b\n1,2\n".charAt((int) (at++ % 8));
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
                reading.countDown();
                for (int i = 0; i < length; i++) {
                    buffer[offset + i] = (byte) read();
                }
                return length;
            }

            @Override
            public void close() {
                stopped.countDown();
            }
        };
        var options = new TablesawCalculator.Options(
                Long.MAX_VALUE, Integer.MAX_VALUE, 10, 1000, Long.MAX_VALUE, 1000, 1000, 1);
        try (var calculator = new TablesawCalculator(endless, options)) {
            var thrown = new AtomicReference<Throwable>();
            var interrupted = new AtomicReference<Boolean>();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    calculator.profile(new DatasetSource.Kept(), Tables.hash(CSV));
                } catch (RuntimeException e) {
                    thrown.set(e);
                    interrupted.set(Thread.currentThread().isInterrupted());
                }
            });
            await(reading);
            caller.interrupt();
            caller.join(10_000);

            assertThat(thrown.get()).isInstanceOf(CancellationException.class);
            assertThat(interrupted.get()).isTrue();
            assertThat(stopped.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing happened in 20 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
