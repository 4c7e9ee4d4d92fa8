package io.hexagent.application.brokerage;

import io.hexagent.application.brokerage.BrokerageAccess.Access;
import io.hexagent.domain.access.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Tells whether somebody's accounts can be reached, without asking the service. */
public final class InspectBrokerage {
    private final BrokerageAccess access;

    public InspectBrokerage(BrokerageAccess access) {
        this.access = access;
    }

    public record Command(Principal principal) {}

    /**
     * @param configured whether the program has what it needs
     * @param connected whether the person is known to the service
     * @param missing names of settings
     * @param advice what to do where it is not connected
     */
    public record Status(
            boolean configured,
            boolean connected,
            Optional<Instant> since,
            List<String> missing,
            Optional<String> advice) {
        public Status {
            missing = List.copyOf(missing);
        }
    }

    public Status handle(Command command) {
        Access found = access.of(command.principal());
        Optional<String> advice = BrokerageAccess.advice(found);
        return switch (found) {
            case Access.Connected connected ->
                new Status(true, true, Optional.of(connected.link().createdAt()), List.of(), advice);
            case Access.NotConnected none -> new Status(true, false, Optional.empty(), List.of(), advice);
            case Access.Unreadable unreadable -> new Status(true, false, Optional.empty(), List.of(), advice);
            case Access.NotConfigured not -> new Status(false, false, Optional.empty(), not.settings(), advice);
        };
    }
}
