package io.hexagent.application.brokerage;

import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.Brokerage.Orders;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageOrder;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.tool.ToolResult;
import io.hexagent.domain.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The orders in somebody's accounts. They were given by that person, in the broker's own vocabulary: nobody else's
 * words are among them, and the result bears no mark. Safe for use by many threads.
 */
public final class GetOrdersTool extends BrokerageTool {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 90;

    public GetOrdersTool(BrokerageAccess access) {
        super(
                access,
                spec(
                        "get_orders",
                        "Orders",
                        "receipt",
                        "The orders in the user's brokerage accounts, the newest first: all, open or executed ones of"
                                + " the last days. Needs a connected brokerage account.",
                        List.of("What did I buy this month?", "Do I have open orders?"),
                        Value.fields()
                                .put("account", account())
                                .put(
                                        "state",
                                        Value.fields()
                                                .put("type", "string")
                                                .put("enum", Value.texts(List.of("all", "open", "executed")))
                                                .put("description", "Which orders; all by default.")
                                                .build())
                                .put(
                                        "days",
                                        Value.fields()
                                                .put("type", "integer")
                                                .put("minimum", 1)
                                                .put("maximum", MOST_DAYS)
                                                .put("description", "How far back; 30 by default.")
                                                .build())
                                .build()));
    }

    private record Placed(BrokerageAccount account, BrokerageOrder order) {}

    @Override
    ToolResult answer(
            Brokerage brokerage,
            BrokerageUser user,
            List<BrokerageAccount> accounts,
            Value.Fields arguments,
            ToolContext context) {
        Orders which = arguments
                .text("state")
                .flatMap(state -> Stream.of(Orders.values())
                        .filter(one -> one.name().equalsIgnoreCase(state))
                        .findFirst())
                .orElse(Orders.ALL);
        int days = arguments.number("days").map(Number::intValue).orElse(USUAL_DAYS);
        var placed = new ArrayList<Placed>();
        for (BrokerageAccount account : accounts) {
            brokerage
                    .orders(user, account.id(), which, Math.clamp(days, 1, MOST_DAYS))
                    .forEach(order -> placed.add(new Placed(account, order)));
        }
        placed.sort(Comparator.comparing((Placed one) -> one.order().placedAt().orElse(""))
                .reversed());
        Table table = Table.of(
                List.of("placed_at", "symbol", "action", "type", "status", "quantity", "filled", "price", "account"),
                placed.stream().map(GetOrdersTool::row).toList());
        return new ToolResult.Succeeded(Value.fields()
                .put("orders", placed.size())
                .put("days", days)
                .put("table", table.toValue())
                .build());
    }

    private static List<Value> row(Placed one) {
        BrokerageOrder order = one.order();
        return List.of(
                order.placedAt().map(Value::of).orElse(Value.Absent.ABSENT),
                Value.of(order.symbol()),
                Value.of(order.action()),
                Value.of(order.type()),
                Value.of(order.status()),
                orAbsent(order.quantity()),
                orAbsent(order.filled()),
                orAbsent(order.price()),
                Value.of(one.account().name()));
    }
}
