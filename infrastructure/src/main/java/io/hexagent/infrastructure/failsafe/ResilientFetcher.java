package io.hexagent.infrastructure.failsafe;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.hexagent.domain.web.FetchRequest;
import io.hexagent.domain.web.Fetched;
import io.hexagent.domain.web.Fetcher;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A fetcher that asks again when a host cannot be reached, breaks off, or says that it is busy. Requests that may
 * change something are never repeated. A wait that a server asks for is kept when it is short; else its answer is told
 * at once. Safe for use by many threads.
 */
public final class ResilientFetcher implements Fetcher {
    private static final Set<Integer> BUSY = Set.of(429, 502, 503, 504);

    /**
     * @param attempts at most, the first one included
     * @param pause before the second attempt; each later one is twice as long, and all vary by a fifth
     * @param longestPause the longest wait that a server may ask for
     * @param asks whether a POST only asks, so that it may be repeated
     */
    public record Options(int attempts, Duration pause, Duration longestPause, boolean asks) {
        public Options {
            if (attempts < 1 || pause.isNegative() || longestPause.compareTo(pause) < 0) {
                throw new IllegalArgumentException("attempts must be at least 1 and pauses grow from 0 up; got "
                        + attempts + ", " + pause + " and " + longestPause);
            }
        }
    }

    private final Fetcher fetcher;
    private final Options options;
    private final FailsafeExecutor<Fetched> policy;

    public ResilientFetcher(Fetcher fetcher, Options options) {
        this.fetcher = fetcher;
        this.options = options;
        RetryPolicy<Fetched> retry = RetryPolicy.<Fetched>builder()
                .handleResultIf(this::isWorthAnother)
                .withMaxAttempts(options.attempts())
                .withDelayFn(this::pause)
                .build();
        this.policy = Failsafe.with(retry);
    }

    private boolean isWorthAnother(Fetched fetched) {
        return switch (fetched) {
            // What took too long once has used up the time of its caller.
            case Fetched.Refused refused -> refused.reason().isPassing() && refused.reason() != Fetched.Reason.TIME;
            case Fetched.Answer answer ->
                BUSY.contains(answer.status())
                        && answer.retryAfter()
                                .map(wait -> wait.compareTo(options.longestPause()) <= 0)
                                .orElse(true);
        };
    }

    private Duration pause(ExecutionContext<Fetched> context) {
        Optional<Duration> asked =
                context.getLastResult() instanceof Fetched.Answer answer ? answer.retryAfter() : Optional.empty();
        int doublings = Math.min(20, Math.max(0, context.getAttemptCount() - 1));
        long own = Math.min(options.longestPause().toMillis(), options.pause().toMillis() << doublings);
        double varied = own * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble());
        return asked.orElse(Duration.ofMillis((long) varied));
    }

    @Override
    public Fetched fetch(FetchRequest request) {
        boolean repeats = request.method().isSafe() || (options.asks() && request.method() == FetchRequest.Method.POST);
        if (!repeats) {
            return fetcher.fetch(request);
        }
        try {
            return policy.get(() -> fetcher.fetch(request));
        } catch (FailsafeException stopped) {
            if (stopped.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                var cancelled = new CancellationException("interrupted while waiting to fetch again");
                cancelled.initCause(stopped);
                throw cancelled;
            }
            throw stopped;
        }
    }
}
