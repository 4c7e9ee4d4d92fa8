package io.hexagent.presentation.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two gateways and two workers as processes of their own: every promise in a short form. */
class ClusterTest {
    private static Crew crew;

    /** What the processes said is what explains a failure. */
    @RegisterExtension
    static final AfterTestExecutionCallback TELL = context -> {
        if (context.getExecutionException().isPresent()) {
            System.out.println(crew.cluster().said());
        }
    };

    @BeforeAll
    static void open() {
        crew = Crew.of("cluster", Duration.ofSeconds(3));
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
        new ManyMachines(crew.cluster(), crew.one(), crew.two(), crew.workers()).play(6);
    }

    @Test
    void manyEqualPostsMakeOneRun() {
        new RepeatedPosts(crew.cluster(), List.of(crew.one(), crew.two())).play(20);
    }

    @Test
    void runsAreCancelledWhereverTheyAre() {
        new Cancelling(crew.cluster(), crew.one(), crew.two(), crew.workers()).play();
    }

    @Test
    void runsSurviveKilledWorkers() {
        new KilledWorkers(crew.cluster(), crew.one(), crew.workers(), crew.lease()).play(12, 3);
    }

    @Test
    void aWorkerThatWasStoppedPastItsLeaseWritesNothingMore() {
        new StoppedWorker(crew.cluster(), crew.one(), crew.workers(), crew.lease()).play(4);
    }

    @Test
    void aWorkerThatIsAskedToEndHandsItsRunsBack() {
        new HandedBack(crew.cluster(), crew.one(), crew.workers()).play(6);
    }

    @Test
    void whoWaitsAtAGatewayThatIsAskedToEndIsAnswered() throws IOException {
        try (Cluster own = crew.cluster().beside("leaving", LeavingGateways.SETTINGS)) {
            Program gateway = own.start("gateway");
            Program both = own.start("both");
            var leaving = new LeavingGateways(own, own.gateway(own.start("both")));
            leaving.play(own.gateway(gateway));
            leaving.play(own.gateway(both));
        }
    }

    @Test
    void anEffectThatWasInFlightIsNotRepeatedBlindly() {
        new InterruptedEffects(crew.cluster(), crew.one(), crew.workers()).play();
    }

    @Test
    void readersMissNothingWhenTheyReconnectAndAGatewayRestarts() {
        new Readers(crew.cluster(), crew.gateways()).play(4, 12, 30, false);
    }

    @Test
    void runsSurviveADatabaseThatIsAway() {
        new LostStores(crew.cluster(), crew.one()).postgresIsStopped(6);
    }

    @Test
    void runsSurviveTheEndOfRedis() {
        Assumptions.assumeTrue(crew.cluster().redis().isPresent(), "no redis-server on this machine");
        new LostStores(crew.cluster(), crew.one())
                .redisIsKilled(6, crew.cluster().redis().orElseThrow(), crew.everybody());
    }

    @Test
    void tooMuchIsRefusedAndWhatWasAcceptedIsDone() throws IOException {
        try (Cluster small = crew.cluster().beside("overload", Overload.SETTINGS)) {
            new Overload(small, small.gateway(small.start("both"))).play(200);
        }
    }
}
