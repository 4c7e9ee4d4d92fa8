package io.hexagent.presentation.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The reading process of {@link StreamBenchmark}: many sockets, one thread, next to no work for each byte. It counts
 * the times that the texts carry and how old they are.
 */
final class StreamBenchReaders {
    private static final int MOST = 4_000_000;
    private static final int AT_ONCE = 50;
    private static final byte[] STREAM = "HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final AtomicLong seen = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final long[] lags = new long[MOST];

    /** Where a socket's reader is: within a time, or not. */
    private static final class Reader {
        private long number = -1;
        private boolean answered;
    }

    private StreamBenchReaders() throws IOException {}

    public static void main(String[] arguments) throws IOException {
        var readers = new StreamBenchReaders();
        Thread.ofPlatform().daemon().start(readers::read);
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println("= " + readers.command(line.split(" ", -1)));
            }
        } catch (RuntimeException problem) {
            problem.printStackTrace();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private String command(String[] words) throws IOException {
        switch (words[0]) {
            case "connect" -> {
                answered.set(0);
                int count = Integer.parseInt(words[1]);
                // A server takes so many requests at once and refuses the rest: a few at a time.
                for (int i = 0; i < count; i++) {
                    connect(URI.create(words[2]));
                    if (i % AT_ONCE == AT_ONCE - 1) {
                        until(answered, i + 1);
                    }
                }
                until(answered, count);
                return "connected";
            }
            case "close" -> {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
                return "closed";
            }
            case "until" -> {
                until(seen, Long.parseLong(words[1]));
                return "seen";
            }
            case "settle" -> {
                settle();
                return "settled";
            }
            case "reset" -> {
                seen.set(0);
                return "reset";
            }
            case "seen" -> {
                return String.valueOf(seen.get());
            }
            case "lags" -> {
                long[] sorted = Arrays.copyOf(lags, (int) Math.min(MOST, seen.get()));
                Arrays.sort(sorted);
                return String.format(
                        Locale.ROOT,
                        "%.3f %.3f",
                        sorted[sorted.length / 2] / 1e6,
                        sorted[(int) (sorted.length * 0.99)] / 1e6);
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** Waits until nothing has come for a while. */
    private void settle() {
        long before = -1;
        while (before != seen.get()) {
            before = seen.get();
            LockSupport.parkNanos(500_000_000L);
        }
    }

    private static void until(AtomicLong count, long wanted) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (count.get() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("saw " + count.get() + " of " + wanted);
            }
            Thread.yield();
        }
    }

    private void connect(URI address) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        String path = address.getPath() + (address.getQuery() == null ? "" : "?" + address.getQuery());
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + address.getAuthority()
                + "\r\nAccept: text/event-stream\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        SelectionKey ignored = channel.register(selector, SelectionKey.OP_READ, new Reader());
        selector.wakeup();
    }

    private void read() {
        try {
            while (true) {
                int ignored = selector.select(this::take, 10);
            }
        } catch (IOException | IllegalStateException problem) {
            problem.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void take(SelectionKey key) {
        try {
            var channel = (SocketChannel) key.channel();
            buffer.clear();
            int read = channel.read(buffer);
            if (read < 0) {
                channel.close();
                return;
            }
            count((Reader) key.attachment(), System.nanoTime());
        } catch (IOException | CancelledKeyException gone) {
            key.cancel();
        }
    }

    private void count(Reader reader, long now) {
        buffer.flip();
        if (!reader.answered) {
            reader.answered = true;
            byte[] head = new byte[Math.min(STREAM.length, buffer.remaining())];
            buffer.duplicate().get(head);
            if (!Arrays.equals(head, STREAM)) {
                // Nothing is measured with a reader that was refused.
                throw new IllegalStateException("no stream: " + StandardCharsets.UTF_8.decode(buffer));
            }
            answered.incrementAndGet();
        }
        long number = reader.number;
        while (buffer.hasRemaining()) {
            int next = buffer.get();
            if (next == '@') {
                if (number > 0) {
                    int place = (int) Math.min(MOST - 1, seen.getAndIncrement());
                    lags[place] = now - number;
                    number = -1;
                } else {
                    number = 0;
                }
            } else if (number >= 0) {
                number = next >= '0' && next <= '9' ? number * 10 + next - '0' : -1;
            }
        }
        reader.number = number;
    }
}
