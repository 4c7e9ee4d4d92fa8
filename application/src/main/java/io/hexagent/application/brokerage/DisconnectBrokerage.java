package io.hexagent.application.brokerage;

import io.hexagent.application.brokerage.BrokerageAccess.Access;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.brokerage.BrokerageFailure;

/** Removes somebody from the service with all accounts, then the stored secret. */
public final class DisconnectBrokerage {
    private final BrokerageAccess access;

    public DisconnectBrokerage(BrokerageAccess access) {
        this.access = access;
    }

    public record Command(Principal principal) {}

    public sealed interface Outcome {
        record Disconnected() implements Outcome {}

        /** There was no connection. */
        record None() implements Outcome {}

        /** Something is missing; the message says what. */
        record Missing(String message) implements Outcome {}

        /** The service did not do it; the connection is still there. */
        record Failed(BrokerageFailure failure) implements Outcome {}
    }

    public Outcome handle(Command command) {
        var owner = command.principal().owner();
        return switch (access.of(command.principal())) {
            case Access.Connected connected -> {
                try {
                    connected.service().brokerage().remove(connected.link().user());
                } catch (BrokerageFailure failure) {
                    yield new Outcome.Failed(failure);
                }
                yield connected.service().links().delete(owner) ? new Outcome.Disconnected() : new Outcome.None();
            }
            case Access.NotConnected none -> new Outcome.None();
            // The secret is of no use to anybody: only what is stored can be removed.
            case Access.Unreadable unreadable ->
                unreadable.service().links().delete(owner) ? new Outcome.Disconnected() : new Outcome.None();
            case Access.NotConfigured not ->
                new Outcome.Missing(BrokerageAccess.advice(not).orElse(""));
        };
    }
}
