package io.hexagent.application.tool;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import io.hexagent.domain.telemetry.Count;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.Tool;
import io.hexagent.domain.tool.ToolName;
import io.hexagent.domain.tool.ToolResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is done when a tool fails for a while: its call is made again when the failure may pass and the tool's effects
 * allow it, and after too many failures in a row, whatever they were, the tool is left alone for a time. Each tool has
 * a count of its own in each process. Everything happens on the calling thread. Safe for use by many threads.
 */
final class ToolPolicies {
    private static final int MOST_TOOLS = 10_000;

    /**
     * What came of one attempt.
     *
     * @param sick whether the tool did not work, rather than answer that something is not possible
     */
    record Tried(ToolResult result, boolean sick) {
        static Tried of(ToolResult result) {
            return new Tried(result, isPassing(result));
        }

        private static boolean isPassing(ToolResult result) {
            return result instanceof ToolResult.Failed failed && failed.passing();
        }
    }

    /** One attempt at a call. */
    @FunctionalInterface
    interface Attempt {
        /** @param end when the tool must have finished */
        Tried at(Instant end);
    }

    private final ToolRunner.Trouble options;
    private final InstantSource clock;
    private final Telemetry telemetry;
    private final Map<Tool, Guard> guards = new ConcurrentHashMap<>();

    ToolPolicies(ToolRunner.Trouble options, InstantSource clock, Telemetry telemetry) {
        this.options = options;
        this.clock = clock;
        this.telemetry = telemetry;
    }

    /**
     * Makes a call.
     *
     * @param end when the last attempt must have finished
     * @throws CancellationException when the calling thread was interrupted; the flag stays set
     */
    ToolResult call(Tool tool, Instant end, Attempt attempt) {
        Guard guard = guards.get(tool);
        if (guard == null) {
            if (guards.size() >= MOST_TOOLS) {
                guards.clear();
            }
            guard = guards.computeIfAbsent(tool, Guard::new);
        }
        return guard.call(end, attempt);
    }

    /** One tool's count of failures. */
    private final class Guard {
        private final ToolName name;
        private final boolean isRepeatable;
        private final CircuitBreaker<Tried> breaker;
        private final FailsafeExecutor<Tried> policies;

        Guard(Tool tool) {
            this.name = tool.spec().name();
            this.isRepeatable = tool.spec().effects().repeatable();
            // Without a condition on exceptions Failsafe would handle all of them.
            this.breaker = CircuitBreaker.<Tried>builder()
                    .handleIf(problem -> false)
                    .handleResultIf(Tried::sick)
                    .withFailureThreshold(options.failures())
                    .withDelay(options.pause())
                    .build();
            RetryPolicy<Tried> retry = RetryPolicy.<Tried>builder()
                    .handleIf(problem -> false)
                    .handleResultIf(tried -> Tried.isPassing(tried.result()))
                    .withMaxAttempts(options.attempts())
                    .withDelayFn(ToolPolicies.this::wait)
                    .onRetry(event -> telemetry.count(new Count.ToolRepeated(name)))
                    .build();
            this.policies = isRepeatable ? Failsafe.with(retry, breaker) : Failsafe.with(breaker);
        }

        ToolResult call(Instant end, Attempt attempt) {
            try {
                return policies.get(context -> last(context, attempt.at(end), end))
                        .result();
            } catch (CircuitBreakerOpenException e) {
                telemetry.count(new Count.ToolSuspended(name));
                return suspended();
            } catch (FailsafeException e) {
                if (e.getCause() instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                    var stopped = new CancellationException("stopped while waiting to call " + name + " again");
                    stopped.initCause(e);
                    throw stopped;
                }
                throw e;
            }
        }

        /** A failure after which there is no time or no attempt left does not pass any more. */
        private Tried last(ExecutionContext<Tried> context, Tried tried, Instant end) {
            if (!isRepeatable || !(tried.result() instanceof ToolResult.Failed failed) || !failed.passing()) {
                return tried;
            }
            int made = context.getAttemptCount() + 1;
            boolean isLast = made >= options.attempts()
                    || !clock.instant().plus(pause(made)).isBefore(end);
            return isLast
                    ? new Tried(
                            new ToolResult.Failed(
                                    made == 1 ? failed.message() : failed.message() + " (tried " + made + " times)"),
                            true)
                    : tried;
        }

        private ToolResult suspended() {
            Duration rest = breaker.getRemainingDelay();
            return new ToolResult.Failed(name + " failed " + options.failures()
                    + " times in a row and is left alone; it can be called again in "
                    + Math.max(1, (rest.toMillis() + 999) / 1000) + " s. Go on without it or say so");
        }
    }

    private Duration wait(ExecutionContext<Tried> context) {
        return pause(context.getAttemptCount());
    }

    /** The wait after so many attempts. */
    private Duration pause(int made) {
        int doublings = Math.min(30, Math.max(0, made - 1));
        return Duration.ofMillis(
                Math.min(options.retryMax().toMillis(), options.retryMin().toMillis() << doublings));
    }
}
