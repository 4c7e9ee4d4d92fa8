package io.hexagent.presentation.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Two gateways and two workers of a cluster. Those that a scenario ended are replaced before the next one. */
final class Crew {
    private static final int EACH = 2;

    private final Cluster cluster;
    private final Duration lease;
    private final List<AtomicReference<Gateway>> gateways = new ArrayList<>();
    private final List<Program> workers = new ArrayList<>();

    private Crew(Cluster cluster, Duration lease) {
        this.cluster = cluster;
        this.lease = lease;
    }

    static Crew of(String name, Duration lease) {
        return new Crew(Cluster.open(name, Map.of("HEXAGENT_STORAGE_LEASE", lease.toMillis() + "ms")), lease);
    }

    Cluster cluster() {
        return cluster;
    }

    Duration lease() {
        return lease;
    }

    /** Starts what is missing and waits until all serve. */
    Crew complete() {
        workers.removeIf(worker -> !worker.isRunning());
        gateways.removeIf(gateway -> !gateway.get().program().isRunning());
        List<Program> started = new ArrayList<>();
        for (int i = gateways.size(); i < EACH; i++) {
            started.add(cluster.start("gateway"));
        }
        while (workers.size() < EACH) {
            workers.add(cluster.start("worker"));
        }
        started.forEach(program -> gateways.add(new AtomicReference<>(cluster.gateway(program))));
        workers.forEach(Program::address);
        return this;
    }

    Gateway one() {
        return gateways.get(0).get();
    }

    Gateway two() {
        return gateways.get(1).get();
    }

    /** The gateways, each of which may be replaced. */
    List<AtomicReference<Gateway>> gateways() {
        return gateways;
    }

    /** The gateways, and the workers' doors for health. */
    List<Gateway> everybody() {
        var everybody = new ArrayList<Gateway>();
        gateways.forEach(gateway -> everybody.add(gateway.get()));
        workers.forEach(worker -> everybody.add(cluster.gateway(worker)));
        return everybody;
    }

    /** The workers; a scenario that ends one takes it out. */
    List<Program> workers() {
        return workers;
    }
}
