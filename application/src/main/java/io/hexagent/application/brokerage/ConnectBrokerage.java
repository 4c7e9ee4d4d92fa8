package io.hexagent.application.brokerage;

import io.hexagent.application.brokerage.BrokerageAccess.Access;
import io.hexagent.application.brokerage.BrokerageAccess.Service;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.value.IdSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Names the page on which a person logs in at a broker. The first time it makes the person known to the service. */
public final class ConnectBrokerage {
    private static final String PREFIX = "hexagent-";

    private final BrokerageAccess access;
    private final IdSource ids;
    private final InstantSource clock;

    public ConnectBrokerage(BrokerageAccess access, IdSource ids, InstantSource clock) {
        this.access = access;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param broker the service's name of a broker; empty: the person chooses
     * @param back where the person goes after the login
     */
    public record Command(Principal principal, Optional<String> broker, Optional<URI> back) {}

    public sealed interface Outcome {
        /** Valid for minutes. */
        record LogIn(URI page) implements Outcome {}

        /** Something is missing; the message says what. */
        record Missing(String message) implements Outcome {}

        /** The service did not do it. */
        record Failed(BrokerageFailure failure) implements Outcome {}
    }

    public Outcome handle(Command command) {
        try {
            return switch (access.of(command.principal())) {
                case Access.Connected connected -> page(connected.service(), connected.link(), command);
                case Access.NotConnected none -> {
                    BrokerageLink link =
                            registered(none.service(), command.principal().owner());
                    yield page(none.service(), link, command);
                }
                case Access.Unreadable unreadable -> new Outcome.Missing(advice(unreadable));
                case Access.NotConfigured not -> new Outcome.Missing(advice(not));
            };
        } catch (BrokerageFailure failure) {
            return new Outcome.Failed(failure);
        }
    }

    private static String advice(Access access) {
        return BrokerageAccess.advice(access).orElse("");
    }

    private static Outcome page(Service service, BrokerageLink link, Command command) {
        return new Outcome.LogIn(service.brokerage().loginPage(link.user(), command.broker(), command.back()));
    }

    /** Of several at once one stays; what the others have made is removed again. */
    private BrokerageLink registered(Service service, OwnerId owner) {
        BrokerageUser user = service.brokerage().register(PREFIX + ids.next());
        BrokerageLink kept;
        try {
            kept = service.links().add(new BrokerageLink(owner, user, clock.instant()));
        } catch (RuntimeException notKept) {
            remove(service, user, notKept);
            throw notKept;
        }
        if (!kept.user().equals(user)) {
            service.brokerage().remove(user);
        }
        return kept;
    }

    private static void remove(Service service, BrokerageUser user, RuntimeException why) {
        try {
            service.brokerage().remove(user);
        } catch (BrokerageFailure left) {
            why.addSuppressed(left);
        }
    }
}
