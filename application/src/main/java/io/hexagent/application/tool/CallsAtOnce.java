package io.hexagent.application.tool;

import io.hexagent.application.tool.ToolRunner.Outcome;
import io.hexagent.application.tool.ToolRunner.Prepared;
import io.hexagent.domain.telemetry.Telemetry;
import io.hexagent.domain.tool.CallId;
import io.hexagent.domain.tool.ToolContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Several calls at work at the same time, begun in their order and at most so many at once. Its results are waited for
 * by one thread, one after the other. When it is closed, whatever is still at work is interrupted and nothing is begun
 * any more.
 */
public final class CallsAtOnce implements AutoCloseable {
    /** Nothing is at work. */
    public static final CallsAtOnce NONE = new CallsAtOnce(List.of(), () -> true);

    /** A call and what its tool is told of it. */
    public record Job(Prepared prepared, ToolContext context) {}

    private final List<Job> jobs;
    private final Map<CallId, CompletableFuture<Optional<Outcome>>> results = new HashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final BooleanSupplier isStopping;
    private volatile boolean closed;

    private CallsAtOnce(List<Job> jobs, BooleanSupplier isStopping) {
        this.jobs = List.copyOf(jobs);
        this.isStopping = isStopping;
        for (Job job : jobs) {
            results.put(job.prepared().call().id(), new CompletableFuture<>());
        }
    }

    /** @param isStopping once true, no further call is begun; those at work go on */
    static CallsAtOnce begin(
            List<Job> jobs, int most, BooleanSupplier isStopping, ToolRunner runner, Telemetry telemetry) {
        var calls = new CallsAtOnce(jobs, isStopping);
        for (int i = 0; i < Math.min(most, jobs.size()); i++) {
            Runnable work = telemetry.carried(LogFields.carried(() -> calls.work(runner)));
            calls.threads.add(Thread.ofVirtual().name("tool-calls-" + i).start(work));
        }
        return calls;
    }

    private void work(ToolRunner runner) {
        for (int i = next.getAndIncrement(); i < jobs.size(); i = next.getAndIncrement()) {
            Job job = jobs.get(i);
            CompletableFuture<Optional<Outcome>> result =
                    result(job.prepared().call().id());
            if (closed || isStopping.getAsBoolean()) {
                result.complete(Optional.empty());
                continue;
            }
            try {
                result.complete(Optional.of(runner.run(job.prepared(), job.context())));
            } catch (RuntimeException | Error problem) {
                // Whoever waits for the result has the problem.
                result.completeExceptionally(problem);
            }
        }
    }

    private CompletableFuture<Optional<Outcome>> result(CallId call) {
        CompletableFuture<Optional<Outcome>> result = results.get(call);
        if (result == null) {
            throw new IllegalArgumentException("call " + call + " is not among those at work");
        }
        return result;
    }

    /** Whether the call is one of these. */
    public boolean has(CallId call) {
        return results.containsKey(call);
    }

    /**
     * Waits for the result of a call.
     *
     * @throws CancellationException when the calling thread was interrupted, whose flag stays set, or when the call was
     *     not begun because everything is to stop
     */
    public Outcome await(CallId call) {
        try {
            return result(call)
                    .get()
                    .orElseThrow(() -> new CancellationException("the run was stopped before call " + call));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the calls were stopped");
        } catch (ExecutionException problem) {
            switch (problem.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(problem);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
