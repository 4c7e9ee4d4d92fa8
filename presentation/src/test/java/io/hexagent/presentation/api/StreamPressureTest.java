package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.config.Hexagent;
import io.hexagent.domain.conversation.Conversation;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.presentation.Desk;
import io.hexagent.presentation.api.EventReader.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many readers: those that come and go miss nothing, and those that do not read harm nobody. */
class StreamPressureTest {
    private static final long MOST_HEALTH_MILLIS = 50;

    @TempDir
    Path home;

    private Hexagent hexagent;
    private ApiServer server;
    private Client client;

    @BeforeEach
    void open() {
        hexagent = new Desk()
                .open(Desk.settings(
                        home, "server.stream-tail", "8", "server.stream-page", "50", "storage.lease", "1h"));
        server = ApiServer.start(hexagent);
        client = new Client(server.address(), hexagent.json());
    }

    @AfterEach
    void close() {
        server.close();
        hexagent.close();
    }

    @Test
    void readersThatReconnectAtRandomGetEachEventOnceAndInOrder() throws Exception {
        reconnecting(4, 10, 400);
    }

    @Tag("soak")
    @Test
    void fiftyReadersThatReconnectAtRandomGetEachEventOnceAndInOrder() throws Exception {
        reconnecting(8, 50, 5000);
    }

    private void reconnecting(int writers, int readers, int events) throws Exception {
        var runs = new ArrayList<PlayedRun>();
        for (int i = 0; i < writers; i++) {
            runs.add(PlayedRun.begin(hexagent, PlayedRun.thread(hexagent)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reading = new ArrayList<Future<List<Long>>>();
            for (int i = 0; i < readers; i++) {
                PlayedRun run = runs.get(i % writers);
                int seed = i;
                reading.add(threads.submit(() -> read(run, new Random(seed))));
            }
            var writing = new ArrayList<Future<?>>();
            for (PlayedRun run : runs) {
                writing.add(threads.submit(() -> run.progress(events).complete()));
            }
            for (Future<?> writer : writing) {
                writer.get();
            }
            List<Long> all = LongStream.rangeClosed(1, events + 3L).boxed().toList();
            for (Future<List<Long>> reader : reading) {
                assertThat(reader.get()).isEqualTo(all);
            }
        }
    }

    /** Reads a run to its end, leaving and coming again after a random number of events. */
    private List<Long> read(PlayedRun run, Random random) {
        var read = new ArrayList<Long>();
        while (true) {
            String place = read.isEmpty() ? "0" : read.getLast().toString();
            try (var reader = EventReader.get(
                    server.address() + "/api/runs/" + run.id() + "/events?last_id=" + place, hexagent.json())) {
                if (reader.status() == 204) {
                    return read;
                }
                List<Event> events = reader.untilSizeOrEnd(1 + random.nextInt(80));
                events.forEach(event -> read.add(event.seq()));
            }
        }
    }

    @Test
    void readersThatReadNothingHarmNobody() throws Exception {
        stalled(200, 300);
    }

    @Tag("soak")
    @Test
    void manyReadersThatReadNothingForLongHarmNobody() throws Exception {
        stalled(400, 1000);
    }

    /** Each event of the run is large, so that a server that pushed would hold all of it for each reader. */
    private void stalled(int readers, int events) throws Exception {
        Conversation thread = PlayedRun.thread(hexagent);
        var run = PlayedRun.begin(hexagent, thread);
        String large = "x".repeat(40_000);
        var sockets = new ArrayList<Stalled>();
        try {
            for (int i = 0; i < readers; i++) {
                sockets.add(new Stalled("/api/runs/" + run.id() + "/events"));
            }
            assertThat(server.streams().open()).isEqualTo(readers);
            long before = heap();
            long usual = slowest(healthMillis(() -> false, 300));
            var enough = new AtomicBoolean();
            var added = new AtomicInteger();
            // A burst, and then on for as long as it takes to see what one request in a hundred is told.
            Thread writer = Thread.ofVirtual().start(() -> {
                while (added.get() < events || !enough.get()) {
                    run.add(new RunEvent.AgentThought(large));
                    if (added.incrementAndGet() > events) {
                        LockSupport.parkNanos(5_000_000);
                    }
                }
            });
            long slowest = slowest(healthMillis(() -> added.get() < events, 300));
            enough.set(true);
            writer.join();
            // The system takes a few megabytes for each connection; then no more is even read for it.
            assertThat(server.streams().delivered()).isLessThan((long) readers * added.get() / 2);
            try (var awake = EventReader.get(server.address() + "/api/runs/" + run.id() + "/events", hexagent.json())) {
                run.complete();
                assertThat(awake.untilEnd()).hasSize(added.get() + 3);
            }
            // A machine that is busy with other things is slow without them, too.
            assertThat(slowest).isLessThanOrEqualTo(Math.max(MOST_HEALTH_MILLIS, 3 * usual));
            // What a connection takes before it says that it is full, and not the whole run.
            assertThat((heap() - before) / readers).isLessThan(200_000);
        } finally {
            sockets.forEach(Stalled::close);
        }
    }

    private interface Ongoing {
        boolean isOngoing();
    }

    /** How long the health of the server took to be told, at least so many times. */
    private List<Long> healthMillis(Ongoing ongoing, int least) {
        var millis = new ArrayList<Long>();
        while (ongoing.isOngoing() || millis.size() < least) {
            long begun = System.nanoTime();
            client.get("/health").is(200);
            millis.add((System.nanoTime() - begun) / 1_000_000);
        }
        return millis;
    }

    /** All but one in a hundred are faster. */
    private static long slowest(List<Long> millis) {
        return millis.stream().sorted().toList().get(millis.size() * 99 / 100);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A client that asks for a stream, reads the start of the response, and then nothing more. */
    private final class Stalled implements AutoCloseable {
        private final SocketChannel channel;

        Stalled(String path) throws IOException {
            URI address = URI.create(server.address());
            channel = SocketChannel.open();
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            channel.connect(new InetSocketAddress(address.getHost(), address.getPort()));
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            var start = ByteBuffer.allocate(16);
            while (start.hasRemaining() && channel.read(start) >= 0) {
                assertThat(start.position()).isPositive();
            }
            assertThat(new String(start.array(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
    }
}
