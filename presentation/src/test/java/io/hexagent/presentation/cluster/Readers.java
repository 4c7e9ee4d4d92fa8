package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Readers follow runs, go away at random and come back elsewhere with the last id that they have. */
final class Readers {
    private final Cluster cluster;
    private final List<AtomicReference<Gateway>> gateways;
    private final AtomicInteger connections = new AtomicInteger();

    /** @param gateways the restarted one is replaced */
    Readers(Cluster cluster, List<AtomicReference<Gateway>> gateways) {
        this.cluster = cluster;
        this.gateways = gateways;
    }

    /** @param hard whether the gateway is killed, or asked to end */
    void play(int writers, int readers, int turns, boolean hard) {
        Gateway first = gateways.getFirst().get();
        List<Question> questions = IntStream.range(0, writers)
                .mapToObj(i -> new Question("read" + i, turns).thinking(50))
                .toList();
        List<Gateway.Started> runs = questions.stream().map(first::start).toList();
        var tasks = new ArrayList<Supplier<List<String>>>();
        for (int i = 0; i < readers; i++) {
            Gateway.Started run = runs.get(i % writers);
            var random = new Random(i);
            boolean whole = i % 2 == 0;
            tasks.add(() -> read(
                    whole ? "/api/runs/" + run.run() + "/events" : "/api/agent/" + run.thread() + "/stream?until=idle",
                    random));
        }
        tasks.add(() -> {
            restart(first.program(), hard);
            return List.of();
        });
        List<List<String>> read = Runs.atOnce(tasks);
        int events = 0;
        for (int i = 0; i < readers; i++) {
            List<Event> log = gateways.getLast()
                    .get()
                    .history(runs.get(i % writers).run(), Duration.ofSeconds(60))
                    .isWhole("run-completed")
                    .events();
            boolean whole = i % 2 == 0;
            assertThat(read.get(i))
                    .as("reader %d", i)
                    .containsExactlyElementsOf(log.stream()
                            .map(event -> whole ? String.valueOf(event.seq()) : "1." + event.seq())
                            .toList());
            events += log.size();
        }
        System.out.printf(
                "readers: %d writers, %d readers, %d connections, one gateway restarted: %d events,"
                        + " 0 missed, 0 twice, 0 out of order%n",
                writers, readers, connections.get(), events);
        assertThat(connections.get()).as("readers reconnected").isGreaterThan(readers * 2);
    }

    private void restart(Program old, boolean hard) {
        Commands.pause(Duration.ofMillis(700));
        if (hard) {
            old.kill();
        } else {
            old.terminate();
            assertThat(old.awaitEnd(Duration.ofSeconds(10)))
                    .as("open streams do not hold it up")
                    .isZero();
        }
        gateways.getFirst().set(cluster.gateway(cluster.start("gateway")));
    }

    /** The ids in the order in which they came, over all connections. */
    private List<String> read(String path, Random random) {
        var ids = new ArrayList<String>();
        long end = System.nanoTime() + Duration.ofSeconds(180).toNanos();
        boolean ended = false;
        while (!ended) {
            assertThat(System.nanoTime()).as("reading %s, has %s", path, ids).isLessThan(end);
            Gateway gateway = gateways.get(random.nextInt(gateways.size())).get();
            try (EventStream stream = gateway.follow(path, ids.isEmpty() ? "" : ids.getLast())) {
                connections.incrementAndGet();
                int most = 1 + random.nextInt(20);
                for (int i = 0; i < most && !ended; i++) {
                    var event = stream.next();
                    event.flatMap(Event::numbered).ifPresent(numbered -> ids.add(numbered.id()));
                    ended = event.filter(Event::isTerminal).isPresent() || stream.status() == 204;
                    if (event.isEmpty()) {
                        break;
                    }
                }
            } catch (UncheckedIOException gone) {
                // The gateway was killed; another connection goes on after the last id.
                Commands.pause(Duration.ofMillis(random.nextInt(200)));
            }
        }
        return ids;
    }
}
