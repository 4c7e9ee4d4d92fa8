package io.hexagent.presentation.stream;

import io.hexagent.application.run.follow.FeedItem;
import io.hexagent.application.run.follow.Follower;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of one response. It takes from its follower when the connection wants more, never before, so that a client
 * that reads slowly or not at all holds nothing but its place. Whoever comes first of the connection, the follower's
 * wake-up and the heart-beat does the work, one at a time.
 */
final class EventStream implements Publisher<ReadBuffer>, Subscription {
    /** How much is put together when there is much: many small events go out at once. */
    private static final int CHUNK = 16 << 10;

    /** How many bytes go out before other connections of the loop have their turn. */
    private static final int TURN = 64 << 10;

    /** Sent at once, so that the client has the response's head and knows how long to wait before it comes again. */
    private static final byte[] HELLO = "retry: 1000\n\n".getBytes(StandardCharsets.UTF_8);

    private final Streams streams;
    private final Wakeups wakeups;
    private final StreamBody body;
    private final ReadBufferFactory buffers;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean cancelled;
    private volatile boolean ending;
    private volatile boolean beatDue;

    /** Whether its follower had no more and has not called since: it need not be asked. */
    private volatile boolean isDry;

    private volatile long written = System.nanoTime();
    private @Nullable Subscriber<? super ReadBuffer> subscriber;
    private @Nullable Follower follower;
    private boolean greeted;
    private boolean done;

    EventStream(Streams streams, Wakeups wakeups, StreamBody body, ReadBufferFactory buffers) {
        this.streams = streams;
        this.wakeups = wakeups;
        this.body = body;
        this.buffers = buffers;
    }

    @Override
    public void subscribe(Subscriber<? super ReadBuffer> reader) {
        subscriber = reader;
        streams.opened(this);
        follower = body.opening().open(this::wake);
        reader.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        wanted.getAndUpdate(now -> now + more < 0 ? Long.MAX_VALUE : now + more);
        work();
    }

    /** The client is gone, or the connection ends for another reason of its own. */
    @Override
    public void cancel() {
        cancelled = true;
        work();
    }

    /** The server stops: the client comes again elsewhere. */
    void end() {
        ending = true;
        work();
    }

    /** Time has passed: a stream that was silent for too long says that it is there. */
    void tick(long now, long silence) {
        if (now - written >= silence) {
            beatDue = true;
            isDry = false;
            work();
        }
    }

    /** There may be more. A client that takes nothing now will ask when it does. */
    private void wake() {
        isDry = false;
        if (wanted.get() > 0 && woken.compareAndSet(false, true)) {
            wakeups.add(this);
        }
    }

    /** Its turn has come, on its event loop. */
    void awake() {
        woken.set(false);
        work();
    }

    private void work() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        int left = TURN;
        while (seen != 0) {
            left = step(left);
            seen = work.addAndGet(-seen);
        }
    }

    /** Writes while more is wanted, at most so many bytes. @return how many may be written yet in this turn */
    private int step(int most) {
        int left = most;
        Subscriber<? super ReadBuffer> reader = subscriber;
        Follower source = follower;
        if (done || reader == null || source == null) {
            return left;
        }
        if (cancelled || ending) {
            finish(source);
            if (!cancelled) {
                reader.onComplete();
            }
            return left;
        }
        while (wanted.get() > 0 && !cancelled) {
            if (left <= 0) {
                wake();
                return left;
            }
            byte[] bytes = next(source);
            if (bytes == null) {
                if (source.isOver()) {
                    finish(source);
                    reader.onComplete();
                }
                return left;
            }
            wanted.decrementAndGet();
            written = System.nanoTime();
            left -= bytes.length;
            reader.onNext(buffers.adapt(bytes));
        }
        if (beatDue) {
            // It takes nothing: what was read ahead for it is not kept.
            beatDue = false;
            source.rest();
            isDry = false;
        }
        return left;
    }

    private void finish(Follower source) {
        done = true;
        source.close();
        streams.closed(this, cancelled);
        if (cancelled) {
            body.gone().run();
        }
    }

    /** What goes out next: one item's shared bytes, or several put together. */
    private byte @Nullable [] next(Follower source) {
        if (!greeted) {
            greeted = true;
            return HELLO;
        }
        byte[] first = nextItem(source);
        if (first == null) {
            if (!beatDue || source.isOver()) {
                return null;
            }
            beatDue = false;
            return body.beat();
        }
        beatDue = false;
        if (first.length >= CHUNK) {
            return first;
        }
        byte[] second = nextItem(source);
        if (second == null) {
            return first;
        }
        var chunk = new ByteArrayOutputStream(CHUNK + second.length);
        chunk.writeBytes(first);
        while (second != null) {
            chunk.writeBytes(second);
            second = chunk.size() < CHUNK ? nextItem(source) : null;
        }
        return chunk.toByteArray();
    }

    private byte @Nullable [] nextItem(Follower source) {
        if (isDry) {
            return null;
        }
        while (true) {
            // Set before it is asked: a call that comes in between is not lost.
            isDry = true;
            Optional<FeedItem> item = source.next();
            if (item.isEmpty()) {
                return null;
            }
            isDry = false;
            byte[] bytes = item.get().rendered(body.renderer());
            if (bytes.length > 0) {
                streams.sent();
                return bytes;
            }
        }
    }
}
