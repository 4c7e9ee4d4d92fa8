package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageLinks;
import io.hexagent.domain.brokerage.BrokerageUser;
import java.util.Optional;

/** Links to brokers in Postgres. Safe for use by many threads. */
final class PostgresBrokerageLinks implements BrokerageLinks {
    private final BrokerageLinkRows rows;

    PostgresBrokerageLinks(BrokerageLinkRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<BrokerageLink> find(OwnerId owner) {
        return Calls.of(() -> rows.of(owner.value()))
                .map(row ->
                        new BrokerageLink(owner, new BrokerageUser(row.userId(), row.sealedSecret()), row.createdAt()));
    }

    @Override
    public BrokerageLink add(BrokerageLink link) {
        while (true) {
            Calls.run(() ->
                    rows.add(link.owner().value(), link.user().id(), link.user().secret(), link.createdAt()));
            // Empty when the one that stood in the way was removed meanwhile: then there is room.
            Optional<BrokerageLink> kept = find(link.owner());
            if (kept.isPresent()) {
                return kept.get();
            }
        }
    }

    @Override
    public boolean delete(OwnerId owner) {
        return Calls.of(() -> rows.delete(owner.value())) > 0;
    }
}
