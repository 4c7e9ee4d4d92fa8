package io.hexagent.application.brokerage;

import io.hexagent.domain.brokerage.Brokerage;
import io.hexagent.domain.brokerage.BrokerageAccount;
import io.hexagent.domain.brokerage.BrokerageFailure;
import io.hexagent.domain.brokerage.BrokerageUser;
import io.hexagent.domain.brokerage.Holdings;
import io.hexagent.domain.brokerage.Holdings.Position;
import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is in some accounts. Currencies are never added up with each other. The positions stand in the order of their
 * value, so that whoever cuts the list keeps the largest.
 */
final class Portfolio {
    private static final int SHARE_DIGITS = 6;

    private record Held(BrokerageAccount account, Position position) {
        BigDecimal size() {
            return position.value().map(BigDecimal::abs).orElse(BigDecimal.ZERO);
        }
    }

    /** Sums in one currency. */
    private record Sums(BigDecimal cash, BigDecimal positions, BigDecimal gain) {
        static final Sums NONE = new Sums(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Sums plus(Sums other) {
            return new Sums(cash.add(other.cash), positions.add(other.positions), gain.add(other.gain));
        }
    }

    private final List<BrokerageAccount> accounts = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final Map<String, Sums> sums = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();

    private Portfolio() {}

    /**
     * An account that cannot be read now is noted.
     *
     * @throws BrokerageFailure when no account can be read
     */
    static Portfolio of(
            Brokerage brokerage, BrokerageUser user, List<BrokerageAccount> accounts, ToolContext.Progress progress) {
        var portfolio = new Portfolio();
        Optional<BrokerageFailure> failure = Optional.empty();
        for (BrokerageAccount account : accounts) {
            progress.report(100 * portfolio.accounts.size() / accounts.size(), "reading " + account.name());
            try {
                portfolio.add(account, brokerage.holdings(user, account.id()));
            } catch (BrokerageFailure problem) {
                failure = Optional.of(problem);
                portfolio.notes.add(BrokerageTool.named(account) + " is left out: " + problem.getMessage());
            }
        }
        if (portfolio.accounts.isEmpty()) {
            throw failure.orElseThrow();
        }
        portfolio.held.sort(Comparator.comparing(Held::size).reversed());
        return portfolio;
    }

    private void add(BrokerageAccount account, Holdings holdings) {
        accounts.add(account);
        for (Holdings.Cash cash : holdings.cash()) {
            sum(cash.money().currency(), new Sums(cash.money().amount(), BigDecimal.ZERO, BigDecimal.ZERO));
        }
        int unpriced = 0;
        for (Position position : holdings.positions()) {
            held.add(new Held(account, position));
            unpriced += position.value().isEmpty() ? 1 : 0;
            sum(
                    position.currency(),
                    new Sums(
                            BigDecimal.ZERO,
                            position.value().orElse(BigDecimal.ZERO),
                            position.gain().orElse(BigDecimal.ZERO)));
        }
        if (unpriced > 0) {
            notes.add(BrokerageTool.named(account) + ": " + unpriced + " positions have no price and count as 0");
        }
    }

    private void sum(String currency, Sums more) {
        sums.merge(currency, more, Sums::plus);
    }

    int positions() {
        return held.size();
    }

    Value totals() {
        return Value.items(sums.entrySet().stream()
                .map(entry -> Value.fields()
                        .put("currency", entry.getKey())
                        .put(
                                "total",
                                Value.of(entry.getValue()
                                        .cash()
                                        .add(entry.getValue().positions())))
                        .put("cash", Value.of(entry.getValue().cash()))
                        .put("positions", Value.of(entry.getValue().positions()))
                        .put("gain", Value.of(entry.getValue().gain()))
                        .build())
                .toList());
    }

    Value accounts() {
        return Value.items(accounts.stream()
                .map(account -> {
                    var shown = Value.fields()
                            .put("id", account.id())
                            .put("name", account.name())
                            .put("number", account.number())
                            .put("broker", account.broker());
                    account.total()
                            .ifPresent(total ->
                                    shown.put("total", Value.of(total.amount())).put("currency", total.currency()));
                    return shown.build();
                })
                .toList());
    }

    /** The largest first. @param symbol those of one symbol alone */
    Table table(Optional<String> symbol) {
        List<List<Value>> rows = held.stream()
                .filter(one -> symbol.isEmpty()
                        || one.position().symbol().equalsIgnoreCase(symbol.get().strip()))
                .map(this::row)
                .toList();
        return Table.of(
                List.of(
                        "symbol",
                        "description",
                        "units",
                        "price",
                        "value",
                        "currency",
                        "share",
                        "average_price",
                        "gain",
                        "account"),
                rows);
    }

    private List<Value> row(Held one) {
        Position position = one.position();
        return List.of(
                Value.of(position.symbol()),
                Value.of(position.description()),
                Value.of(position.units()),
                BrokerageTool.orAbsent(position.price()),
                BrokerageTool.orAbsent(position.value()),
                Value.of(position.currency()),
                BrokerageTool.orAbsent(position.value().flatMap(value -> share(value, position.currency()))),
                BrokerageTool.orAbsent(position.averagePrice()),
                BrokerageTool.orAbsent(position.gain()),
                Value.of(one.account().name()));
    }

    /** The part of all positions in the currency. */
    private Optional<BigDecimal> share(BigDecimal value, String currency) {
        BigDecimal all = sums.getOrDefault(currency, Sums.NONE).positions();
        return all.signum() == 0
                ? Optional.empty()
                : Optional.of(value.divide(all, SHARE_DIGITS, RoundingMode.HALF_EVEN));
    }

    Value notes() {
        return Value.texts(notes);
    }
}
