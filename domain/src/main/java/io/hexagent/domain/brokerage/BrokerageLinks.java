package io.hexagent.domain.brokerage;

import io.hexagent.domain.access.OwnerId;
import java.util.Optional;

/** The links of all owners. Implementations are safe for use by many threads. */
public interface BrokerageLinks {
    Optional<BrokerageLink> find(OwnerId owner);

    /** Keeps the link unless its owner has one. Gives the one that is kept: of several at once one is. */
    BrokerageLink add(BrokerageLink link);

    /** Removes the owner's link; false when there is none. */
    boolean delete(OwnerId owner);
}
