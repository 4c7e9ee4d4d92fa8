package io.hexagent.domain.brokerage;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * The service that reaches brokers. Calls wait for it. Implementations are safe for use by many threads.
 *
 * <p>Every call throws {@link BrokerageFailure} when the service does not do it.
 */
public interface Brokerage {
    /** Makes a user. @param id not used before */
    BrokerageUser register(String id);

    /** Removes the user with all accounts; one that is not there is none to remove. */
    void remove(BrokerageUser user);

    /**
     * A page on which the person logs in at a broker, valid for minutes.
     *
     * @param broker the service's name of a broker; empty: the person chooses
     * @param back where the person goes afterwards
     */
    URI loginPage(BrokerageUser user, Optional<String> broker, Optional<URI> back);

    List<BrokerageAccount> accounts(BrokerageUser user);

    Holdings holdings(BrokerageUser user, String account);

    /** Which orders are meant. */
    enum Orders {
        ALL,
        OPEN,
        EXECUTED
    }

    /** @param days how far back, 1 to 90 */
    List<BrokerageOrder> orders(BrokerageUser user, String account, Orders which, int days);
}
