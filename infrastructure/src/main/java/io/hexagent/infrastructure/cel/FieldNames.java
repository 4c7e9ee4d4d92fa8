package io.hexagent.infrastructure.cel;

import io.hexagent.domain.strategy.StrategyText;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The names of a document's fields, and which of them was meant. */
final class FieldNames {
    /** What others call ours, without signs between the words. */
    private static final Map<String, String> SYNONYMS = Map.ofEntries(
            Map.entry("ticker", "symbol"),
            Map.entry("instrument", "symbol"),
            Map.entry("asset", "symbol"),
            Map.entry("pair", "symbol"),
            Map.entry("interval", "timeframe"),
            Map.entry("resolution", "timeframe"),
            Map.entry("period", "timeframe"),
            Map.entry("start", "from"),
            Map.entry("startdate", "from"),
            Map.entry("since", "from"),
            Map.entry("fromdate", "from"),
            Map.entry("end", "to"),
            Map.entry("enddate", "to"),
            Map.entry("until", "to"),
            Map.entry("todate", "to"),
            Map.entry("capital", "cash"),
            Map.entry("initialcash", "cash"),
            Map.entry("initialcapital", "cash"),
            Map.entry("balance", "cash"),
            Map.entry("commission", "fee"),
            Map.entry("fees", "fee"),
            Map.entry("size", "sizing"),
            Map.entry("positionsize", "sizing"),
            Map.entry("sl", "stop_loss"),
            Map.entry("stop", "stop_loss"),
            Map.entry("tp", "take_profit"),
            Map.entry("target", "take_profit"),
            Map.entry("riskfreerate", "risk_free"),
            Map.entry("buy", "entry"),
            Map.entry("enter", "entry"),
            Map.entry("long", "entry"),
            Map.entry("buywhen", "entry"),
            Map.entry("sell", "exit"),
            Map.entry("sellwhen", "exit"));

    private FieldNames() {}

    static boolean isKnown(String name) {
        return StrategyText.FIELDS.contains(name);
    }

    static Optional<String> meant(String name) {
        String letters = letters(name);
        return StrategyText.FIELDS.stream()
                .filter(field -> letters(field).equals(letters))
                .findFirst()
                .or(() -> Optional.ofNullable(SYNONYMS.get(letters)))
                .or(() -> Names.nearest(name.toLowerCase(Locale.ROOT), StrategyText.FIELDS));
    }

    private static String letters(String name) {
        return name.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
    }

    /** A line that would be right. */
    static String example(String field) {
        return switch (field) {
            case "symbol" -> "symbol: GOOG";
            case "timeframe" -> "timeframe: 1d";
            case "from" -> "from: 2005-01-01";
            case "to" -> "to: 2007-12-31";
            case "cash" -> "cash: 100000";
            case "fee" -> "fee: 0.001";
            case "slippage" -> "slippage: 0.0005";
            case "sizing" -> "sizing: 50%";
            case "stop_loss" -> "stop_loss: 5%";
            case "take_profit" -> "take_profit: 10%";
            case "risk_free" -> "risk_free: 2%";
            case "exit" -> "exit: rsi(close, 14) > 70";
            default -> "entry: rsi(close, 14) < 30";
        };
    }
}
