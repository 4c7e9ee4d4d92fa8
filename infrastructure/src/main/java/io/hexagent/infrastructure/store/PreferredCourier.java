package io.hexagent.infrastructure.store;

import io.hexagent.domain.run.Signal;
import java.util.List;
import java.util.function.Consumer;

/** Sends by the better courier while it is heard, else by the other, and receives by both. */
final class PreferredCourier implements Courier {
    private final Courier better;
    private final Courier other;

    PreferredCourier(Courier better, Courier other) {
        this.better = better;
        this.other = other;
    }

    @Override
    public void start(Consumer<Signal> receiver) {
        better.start(receiver);
        other.start(receiver);
    }

    @Override
    public void send(List<Signal> signals) {
        if (better.isHeard()) {
            better.send(signals);
        } else {
            other.send(signals);
        }
    }

    @Override
    public boolean isHeard() {
        return better.isHeard() || other.isHeard();
    }

    @Override
    public void close() {
        better.close();
        other.close();
    }
}
