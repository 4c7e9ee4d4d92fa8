package io.hexagent.presentation.stream;

import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Hands pieces to a connection when it wants more, one thread at a time. */
final class PieceStream implements Publisher<ReadBuffer>, Subscription {
    private final Pieces pieces;
    private final Executor loop;
    private final ReadBufferFactory buffers;
    private final Runnable left;
    private final AtomicInteger work = new AtomicInteger();
    private final AtomicLong wanted = new AtomicLong();
    private volatile boolean cancelled;
    private @Nullable Subscriber<? super ReadBuffer> subscriber;
    private boolean done;

    /** @param left run when the client leaves before the end */
    PieceStream(Pieces pieces, Executor loop, ReadBufferFactory buffers, Runnable left) {
        this.pieces = pieces;
        this.loop = loop;
        this.buffers = buffers;
        this.left = left;
    }

    @Override
    public void subscribe(Subscriber<? super ReadBuffer> reader) {
        subscriber = reader;
        pieces.follow(this::wake);
        reader.onSubscribe(this);
    }

    @Override
    public void request(long more) {
        wanted.getAndUpdate(now -> now + more < 0 ? Long.MAX_VALUE : now + more);
        work();
    }

    @Override
    public void cancel() {
        cancelled = true;
        work();
    }

    /** Whoever makes the pieces does not write them as well. */
    private void wake() {
        try {
            loop.execute(this::work);
        } catch (RejectedExecutionException stopped) {
            cancel();
        }
    }

    private void work() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        while (seen != 0) {
            step();
            seen = work.addAndGet(-seen);
        }
    }

    private void step() {
        Subscriber<? super ReadBuffer> reader = subscriber;
        if (done || reader == null) {
            return;
        }
        while (!cancelled && wanted.get() > 0) {
            byte[] piece = pieces.next();
            if (piece == null) {
                break;
            }
            wanted.decrementAndGet();
            reader.onNext(buffers.adapt(piece));
        }
        if (cancelled) {
            done = true;
            pieces.abandon();
            left.run();
        } else if (pieces.isOver()) {
            done = true;
            reader.onComplete();
        }
    }
}
