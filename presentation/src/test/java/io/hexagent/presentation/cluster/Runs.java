package io.hexagent.presentation.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Many runs that are started, each with its question. */
final class Runs {
    private final Map<String, Question> questions = new LinkedHashMap<>();

    /** Starts a run for each question, at the gateways in turn. @return the runs */
    List<String> start(List<Gateway> gateways, List<Question> asked) {
        var started = new ArrayList<String>();
        for (Question question : asked) {
            String run = gateways.get(questions.size() % gateways.size())
                    .start(question)
                    .run();
            questions.put(run, question);
            started.add(run);
        }
        return started;
    }

    /** Waits for the end of all and checks that each has completed, with no turn repeated. */
    List<History> haveCompleted(Gateway gateway, ModelStub stub, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        var histories = new ArrayList<History>();
        questions.forEach((run, question) ->
                histories.add(gateway.history(run, Duration.ofNanos(Math.max(1_000_000_000L, end - System.nanoTime())))
                        .isWhole("run-completed")
                        .repeatsNothing(question, stub)));
        return histories;
    }

    /** Does all at the same time and gives what came of each, in order. */
    static <T> List<T> atOnce(List<Supplier<T>> tasks) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> started =
                    tasks.stream().map(task -> threads.submit(task::get)).toList();
            var results = new ArrayList<T>();
            for (Future<T> each : started) {
                results.add(each.get());
            }
            return results;
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(problem);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }
}
