package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A worker is asked to end while runs are at work: it hands them back, and another one finishes them. */
final class HandedBack {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Cluster cluster;
    private final Gateway gateway;
    private final List<Program> workers;

    /** @param workers those at work; the one that ends is taken out */
    HandedBack(Cluster cluster, Gateway gateway, List<Program> workers) {
        this.cluster = cluster;
        this.gateway = gateway;
        this.workers = workers;
    }

    void play(int count) {
        List<Question> questions = IntStream.range(0, count)
                .mapToObj(i -> new Question("back" + i, 8).thinking(400).calling("put", 200))
                .toList();
        var runs = new Runs();
        List<String> started = runs.start(List.of(gateway), questions);
        for (String run : started) {
            gateway.awaitEvents(run, "tool-call", 1, Duration.ofSeconds(60));
        }
        History seen = gateway.awaitEvents(started.getFirst(), "tool-call", 1, Duration.ofSeconds(20));
        String who = cluster.stub().who(seen.kept().getLast());
        Program leaver = workers.stream()
                .filter(worker -> worker.name().equals(who))
                .findFirst()
                .orElseThrow();
        workers.remove(leaver);
        leaver.terminate();
        int code = leaver.awaitEnd(GRACE.plusSeconds(10));
        long ended = System.currentTimeMillis() - leaver.endedAt();
        List<History> histories = runs.haveCompleted(gateway, cluster.stub(), Duration.ofSeconds(120));
        Map<String, String> processes = cluster.processes(histories);
        int back = 0;
        long longest = 0;
        for (History history : histories) {
            List<Event> starts = history.of("run-started");
            String first = starts.getFirst().fields().text("worker").orElseThrow();
            if (starts.size() > 1 && who.equals(processes.get(first))) {
                back++;
                assertThat(starts.get(1).fields().number("attempt"))
                        .as("it was given back, not lost: no attempt is counted")
                        .isEqualTo(starts.get(0).fields().number("attempt"));
                longest = Math.max(longest, starts.get(1).at() - leaver.endedAt());
            }
        }
        System.out.printf(
                "SIGTERM: ended in %d ms, %d of %d runs handed back, the last one taken up after %d ms%n",
                ended, back, count, longest);
        assertThat(code).isZero();
        assertThat(back).isPositive();
        assertThat(longest).isLessThanOrEqualTo(GRACE.toMillis());
    }
}
