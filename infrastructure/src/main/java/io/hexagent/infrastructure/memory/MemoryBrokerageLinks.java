package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageLinks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Links to brokers in memory. Safe for use by many threads. */
final class MemoryBrokerageLinks implements BrokerageLinks {
    private final Map<OwnerId, BrokerageLink> links = new HashMap<>();

    @Override
    public synchronized Optional<BrokerageLink> find(OwnerId owner) {
        return Optional.ofNullable(links.get(owner));
    }

    @Override
    public synchronized BrokerageLink add(BrokerageLink link) {
        BrokerageLink earlier = links.putIfAbsent(link.owner(), link);
        return earlier == null ? link : earlier;
    }

    @Override
    public synchronized boolean delete(OwnerId owner) {
        return links.remove(owner) != null;
    }
}
