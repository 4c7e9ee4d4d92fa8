package io.hexagent.infrastructure.seal;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.Seal;
import io.hexagent.domain.brokerage.BrokerageLink;
import io.hexagent.domain.brokerage.BrokerageLinks;
import io.hexagent.domain.brokerage.BrokerageUser;
import java.util.Optional;

/** Links whose secrets are sealed wherever they are kept. Safe for use by many threads. */
public final class SealedBrokerageLinks implements BrokerageLinks {
    private final BrokerageLinks kept;
    private final Seal seal;

    /** @param kept sees sealed secrets only */
    public SealedBrokerageLinks(BrokerageLinks kept, Seal seal) {
        this.kept = kept;
        this.seal = seal;
    }

    /** @throws Seal.Broken when the stored secret cannot be opened */
    @Override
    public Optional<BrokerageLink> find(OwnerId owner) {
        return kept.find(owner).map(this::opened);
    }

    @Override
    public BrokerageLink add(BrokerageLink link) {
        BrokerageUser user = link.user();
        var sealed = new BrokerageUser(user.id(), seal.seal(user.secret(), purpose(link.owner(), user.id())));
        return opened(kept.add(new BrokerageLink(link.owner(), sealed, link.createdAt())));
    }

    @Override
    public boolean delete(OwnerId owner) {
        return kept.delete(owner);
    }

    private BrokerageLink opened(BrokerageLink link) {
        BrokerageUser user = link.user();
        String secret = seal.open(user.secret(), purpose(link.owner(), user.id()));
        return new BrokerageLink(link.owner(), new BrokerageUser(user.id(), secret), link.createdAt());
    }

    private static String purpose(OwnerId owner, String user) {
        return "brokerage secret of " + owner + " as " + user;
    }
}
