package io.hexagent.infrastructure.snaptrade;

import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.brokerage.BrokerageFailure.Code;
import io.hexagent.domain.brokerage.BrokerageOrder;
import io.hexagent.domain.brokerage.Holdings;
import io.hexagent.domain.brokerage.Money;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** SnapTrade's answers in our words. Numbers come as numbers or as texts. */
final class Shapes {
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,2})?");
    private static final int SHOWN_OF_NUMBER = 4;

    private Shapes() {}

    /** @throws BrokerageFailure when the answer is no list of objects */
    static List<Value.Fields> list(Value answer) {
        if (!(answer instanceof Value.Items items)) {
            throw malformed("a list");
        }
        return items.items().stream()
                .map(item -> {
                    if (item instanceof Value.Fields fields) {
                        return fields;
                    }
                    throw malformed("a list of objects");
                })
                .toList();
    }

    static BrokerageFailure malformed(String expected) {
        return new BrokerageFailure(
                Code.MALFORMED, "SnapTrade's answer could not be read: " + expected + " was expected");
    }

    static BrokerageAccount account(Value.Fields account) {
        Value.Fields total = fields(fields(account, "balance"), "total");
        return new BrokerageAccount(
                required(account, "id"),
                account.text("name").orElse(""),
                ending(account.text("number").orElse("")),
                account.text("institution_name").orElse(""),
                number(total, "amount").map(amount -> new Money(amount, currency(total))));
    }

    /** An account's number is shown by its last characters alone. */
    private static String ending(String number) {
        return number.length() <= SHOWN_OF_NUMBER ? number : "…" + number.substring(number.length() - SHOWN_OF_NUMBER);
    }

    static Optional<Holdings.Cash> cash(Value.Fields balance) {
        return number(balance, "cash")
                .map(cash -> new Holdings.Cash(new Money(cash, currency(balance)), number(balance, "buying_power")));
    }

    static Holdings.Position position(Value.Fields position) {
        Value.Fields outer = fields(position, "symbol");
        Value.Fields symbol = outer.fields("symbol").orElse(outer);
        return new Holdings.Position(
                symbol(symbol),
                symbol.text("description").or(() -> outer.text("description")).orElse(""),
                position.has("currency") ? currency(position) : currency(symbol),
                number(position, "units")
                        .or(() -> number(position, "fractional_units"))
                        .orElse(BigDecimal.ZERO),
                number(position, "price"),
                number(position, "average_purchase_price"),
                number(position, "open_pnl"));
    }

    static BrokerageOrder order(Value.Fields order) {
        return new BrokerageOrder(
                order.text("brokerage_order_id").orElse(""),
                order.fields("universal_symbol")
                        .map(Shapes::symbol)
                        .or(() -> order.fields("option_symbol").flatMap(option -> option.text("ticker")))
                        .or(() -> order.text("symbol"))
                        .orElse("?"),
                order.text("status").orElse("?"),
                order.text("action").orElse("?"),
                order.text("order_type").orElse("?"),
                number(order, "total_quantity"),
                number(order, "filled_quantity"),
                number(order, "execution_price").or(() -> number(order, "limit_price")),
                order.text("time_placed"));
    }

    private static String symbol(Value.Fields symbol) {
        return symbol.text("symbol").or(() -> symbol.text("raw_symbol")).orElse("?");
    }

    /** {@code "currency": "USD"} or {@code "currency": {"code": "USD", …}}. */
    private static String currency(Value.Fields of) {
        return of.text("currency")
                .or(() -> of.fields("currency").flatMap(currency -> currency.text("code")))
                .orElse("?");
    }

    private static Value.Fields fields(Value.Fields of, String name) {
        return of.fields(name).orElse(Value.Fields.EMPTY);
    }

    static String required(Value.Fields of, String name) {
        return of.text(name).filter(text -> !text.isBlank()).orElseThrow(() -> malformed("\"" + name + "\""));
    }

    static Optional<BigDecimal> number(Value.Fields of, String name) {
        return of.number(name)
                .or(() -> Stream.of(of.get(name))
                        .filter(Value.Text.class::isInstance)
                        .map(text -> text.toString().strip())
                        .filter(text -> NUMBER.matcher(text).matches())
                        .map(BigDecimal::new)
                        .findFirst());
    }
}
