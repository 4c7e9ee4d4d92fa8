package io.hexagent.application.brokerage;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.Seal;
import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageLinks;
import java.util.List;
import java.util.Optional;

/** Whether somebody can reach a broker, and what is missing where not. Safe for use by many threads. */
public final class BrokerageAccess {
    /** What is needed beside a person's own connection. */
    public record Service(Brokerage brokerage, BrokerageLinks links) {}

    /** What somebody has. */
    public sealed interface Access {
        record Connected(Service service, BrokerageLink link) implements Access {}

        /** The person has not connected an account yet. */
        record NotConnected(Service service) implements Access {}

        /** The stored secret cannot be opened. */
        record Unreadable(Service service, String why) implements Access {}

        /** @param settings the names of the settings that are missing */
        record NotConfigured(List<String> settings) implements Access {
            public NotConfigured {
                settings = List.copyOf(settings);
            }
        }
    }

    private final Optional<Service> service;
    private final List<String> missing;

    private BrokerageAccess(Optional<Service> service, List<String> missing) {
        this.service = service;
        this.missing = List.copyOf(missing);
    }

    public static BrokerageAccess to(Service service) {
        return new BrokerageAccess(Optional.of(service), List.of());
    }

    /** @param missing the names of the settings without which there is no service */
    public static BrokerageAccess missing(List<String> missing) {
        return new BrokerageAccess(Optional.empty(), missing);
    }

    Access of(Principal principal) {
        if (service.isEmpty()) {
            return new Access.NotConfigured(missing);
        }
        Service usable = service.get();
        try {
            return usable.links()
                    .find(principal.owner())
                    .<Access>map(link -> new Access.Connected(usable, link))
                    .orElseGet(() -> new Access.NotConnected(usable));
        } catch (Seal.Broken broken) {
            return new Access.Unreadable(usable, broken.getMessage());
        }
    }

    /** What to do where there is no connection; empty where there is one. */
    static Optional<String> advice(Access access) {
        return switch (access) {
            case Access.Connected connected -> Optional.empty();
            case Access.NotConnected none ->
                Optional.of("no brokerage account is connected; connect one first (tool connect_brokerage, or POST"
                        + " /api/snaptrade/connect) and log in on the page that it names");
            case Access.Unreadable unreadable ->
                Optional.of(unreadable.why() + "; set storage.secret-key to the key it was stored with, or remove the"
                        + " connection (DELETE /api/snaptrade/connection) and connect again");
            case Access.NotConfigured not ->
                Optional.of("brokerage accounts cannot be reached: missing "
                        + (not.settings().size() == 1 ? "setting " : "settings ")
                        + String.join(", ", not.settings())
                        + (not.settings().size() == 1 ? "; set it" : "; set them") + " and start the program again");
        };
    }
}
