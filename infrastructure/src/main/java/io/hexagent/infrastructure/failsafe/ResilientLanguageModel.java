package io.hexagent.infrastructure.failsafe;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.hexagent.domain.language.Delta;
import io.hexagent.domain.language.LanguageModel;
import io.hexagent.domain.language.LanguageModelException;
import io.hexagent.domain.language.LanguageModelException.Code;
import io.hexagent.domain.language.Prompt;
import io.hexagent.domain.language.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A language model that is asked again when it fails for a while. Failures that cannot go away by themselves are told
 * at once; a wait that the provider asks for is kept; after too many failures in a row the model is left alone for a
 * time; and all attempts and waits together have a deadline. A reply that begins anew after some of it was shown says
 * so with {@link Delta.Restarted}.
 *
 * <p>Everything happens on the calling thread. Safe for use by many threads, which share the count of failures: make
 * one instance for each model.
 */
public final class ResilientLanguageModel implements LanguageModel {

    /**
     * @param attempts at most, the first one included
     * @param firstWait before the second attempt; each later wait is twice as long
     * @param longestWait the longest of these waits, before jitter
     * @param jitter the part of a wait, 0 to 1, by which it varies up and down
     * @param deadline for all attempts and waits of one reply together
     * @param failuresToOpen retryable failures in a row after which the model is left alone
     * @param openFor how long it is left alone, before one attempt is let through
     */
    public record Options(
            int attempts,
            Duration firstWait,
            Duration longestWait,
            double jitter,
            Duration deadline,
            int failuresToOpen,
            Duration openFor) {
        public Options {
            if (attempts < 1 || failuresToOpen < 1) {
                throw new IllegalArgumentException(
                        "attempts and failures to open must be at least 1, got " + attempts + " and " + failuresToOpen);
            }
            if (firstWait.isNegative() || longestWait.compareTo(firstWait) < 0) {
                throw new IllegalArgumentException(
                        "waits must grow from 0 up, got " + firstWait + " to " + longestWait);
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException("jitter must be 0 to 1, got " + jitter);
            }
            if (!deadline.isPositive() || !openFor.isPositive()) {
                throw new IllegalArgumentException(
                        "deadline and time open must be positive, got " + deadline + " and " + openFor);
            }
        }

        /** 3 attempts, waits of 4 s to 10 s that vary by a fifth, 5 min in all, 30 s of rest after 5 failures. */
        public static Options defaults() {
            return new Options(
                    3,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(10),
                    0.2,
                    Duration.ofMinutes(5),
                    5,
                    Duration.ofSeconds(30));
        }
    }

    private final LanguageModel model;
    private final String name;
    private final Options options;
    private final InstantSource clock;
    private final CircuitBreaker<Reply> breaker;
    private final FailsafeExecutor<Reply> policies;
    private final Deadlines deadlines;

    /** @param name what messages call the model, as {@code provider/model} */
    public ResilientLanguageModel(LanguageModel model, String name, Options options, InstantSource clock) {
        this.model = model;
        this.name = name;
        this.options = options;
        this.clock = clock;
        this.breaker = CircuitBreaker.<Reply>builder()
                .handleIf(ResilientLanguageModel::isPassing)
                .withFailureThreshold(options.failuresToOpen())
                .withDelay(options.openFor())
                .build();
        RetryPolicy<Reply> retry = RetryPolicy.<Reply>builder()
                .handleIf(ResilientLanguageModel::isPassing)
                .abortOn(NoTimeLeft.class)
                .withMaxAttempts(options.attempts())
                .withDelayFn(this::wait)
                .build();
        this.policies = Failsafe.with(retry, breaker);
        this.deadlines = new Deadlines(options.deadline());
    }

    private static boolean isPassing(Throwable failure) {
        return failure instanceof NoTimeLeft || (failure instanceof LanguageModelException e && e.retryable());
    }

    /** The provider's own wish when it has one, and a little more so that not all come back at once. */
    private Duration wait(ExecutionContext<Reply> context) {
        double random = ThreadLocalRandom.current().nextDouble();
        if (context.getLastException() instanceof LanguageModelException failure
                && failure.retryAfter().isPresent()) {
            Duration asked = failure.retryAfter().get();
            return asked.plusMillis((long) (random * Math.min(1_000, asked.toMillis() * options.jitter())));
        }
        int doublings = Math.min(30, Math.max(0, context.getAttemptCount() - 1));
        double wait =
                Math.min(options.longestWait().toMillis(), options.firstWait().toMillis() * (double) (1L << doublings));
        return Duration.ofMillis((long) (wait * (1 + (2 * random - 1) * options.jitter())));
    }

    @Override
    public Reply reply(Prompt prompt, Consumer<Delta> deltas) {
        var attempts = new Attempts(prompt, deltas);
        Deadlines.Watch watch = deadlines.watch();
        Reply reply;
        try {
            reply = reply(attempts);
        } catch (RuntimeException e) {
            if (watch.end()) {
                throw tooLong(attempts, e);
            }
            throw e;
        }
        // An interrupt that came too late to matter ends with the watch.
        watch.end();
        return reply;
    }

    private Reply reply(Attempts attempts) {
        try {
            return policies.get(attempts::next);
        } catch (NoTimeLeft e) {
            throw e.failure;
        } catch (CircuitBreakerOpenException e) {
            throw suspended(attempts, e);
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
                var cancelled = new CancellationException("interrupted while waiting to ask " + name + " again");
                cancelled.initCause(e);
                throw cancelled;
            }
            throw e;
        }
    }

    private LanguageModelException tooLong(Attempts attempts, RuntimeException e) {
        return new LanguageModelException(
                Code.TIMEOUT,
                name + " gave no whole reply within " + options.deadline().toSeconds() + " s" + attempts.lastFailure(),
                Optional.empty(),
                e);
    }

    private LanguageModelException suspended(Attempts attempts, CircuitBreakerOpenException e) {
        Duration rest = breaker.getRemainingDelay();
        return new LanguageModelException(
                Code.SUSPENDED,
                name + " failed " + options.failuresToOpen() + " times in a row and is left alone for another "
                        + Math.max(1, rest.toSeconds()) + " s" + attempts.lastFailure(),
                Optional.of(rest),
                e);
    }

    /** The attempts at one reply; used by one thread. */
    private final class Attempts {
        private final Prompt prompt;
        private final Consumer<Delta> deltas;
        private final Instant start = clock.instant();
        private boolean shown;
        private @Nullable LanguageModelException last;

        Attempts(Prompt prompt, Consumer<Delta> deltas) {
            this.prompt = prompt;
            this.deltas = deltas;
        }

        Reply next() {
            if (shown) {
                shown = false;
                deltas.accept(new Delta.Restarted());
            }
            try {
                return model.reply(prompt, deltas.equals(SILENT) ? SILENT : this::show);
            } catch (LanguageModelException e) {
                last = e;
                throw e.retryable() && isTooLate(e) ? new NoTimeLeft(tooLate(e)) : e;
            }
        }

        private void show(Delta delta) {
            shown = true;
            deltas.accept(delta);
        }

        private boolean isTooLate(LanguageModelException failure) {
            return failure.retryAfter()
                    .map(wait ->
                            Duration.between(start, clock.instant()).plus(wait).compareTo(options.deadline()) >= 0)
                    .orElse(false);
        }

        private LanguageModelException tooLate(LanguageModelException failure) {
            return new LanguageModelException(
                    failure.code(),
                    failure.getMessage() + "; that is longer than the "
                            + options.deadline().toSeconds() + " s a reply may take",
                    failure.retryAfter(),
                    failure);
        }

        String lastFailure() {
            return last == null ? "" : "; the last failure: " + last.getMessage();
        }
    }

    /** Ends the attempts at once, though the failure is of a kind that may go away. */
    private static final class NoTimeLeft extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final LanguageModelException failure;

        NoTimeLeft(LanguageModelException failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
