package io.hexagent.presentation.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** The database is away for a while, or Redis is killed, in the middle of runs: they all end, and nothing is lost. */
final class LostStores {
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final Gateway gateway;

    LostStores(Cluster cluster, Gateway gateway) {
        this.cluster = cluster;
        this.gateway = gateway;
    }

    void postgresIsStopped(int count) {
        System.out.printf(
                "Postgres stopped hard for %d s: %d runs, 0 lost, all done %d ms after it was back%n",
                AWAY.toSeconds(), count, during("postgres", count, () -> {
                    cluster.postgres().stopHard();
                    Commands.pause(AWAY);
                    cluster.postgres().start();
                }));
    }

    /** @param everybody all processes, which find Redis again when it is back */
    void redisIsKilled(int count, Redis redis, List<Gateway> everybody) {
        System.out.printf(
                "Redis killed: %d runs, 0 lost, all done %d ms later%n", count, during("redis", count, redis::kill));
        redis.start();
        for (Gateway each : everybody) {
            Commands.await(
                    each.program().name() + " finds Redis again",
                    LONGEST,
                    () -> each.health("redis").equals("up"));
            Commands.await(
                    each.program().name() + " tells of its connections",
                    LONGEST,
                    () -> each.get("/prometheus")
                            .body()
                            .contains("hexagent_pool_connections{pool=\"redis\",state=\"active\"} 3.0"));
        }
    }

    private long during(String what, int count, Runnable trouble) {
        List<Question> questions = IntStream.range(0, count)
                .mapToObj(i -> new Question("lost-" + what + i, 6).thinking(300).calling("put", 100))
                .toList();
        var runs = new Runs();
        for (String run : runs.start(List.of(gateway), questions)) {
            gateway.awaitEvents(run, "tool-call", 1, Duration.ofSeconds(60));
        }
        trouble.run();
        long back = System.nanoTime();
        List<History> histories = runs.haveCompleted(gateway, cluster.stub(), LONGEST);
        long took = (System.nanoTime() - back) / 1_000_000;
        assertThat(histories).hasSize(count);
        assertThat(took).isLessThanOrEqualTo(LONGEST.toMillis());
        return took;
    }
}
