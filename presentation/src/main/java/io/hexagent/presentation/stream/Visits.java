package io.hexagent.presentation.stream;

import io.hexagent.application.run.RunListener;
import io.hexagent.domain.run.RunEvent;
import io.hexagent.domain.value.RunId;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Notices clients that leave while they wait at a door for the end of a run (499). Safe for use by many threads. */
@Singleton
public final class Visits {
    private final Streams streams;

    Visits(Streams streams) {
        this.streams = streams;
    }

    /**
     * Does what a client waits for, on the caller's thread.
     *
     * @param left what becomes of the run when the client leaves, on a thread of its own; empty: it goes on
     * @param work to be given the listener, from which the run is known
     */
    public <T> T during(HttpRequest<?> request, Optional<Consumer<RunId>> left, Function<RunListener, T> work) {
        if (!(request instanceof NettyHttpRequest<?> netty)) {
            return work.apply(RunListener.NONE);
        }
        var visit = new Visit(left);
        ChannelFuture closing = netty.getChannelHandlerContext().channel().closeFuture();
        ChannelFutureListener leaving = closed -> visit.leave();
        closing.addListener(leaving);
        try {
            // Whoever listens makes the model stream its reply: nobody does so without need.
            return work.apply(left.isPresent() ? visit : RunListener.NONE);
        } finally {
            visit.end();
            closing.removeListener(leaving);
        }
    }

    private final class Visit implements RunListener {
        private final Optional<Consumer<RunId>> left;
        // All guarded by this.
        private @Nullable RunId run;
        private boolean hasLeft;
        private boolean hasEnded;

        Visit(Optional<Consumer<RunId>> left) {
            this.left = left;
        }

        synchronized void leave() {
            // A server that stops closes connections, too: its runs are handed back.
            if (!hasEnded && !streams.isStopping()) {
                hasLeft = true;
                streams.clientLeft();
                tell();
            }
        }

        synchronized void end() {
            hasEnded = true;
        }

        @Override
        public synchronized void event(RunId of, RunEvent event) {
            if (run == null) {
                run = of;
                tell();
            }
        }

        private void tell() {
            RunId known = run;
            if (hasLeft && known != null) {
                left.ifPresent(what -> Thread.ofVirtual().name("client-left").start(() -> what.accept(known)));
            }
        }
    }
}
