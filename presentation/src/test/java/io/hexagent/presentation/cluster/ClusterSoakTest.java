package io.hexagent.presentation.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The same promises as in {@link ClusterTest}, in their long form. */
@Tag("soak")
class ClusterSoakTest {
    private static Crew crew;

    @RegisterExtension
    static final AfterTestExecutionCallback TELL = context -> {
        if (context.getExecutionException().isPresent()) {
            System.out.println(crew.cluster().said());
        }
    };

    @BeforeAll
    static void open() {
        crew = Crew.of("soak", Duration.ofSeconds(5));
    }

    @AfterAll
    static void close() throws IOException {
        crew.cluster().close();
    }

    @BeforeEach
    void complete() {
        crew.complete();
    }

    @Test
    void whatIsStartedOnOneGatewayIsFollowedOnTheOther() {
        new ManyMachines(crew.cluster(), crew.one(), crew.two(), crew.workers()).play(100);
    }

    @Test
    void manyEqualPostsMakeOneRun() {
        new RepeatedPosts(crew.cluster(), List.of(crew.one(), crew.two())).play(200);
    }

    @Test
    void runsAreCancelledWhereverTheyAre() {
        var cancelling = new Cancelling(crew.cluster(), crew.one(), crew.two(), crew.workers());
        for (int round = 0; round < 5; round++) {
            cancelling.play();
        }
    }

    @Test
    void aHundredRunsSurviveTenKilledWorkers() {
        new KilledWorkers(crew.cluster(), crew.one(), crew.workers(), crew.lease()).play(100, 12);
    }

    @Test
    void aWorkerThatWasStoppedPastItsLeaseWritesNothingMore() {
        new StoppedWorker(crew.cluster(), crew.one(), crew.workers(), crew.lease()).play(20);
    }

    @Test
    void aWorkerThatIsAskedToEndHandsItsRunsBack() {
        new HandedBack(crew.cluster(), crew.one(), crew.workers()).play(40);
    }

    @Test
    void fiftyReadersMissNothingWhenAGatewayIsKilled() {
        new Readers(crew.cluster(), crew.gateways()).play(8, 50, 100, true);
    }

    @Test
    void runsSurviveADatabaseThatIsAway() {
        new LostStores(crew.cluster(), crew.one()).postgresIsStopped(40);
    }

    @Test
    void runsSurviveTheEndOfRedis() {
        Assumptions.assumeTrue(crew.cluster().redis().isPresent(), "no redis-server on this machine");
        new LostStores(crew.cluster(), crew.one())
                .redisIsKilled(40, crew.cluster().redis().orElseThrow(), crew.everybody());
    }

    @Test
    void tooMuchIsRefusedAndWhatWasAcceptedIsDone() throws IOException {
        try (Cluster small = crew.cluster().beside("overload", Overload.SETTINGS)) {
            new Overload(small, small.gateway(small.start("both"))).play(1000);
        }
    }
}
