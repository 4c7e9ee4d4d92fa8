package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Workers are killed at random points while runs are at work, and started again. Every run completes all the same. */
final class KilledWorkers {
    private static final int TURNS = 6;
    private static final int THINKING = 300;
    private static final long SEED = 20_261_121;

    private final Cluster cluster;
    private final Gateway gateway;
    private final List<Program> workers;
    private final Duration lease;
    private final Random random = new Random(SEED);

    /** @param workers those at work; the killed ones are replaced in the list */
    KilledWorkers(Cluster cluster, Gateway gateway, List<Program> workers, Duration lease) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.workers = workers;
        this.lease = lease;
    }

    /** @param kills each is preceded by a share of the runs, so that it always meets somebody at work */
    void play(int count, int kills) {
        try (var lateness = Lateness.measured()) {
            play(count, kills, lateness);
        }
    }

    private void play(int count, int kills, Lateness lateness) {
        var killed = new HashMap<String, Program>();
        List<Question> questions = IntStream.range(0, count)
                .mapToObj(i -> new Question("kill" + i, TURNS).thinking(THINKING))
                .map(question -> random.nextBoolean() ? question.calling("put", THINKING / 2) : question)
                .toList();
        long start = System.nanoTime();
        var runs = new Runs();
        for (int kill = 0; kill < kills; kill++) {
            workers.forEach(cluster::gateway);
            List<String> wave =
                    runs.start(List.of(gateway), questions.subList(kill * count / kills, (kill + 1) * count / kills));
            gateway.awaitEvents(wave.getFirst(), "run-started", 1, Duration.ofSeconds(60));
            Commands.pause(Duration.ofMillis(random.nextInt(TURNS * THINKING)));
            Program victim = workers.remove(random.nextInt(workers.size()));
            victim.kill();
            killed.put(victim.name(), victim);
            workers.add(cluster.start("worker"));
        }
        List<History> histories = runs.haveCompleted(gateway, cluster.stub(), Duration.ofSeconds(120 + count));
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Long> takeovers = takeovers(histories, killed);
        System.out.printf(
                Locale.ROOT,
                "kill -9: %d runs of %d turns, %d kills: %d completed in %.1f s, 0 committed turns repeated,"
                        + " %d taken over p50 %d ms, max %d ms (lease %d ms, machine late by %d ms)%n",
                count,
                TURNS,
                kills,
                histories.size(),
                seconds,
                takeovers.size(),
                takeovers.isEmpty() ? 0 : takeovers.get(takeovers.size() / 2),
                takeovers.isEmpty() ? 0 : takeovers.getLast(),
                lease.toMillis(),
                lateness.worst());
        assertThat(takeovers).as("somebody was killed at work").isNotEmpty();
        // Of a taking over, the worker and the database must both be woken.
        assertThat(takeovers.getLast())
                .as("the machine was up to %d ms late", lateness.worst())
                .isLessThanOrEqualTo(lease.toMillis() + 1000 + 2 * lateness.worst());
    }

    /** From each kill to the next worker's start of the run, in milliseconds, ascending. */
    private List<Long> takeovers(List<History> histories, Map<String, Program> killed) {
        Map<String, String> processes = cluster.processes(histories);
        var takeovers = new ArrayList<Long>();
        for (History history : histories) {
            List<Event> starts = history.of("run-started");
            for (int i = 1; i < starts.size(); i++) {
                String worker = starts.get(i - 1).fields().text("worker").orElseThrow();
                Program before = killed.get(processes.getOrDefault(worker, ""));
                if (before != null) {
                    takeovers.add(starts.get(i).at() - before.endedAt());
                }
            }
        }
        takeovers.sort(null);
        return takeovers;
    }
}
