package io.hexagent.infrastructure.lean;

import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import io.hexagent.domain.strategy.RuleText;
import io.hexagent.domain.strategy.Sizing;
import io.hexagent.domain.strategy.Strategy;
import io.hexagent.domain.strategy.StrategyExport;
import io.hexagent.domain.strategy.StrategyText;
import io.hexagent.domain.strategy.Timeframe;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes a strategy as an algorithm of QuantConnect's Lean, in Python. Stateless. */
public final class LeanWriter implements StrategyExport {
    private static final Pattern CRYPTO = Pattern.compile(
            "[A-Z0-9]{2,12}(?:USDT|USDC|FDUSD|BUSD|TUSD)|(?:BTC|ETH|SOL|XRP|ADA|LTC|BNB|DOGE)(?:USD|EUR|GBP|BTC|ETH|BNB)");
    private static final Pattern EQUITY = Pattern.compile("[A-Z0-9]+(?:\\.[A-Z0-9]+)?");

    private static final String HEAD = """
        from AlgorithmImports import *

        NAN = float("nan")


        def feed(indicator, time, amount):
            \"""Gives an indicator its next value; an undefined one is left out.\"""
            if amount == amount:
                indicator.update(time, amount)


        def value(indicator, line):
            \"""What a line of an indicator says, undefined until its window is full.\"""
            return float(line.current.value) if indicator.is_ready else NAN


        def divided(left, right):
            return left / right if right != 0 else NAN


        def defined(*amounts):
            return all(amount == amount for amount in amounts)


        class PartFeeModel(FeeModel):
            \"""A part of each order's value, for each side.\"""

            def __init__(self, part):
                super().__init__()
                self.part = part

            def get_order_fee(self, parameters):
                amount = abs(parameters.order.absolute_quantity * parameters.security.price) * self.part
                return OrderFee(CashAmount(amount, parameters.security.quote_currency.symbol))


        """;

    @Override
    public String format() {
        return "lean";
    }

    @Override
    public Exported export(Strategy strategy) {
        String symbol = strategy.symbol().name();
        boolean crypto = CRYPTO.matcher(symbol).matches();
        if (!crypto && !EQUITY.matcher(symbol).matches()) {
            return new Exported.Refused(List.of(new CompileError(
                    ErrorCode.NOT_EXPORTABLE.wire(),
                    "Lean has no name for the symbol \"" + symbol + "\"",
                    StrategyText.position(strategy.code(), "symbol"),
                    "Lean knows shares such as GOOG and pairs such as BTCUSDT; this is neither.",
                    "Use a symbol of an exchange.",
                    "symbol: GOOG")));
        }
        return new Exported.Written(program(strategy, crypto), "main.py", notes(strategy, crypto));
    }

    private static String program(Strategy strategy, boolean crypto) {
        var rules = new LeanRules();
        String entry = rules.condition(strategy.entry());
        String exit = rules.condition(strategy.exit());
        var lines = new Lines();
        strategy.code().lines().forEach(line -> lines.add(0, ("# " + line).stripTrailing()));
        lines.add(0, "");
        HEAD.lines().forEach(line -> lines.add(0, line));
        lines.add(0, "");
        lines.add(0, "class HexagentStrategy(QCAlgorithm):");
        lines.add(1, "def initialize(self):");
        strategy.from().ifPresent(day -> lines.add(2, "self.set_start_date(" + date(day) + ")"));
        strategy.to().ifPresent(day -> lines.add(2, "self.set_end_date(" + date(day) + ")"));
        terms(strategy, crypto, lines);
        rules.indicators().forEach(indicator -> lines.add(2, indicator));
        lines.add(2, "self._was = {}");
        bars(strategy, lines);
        lines.add(0, "");
        lines.add(1, "def on_bar(self, bar):");
        rules.statements().forEach(statement -> lines.add(2, statement));
        lines.add(2, "self._was = " + rules.memory());
        lines.add(2, "self.follow_rules(" + entry + ", " + exit + ", float(bar.close))");
        orders(strategy, crypto, lines);
        return lines.text();
    }

    private static String date(LocalDate day) {
        return day.getYear() + ", " + day.getMonthValue() + ", " + day.getDayOfMonth();
    }

    private static void terms(Strategy strategy, boolean crypto, Lines lines) {
        Strategy.Terms terms = strategy.terms();
        String symbol = "\"" + strategy.symbol() + "\", Resolution." + resolution(strategy.timeframe());
        lines.add(2, "self.set_cash(" + RuleText.of(terms.cash()) + ")");
        lines.add(
                2,
                crypto
                        ? "asset = self.add_crypto(" + symbol + ", Market.BINANCE)"
                        : "asset = self.add_equity(" + symbol + ")");
        lines.add(2, "asset.set_fee_model(PartFeeModel(" + RuleText.of(terms.fee()) + "))");
        if (terms.slippage() > 0) {
            lines.add(2, "asset.set_slippage_model(ConstantSlippageModel(" + RuleText.of(terms.slippage()) + "))");
        }
        lines.add(2, "self._symbol = asset.symbol");
        lines.add(2, "self.set_benchmark(self._symbol)");
    }

    /** The resolution of Lean from which a timeframe is made. */
    private static String resolution(Timeframe timeframe) {
        return switch (timeframe) {
            case ONE_MINUTE, FIVE_MINUTES, FIFTEEN_MINUTES, THIRTY_MINUTES -> "MINUTE";
            case ONE_HOUR, FOUR_HOURS -> "HOUR";
            case ONE_DAY, ONE_WEEK -> "DAILY";
        };
    }

    private static void bars(Strategy strategy, Lines lines) {
        String period =
                switch (strategy.timeframe()) {
                    case ONE_MINUTE, ONE_HOUR, ONE_DAY -> "";
                    case ONE_WEEK -> "Calendar.WEEKLY";
                    case FIVE_MINUTES, FIFTEEN_MINUTES, THIRTY_MINUTES, FOUR_HOURS ->
                        "timedelta(minutes=" + strategy.timeframe().length().toMinutes() + ")";
                };
        if (!period.isEmpty()) {
            lines.add(2, "self.consolidate(self._symbol, " + period + ", self.on_bar)");
            return;
        }
        lines.add(0, "");
        lines.add(1, "def on_data(self, data):");
        lines.add(2, "bar = data.bars.get(self._symbol)");
        lines.add(2, "if bar is not None:");
        lines.add(3, "self.on_bar(bar)");
    }

    private static void orders(Strategy strategy, boolean crypto, Lines lines) {
        String order = opens(strategy, crypto) ? "market_on_open_order" : "market_order";
        lines.add(0, "");
        lines.add(1, "def follow_rules(self, enters, leaves, price):");
        lines.add(2, "holding = self.portfolio[self._symbol].quantity");
        lines.add(2, "if holding > 0:");
        lines.add(3, "if leaves:");
        lines.add(4, "self.transactions.cancel_open_orders(self._symbol)");
        lines.add(4, "self." + order + "(self._symbol, -holding)");
        lines.add(2, "elif enters and not self.transactions.get_open_orders(self._symbol):");
        lines.add(3, "quantity = self.order_size(price)");
        lines.add(3, "if quantity > 0:");
        lines.add(4, "self." + order + "(self._symbol, quantity)");
        lines.add(0, "");
        lines.add(1, "def order_size(self, price):");
        double costs = 1 + strategy.terms().fee();
        String affordable = "self.calculate_order_quantity(self._symbol, ";
        String whole = crypto ? "" : "int";
        switch (strategy.terms().sizing()) {
            case Sizing.Part(var part) -> lines.add(2, "return " + affordable + RuleText.of(part) + ")");
            case Sizing.Money(var amount) ->
                lines.add(
                        2,
                        "return min(" + whole + "(" + RuleText.of(amount) + " / (price * " + RuleText.of(costs) + ")), "
                                + affordable + "1))");
            case Sizing.Units(var units) ->
                lines.add(2, "return min(" + whole + "(" + RuleText.of(units) + "), " + affordable + "1))");
        }
        stops(strategy.terms(), lines);
    }

    private static void stops(Strategy.Terms terms, Lines lines) {
        if (terms.stopLoss().isEmpty() && terms.takeProfit().isEmpty()) {
            return;
        }
        lines.add(0, "");
        lines.add(1, "def on_order_event(self, event):");
        lines.add(2, "if event.status != OrderStatus.FILLED:");
        lines.add(3, "return");
        lines.add(2, "holding = self.portfolio[self._symbol].quantity");
        lines.add(2, "if event.fill_quantity > 0:");
        terms.stopLoss()
                .ifPresent(part -> lines.add(
                        3,
                        "self.stop_market_order(self._symbol, -holding, event.fill_price * (1 - " + RuleText.of(part)
                                + "))"));
        terms.takeProfit()
                .ifPresent(part -> lines.add(
                        3,
                        "self.limit_order(self._symbol, -holding, event.fill_price * (1 + " + RuleText.of(part)
                                + "))"));
        lines.add(2, "elif holding == 0:");
        lines.add(3, "self.transactions.cancel_open_orders(self._symbol)");
    }

    private static boolean opens(Strategy strategy, boolean crypto) {
        return !crypto && resolution(strategy.timeframe()).equals("DAILY");
    }

    private static List<String> notes(Strategy strategy, boolean crypto) {
        var notes = new ArrayList<String>();
        notes.add("Lean needs its own data of " + strategy.symbol() + "; its prices may be adjusted otherwise.");
        notes.add(
                opens(strategy, crypto)
                        ? "Orders fill at the next open, as here; their size is reckoned at the close before."
                        : "Lean fills market orders at the price at the signal, which is the next open where nothing"
                                + " happens between two bars; their size is reckoned at the same price.");
        if (!crypto) {
            notes.add("Lean buys whole shares and keeps a small part of the cash as a buffer.");
        }
        notes.add("Lean seeds exponential averages in its own way: the first values of ema and macd may differ.");
        if (strategy.terms().stopLoss().isPresent()
                || strategy.terms().takeProfit().isPresent()) {
            notes.add("Where a bar touches both levels Lean's own fill model decides which of them comes first.");
        }
        if (strategy.terms().riskFree() != 0) {
            notes.add("Lean's ratios use its own return without risk.");
        }
        return notes;
    }

    /** Lines of Python. */
    private static final class Lines {
        private final StringBuilder text = new StringBuilder();

        void add(int indent, String line) {
            text.append(line.isEmpty() ? "" : "    ".repeat(indent))
                    .append(line)
                    .append('\n');
        }

        String text() {
            return text.toString();
        }
    }
}
