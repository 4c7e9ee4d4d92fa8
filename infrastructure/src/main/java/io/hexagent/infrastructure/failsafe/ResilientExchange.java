package io.hexagent.infrastructure.failsafe;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RateLimitExceededException;
import dev.failsafe.RateLimiter;
import dev.failsafe.RetryPolicy;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.Outage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An exchange with one outside service under its declared policy: so many requests a second and no more, repeatable
 * requests tried again when the service is away or asks for patience, a service that fails again and again left alone
 * for a time, and a deadline over all of it. The last answer of a failing status is handed on. Everything happens on
 * the calling thread. Safe for use by many threads; make one for each service.
 */
public final class ResilientExchange implements Exchange {
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    private static final Duration SECOND = Duration.ofSeconds(1);

    /**
     * @param attempts at most, the first one included
     * @param firstWait before the second attempt; each later wait is twice as long
     * @param longestWait the longest of these waits; a service that asks for a longer one is not tried again
     * @param deadline for all attempts and waits of one request together
     * @param failuresToOpen failures in a row after which the service is left alone
     * @param openFor how long it is left alone, before one attempt is let through
     * @param perSecond the most requests a second, evenly spread; empty: any number
     */
    public record Options(
            int attempts,
            Duration firstWait,
            Duration longestWait,
            Duration deadline,
            int failuresToOpen,
            Duration openFor,
            OptionalInt perSecond) {
        public Options {
            if (attempts < 1 || failuresToOpen < 1 || perSecond.orElse(1) < 1) {
                throw new IllegalArgumentException("attempts, failures to open and requests a second must be at least"
                        + " 1, got " + attempts + ", " + failuresToOpen + " and " + perSecond);
            }
            if (!firstWait.isPositive()
                    || longestWait.compareTo(firstWait) < 0
                    || !deadline.isPositive()
                    || !openFor.isPositive()) {
                throw new IllegalArgumentException("times must be positive and waits must grow, got " + firstWait + ", "
                        + longestWait + ", " + deadline + " and " + openFor);
            }
        }

        public Options atMost(int requestsPerSecond) {
            return new Options(
                    attempts,
                    firstWait,
                    longestWait,
                    deadline,
                    failuresToOpen,
                    openFor,
                    OptionalInt.of(requestsPerSecond));
        }
    }

    private final String name;
    private final Exchange exchange;
    private final Options options;
    private final CircuitBreaker<Answer> breaker;
    private final FailsafeExecutor<Answer> repeated;
    private final FailsafeExecutor<Answer> once;
    private final Deadlines deadlines;

    /** @param name what people call the service, for messages */
    public ResilientExchange(String name, Exchange exchange, Options options) {
        this.name = name;
        this.exchange = exchange;
        this.options = options;
        this.breaker = CircuitBreaker.<Answer>builder()
                .handleIf(ResilientExchange::isOutage)
                .handleResultIf(answer -> answer != null && answer.status() >= 500)
                .withFailureThreshold(options.failuresToOpen())
                .withDelay(options.openFor())
                .build();
        RetryPolicy<Answer> retry = RetryPolicy.<Answer>builder()
                .handleIf(ResilientExchange::isOutage)
                .handleResultIf(this::isWorthAnother)
                .withMaxAttempts(options.attempts())
                .withDelayFn(this::wait)
                .build();
        if (options.perSecond().isPresent()) {
            RateLimiter<Answer> limiter = RateLimiter.<Answer>smoothBuilder(
                            options.perSecond().getAsInt(), SECOND)
                    .withMaxWaitTime(options.deadline())
                    .build();
            this.repeated = Failsafe.with(retry, breaker, limiter);
            this.once = Failsafe.with(breaker, limiter);
        } else {
            this.repeated = Failsafe.with(retry, breaker);
            this.once = Failsafe.with(breaker);
        }
        this.deadlines = new Deadlines(options.deadline());
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof Outage outage && outage.isPassing();
    }

    private boolean isWorthAnother(Answer answer) {
        return answer != null
                && PASSING.contains(answer.status())
                && askedWait(answer)
                        .map(wait -> wait.compareTo(options.longestWait()) <= 0)
                        .orElse(true);
    }

    /** A date instead of seconds counts as no wish. */
    private static Optional<Duration> askedWait(Answer answer) {
        return answer.header("Retry-After")
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private Duration wait(ExecutionContext<Answer> context) {
        Answer last = context.getLastResult();
        if (last != null && askedWait(last).isPresent()) {
            return askedWait(last).get();
        }
        int doublings = Math.min(30, Math.max(0, context.getAttemptCount() - 1));
        double wait =
                Math.min(options.longestWait().toMillis(), options.firstWait().toMillis() * (double) (1L << doublings));
        return Duration.ofMillis(
                (long) (wait * (0.8 + 0.4 * ThreadLocalRandom.current().nextDouble())));
    }

    @Override
    public Answer send(Request request) {
        Deadlines.Watch watch = deadlines.watch();
        Answer answer;
        try {
            answer = tried(request);
        } catch (RuntimeException e) {
            if (watch.end()) {
                throw new Outage(
                        name + " gave no answer within " + options.deadline().toMillis() / 1000.0 + " s", true, e);
            }
            throw e;
        }
        // An interrupt that came too late to matter ends with the watch.
        watch.end();
        return answer;
    }

    private Answer tried(Request request) {
        try {
            return (request.repeatable() ? repeated : once).get(() -> exchange.send(request));
        } catch (CircuitBreakerOpenException open) {
            throw new Outage(
                    name + " failed " + options.failuresToOpen() + " times in a row and is left alone for another "
                            + Math.max(1, breaker.getRemainingDelay().toSeconds()) + " s",
                    true,
                    open);
        } catch (RateLimitExceededException busy) {
            throw new Outage(
                    name + " is asked " + options.perSecond().orElse(0)
                            + " times a second, the limit, and too many requests wait",
                    true,
                    busy);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                var cancelled = new CancellationException("interrupted while waiting to ask " + name);
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }
}
