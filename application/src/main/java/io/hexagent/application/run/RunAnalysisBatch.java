package io.hexagent.application.run;

import io.hexagent.domain.run.RunError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers many questions, a bounded number at a time. One that fails harms no other. */
public final class RunAnalysisBatch {
    private static final Logger LOG = LoggerFactory.getLogger(RunAnalysisBatch.class);

    private final RunAnalysis runAnalysis;

    public RunAnalysisBatch(RunAnalysis runAnalysis) {
        this.runAnalysis = runAnalysis;
    }

    /** @param concurrency how many questions are worked on at a time, at least 1 */
    public record Command(List<RunAnalysis.Command> questions, int concurrency) {
        public Command {
            questions = List.copyOf(questions);
            if (concurrency < 1) {
                throw new IllegalArgumentException("concurrency must be at least 1, got " + concurrency);
            }
        }
    }

    /** What came of one question. */
    public sealed interface Outcome {
        record Handled(RunAnalysis.Outcome outcome) implements Outcome {}

        /** The question could not be handled at all: the store failed, or a defect. */
        record Broken(RunError error) implements Outcome {}
    }

    /**
     * Works through all questions and waits for them.
     *
     * @return one outcome for each question, in their order
     * @throws CancellationException when the calling thread was interrupted; runs at work are cancelled
     */
    public List<Outcome> handle(Command command) {
        var places = new Semaphore(command.concurrency());
        var futures = new ArrayList<Future<Outcome>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                for (RunAnalysis.Command question : command.questions()) {
                    places.acquire();
                    futures.add(threads.submit(() -> {
                        try {
                            return one(question);
                        } finally {
                            places.release();
                        }
                    }));
                }
                var outcomes = new ArrayList<Outcome>();
                for (Future<Outcome> future : futures) {
                    outcomes.add(future.get());
                }
                return List.copyOf(outcomes);
            } catch (InterruptedException stop) {
                threads.shutdownNow();
                Thread.currentThread().interrupt();
                throw new CancellationException("the batch was interrupted");
            } catch (ExecutionException defect) {
                throw new IllegalStateException("a question's failure was not turned into an outcome", defect);
            }
        }
    }

    private Outcome one(RunAnalysis.Command question) {
        try {
            return new Outcome.Handled(runAnalysis.handle(question));
        } catch (RuntimeException problem) {
            LOG.error("a question of a batch failed", problem);
            return new Outcome.Broken(
                    new RunError(RunError.Code.INTERNAL, "the question could not be handled; the log has the details"));
        }
    }
}
