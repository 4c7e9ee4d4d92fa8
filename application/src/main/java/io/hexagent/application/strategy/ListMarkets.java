package io.hexagent.application.strategy;

import io.hexagent.domain.access.Principal;
import io.hexagent.domain.strategy.MarketData;
import java.util.List;

/** Lists the series that strategies can be tried on. Safe for use by many threads. */
public final class ListMarkets {
    private final MarketData market;

    public ListMarkets(MarketData market) {
        this.market = market;
    }

    public record Command(Principal principal) {
        public Command() {
            this(Principal.LOCAL);
        }
    }

    /** What is offered; a source of endless symbols names some. */
    public List<MarketData.Listing> handle(Command command) {
        return market.listings(command.principal().owner());
    }
}
