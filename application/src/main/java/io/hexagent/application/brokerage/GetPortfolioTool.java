package io.hexagent.application.brokerage;

import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.Optional;

/**
 * What somebody owns at brokers: totals, accounts and positions. Issuers write the descriptions of what they issue, and
 * anybody may send a wallet a token with a name of his own: the result is marked as written by others. Safe for use by
 * many threads.
 */
public final class GetPortfolioTool extends BrokerageTool {
    public GetPortfolioTool(BrokerageAccess access) {
        super(
                access,
                spec(
                        "get_portfolio",
                        "Portfolio",
                        "briefcase",
                        "The user's brokerage portfolio: totals by currency, the accounts, and all positions, the"
                                + " largest first. Needs a connected brokerage account.",
                        List.of("Show my portfolio", "What is my portfolio worth?", "What are my largest holdings?"),
                        Value.fields().put("account", account()).build()));
    }

    @Override
    ToolResult answer(
            Brokerage brokerage,
            BrokerageUser user,
            List<BrokerageAccount> accounts,
            Value.Fields arguments,
            ToolContext context) {
        Portfolio portfolio = Portfolio.of(brokerage, user, accounts, context.progress());
        return new ToolResult.Succeeded(Untrusted.result()
                .put("totals", portfolio.totals())
                .put("accounts", portfolio.accounts())
                .put("positions", portfolio.positions())
                .put("table", portfolio.table(Optional.empty()).toValue())
                .put("notes", portfolio.notes())
                .build());
    }
}
