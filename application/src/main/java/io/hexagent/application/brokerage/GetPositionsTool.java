package io.hexagent.application.brokerage;

import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.tool.Untrusted;
import io.hexagent.domain.value.Value;
import java.util.List;

/** The positions in somebody's accounts. Safe for use by many threads. */
public final class GetPositionsTool extends BrokerageTool {
    public GetPositionsTool(BrokerageAccess access) {
        super(
                access,
                spec(
                        "get_positions",
                        "Positions",
                        "list",
                        "The positions in the user's brokerage accounts, the largest first, of one account or one"
                                + " symbol on request. Needs a connected brokerage account.",
                        List.of("How many shares of Apple do I own?", "List the positions in my retirement account"),
                        Value.fields()
                                .put("account", account())
                                .put("symbol", text("One ticker symbol, such as AAPL; all by default."))
                                .build()));
    }

    @Override
    ToolResult answer(
            Brokerage brokerage,
            BrokerageUser user,
            List<BrokerageAccount> accounts,
            Value.Fields arguments,
            ToolContext context) {
        Portfolio portfolio = Portfolio.of(brokerage, user, accounts, context.progress());
        Table table = portfolio.table(arguments.text("symbol"));
        return new ToolResult.Succeeded(Untrusted.result()
                .put("positions", table.rows().size())
                .put("table", table.toValue())
                .put("notes", portfolio.notes())
                .build());
    }
}
