package io.hexagent.application.strategy.session;

import io.hexagent.domain.strategy.MarketData.Listing;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds what is to be traded, and on what bars. */
final class MarketWords {
    private static final Pattern BARS =
            Pattern.compile("\\b(?:on\\s+|with\\s+|using\\s+)?(?:the\\s+)?(?:(\\d{1,3})\\s*-?\\s*"
                + "(m|mins?|minutes?|h|hours?|hrs?)\\b|1\\s*-?\\s*(d|w|day|week)\\b(?!s?\\s+(?:rsi|sma|ema|moving|high|low|average|roc|atr))|(hourly|daily|weekly|monthly|minutely|end"
                + " of day|eod)\\b|(hour|minute|week|month|day)\\s+(?=(?:bars?|candles?|chart|timeframe|data)\\b))(?:\\s*(?:bars?|candles?|chart|timeframe|time"
                + " frame|data|prices))?");
    private static final Pattern TICKER =
            Pattern.compile("(?<![A-Za-z0-9_.])[A-Z][A-Z0-9]{0,11}(?:[.-][A-Z]{1,4})?(?![a-z0-9_(])");
    private static final Pattern NAMED =
            Pattern.compile("\\b(?:symbol|ticker)\\s*(?:is|=|:|to)?\\s*([a-z][a-z0-9._-]{0,31})");
    private static final Pattern AFTER =
            Pattern.compile("\\b(?:on|for|trade|trading|to|buy|of)\\s+([a-z]{2,10}(?:usdt|usd|btc))\\b");

    /** In capitals, and no symbols. */
    private static final Set<String> NO_SYMBOLS = Set.copyOf(Arrays.asList(
            ("RSI SMA EMA WMA MA MACD ATR ADX OBV ROC BB BBANDS AND OR NOT BUY SELL ENTER EXIT LONG SHORT SL TP USD"
                + " EUR GBP USDT A I K D H1 H4 D1 W1 M1 M5 M15 M30 Q1 Q2 Q3 Q4 OK CAGR CSV YAML JSON CEL LEAN ALL ON"
                + " FOR THE IF WHEN STOP LOSS TAKE PROFIT RERUN BACKTEST STRATEGY ABOVE BELOW CROSS CROSSES OVER UNDER"
                + " WITH USE TO OF IN AT IS IT BY GOLDEN DEATH HIGH LOW OPEN CLOSE VOLUME PRICE STOCH DAY DAYS FEE"
                + " CASH ETF PLEASE ADD THEN BETWEEN FROM UNTIL MAKE TRY RUN WANT MY ME NO YES THAN MORE LESS")
                    .split(" ", -1)));

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("google", "GOOG"),
            Map.entry("alphabet", "GOOG"),
            Map.entry("bitcoin", "BTCUSDT"),
            Map.entry("btc", "BTCUSDT"),
            Map.entry("ethereum", "ETHUSDT"),
            Map.entry("ether", "ETHUSDT"),
            Map.entry("eth", "ETHUSDT"),
            Map.entry("solana", "SOLUSDT"),
            Map.entry("apple", "AAPL"),
            Map.entry("microsoft", "MSFT"),
            Map.entry("tesla", "TSLA"),
            Map.entry("amazon", "AMZN"));
    private static final Pattern NAME = Pattern.compile(
            "\\b(" + String.join("|", NAMES.keySet().stream().sorted().toList()) + ")(?:'s)?\\b");

    Optional<Symbol> symbol = Optional.empty();
    Optional<Timeframe> timeframe = Optional.empty();
    Optional<String> problem = Optional.empty();

    private MarketWords() {}

    static MarketWords in(Utterance said, List<Listing> listings) {
        var market = new MarketWords();
        market.bars(said);
        market.symbol = market.listed(said, listings)
                .or(() -> market.named(said))
                .or(() -> market.ticker(said))
                .or(() -> said.take(NAME).map(found -> new Symbol(NAMES.getOrDefault(found.group(1), found.group(1)))))
                .or(() -> said.take(AFTER).map(found -> new Symbol(found.group(1))));
        return market;
    }

    boolean isFound() {
        return symbol.isPresent() || timeframe.isPresent() || problem.isPresent();
    }

    private void bars(Utterance said) {
        said.take(BARS).ifPresent(found -> {
            String name = nameOf(found);
            timeframe = Timeframe.of(name);
            if (timeframe.isEmpty()) {
                problem = Optional.of("Bars of " + name + " are not known; there are "
                        + Arrays.stream(Timeframe.values()).map(Timeframe::wire).collect(Collectors.joining(", "))
                        + ". Which do you want?");
            }
        });
    }

    private static String nameOf(MatchResult found) {
        if (found.group(1) != null) {
            int count = Integer.parseInt(found.group(1));
            boolean hours = found.group(2).startsWith("h");
            return !hours && count == 60 ? "1h" : count + (hours ? "h" : "m");
        }
        String word =
                found.group(3) != null ? found.group(3) : found.group(4) != null ? found.group(4) : found.group(5);
        return switch (word) {
            case "d", "day", "daily", "end of day", "eod" -> "1d";
            case "w", "week", "weekly" -> "1w";
            case "hour", "hourly" -> "1h";
            case "minute", "minutely" -> "1m";
            default -> "1 month";
        };
    }

    /** A symbol that is there, however it is written. */
    private Optional<Symbol> listed(Utterance said, List<Listing> listings) {
        for (Listing listing : listings) {
            String name = listing.symbol().name().toLowerCase(Locale.ROOT);
            boolean isWord = NO_SYMBOLS.contains(listing.symbol().name()) || name.length() < 2;
            if (!isWord
                    && said.takes(Pattern.compile("(?<![a-z0-9_.])" + Pattern.quote(name) + "(?:'s)?(?![a-z0-9_(])"))) {
                return Optional.of(listing.symbol());
            }
        }
        return Optional.empty();
    }

    private Optional<Symbol> named(Utterance said) {
        return said.take(NAMED).map(found -> new Symbol(found.group(1)));
    }

    /** A word in capitals, unless the whole message is. */
    private Optional<Symbol> ticker(Utterance said) {
        if (said.original().equals(said.original().toUpperCase(Locale.ROOT))) {
            return Optional.empty();
        }
        Matcher ticker = TICKER.matcher(said.original());
        while (ticker.find()) {
            String name = ticker.group();
            boolean read = said.left().substring(ticker.start(), ticker.end()).isBlank();
            if (!read && name.length() >= 2 && !NO_SYMBOLS.contains(name)) {
                said.blank(ticker.start(), ticker.end());
                return Optional.of(new Symbol(NAMES.getOrDefault(name.toLowerCase(Locale.ROOT), name)));
            }
        }
        return Optional.empty();
    }
}
