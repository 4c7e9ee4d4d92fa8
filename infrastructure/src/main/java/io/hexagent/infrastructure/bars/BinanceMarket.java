package io.hexagent.infrastructure.bars;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.BarCheck;
import io.hexagent.domain.strategy.Bars;
import io.hexagent.domain.strategy.MarketData;
import io.hexagent.domain.strategy.MarketHours;
import io.hexagent.domain.strategy.Symbol;
import io.hexagent.domain.strategy.Timeframe;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import io.hexagent.infrastructure.http.Outage;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Crypto currencies from Binance's public market data ({@code GET /api/v3/klines}, developers.binance.com), page by
 * page by the opening time of the next bar. A bar that has not closed yet is left out. Safe for use by many threads.
 */
public final class BinanceMarket implements MarketData {
    private static final int PAGE = 1000;
    private static final int CELLS = 7;
    private static final int BAD_REQUEST = 400;
    private static final int INVALID_SYMBOL = -1121;
    private static final Pattern PAIR = Pattern.compile("[A-Z0-9]{2,20}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?");
    private static final List<Symbol> SOME = Stream.of(
                    "BTCUSDT", "ETHUSDT", "BNBUSDT", "SOLUSDT", "XRPUSDT", "ADAUSDT", "DOGEUSDT", "LTCUSDT")
            .map(Symbol::new)
            .toList();

    /**
     * @param baseUrl as {@code https://data-api.binance.vision/api/v3}
     * @param mostBars of one answer; more are refused before they are all asked for
     */
    public record Options(String baseUrl, BarCheck.Policy policy, int mostBars) {}

    private final Options options;
    private final Exchange exchange;
    private final Json json;
    private final InstantSource clock;

    /** @param exchange keeps to Binance's rate limit and tries again */
    public BinanceMarket(Options options, Exchange exchange, Json json, InstantSource clock) {
        this.options = options;
        this.exchange = exchange;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public List<Listing> listings(OwnerId owner) {
        return SOME.stream()
                .map(symbol ->
                        new Listing(symbol, List.of(Timeframe.values()), "binance", Optional.empty(), Optional.empty()))
                .toList();
    }

    @Override
    public Answer bars(
            OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
        if (!PAIR.matcher(symbol.name()).matches()) {
            return unknown(symbol);
        }
        try {
            return asked(symbol, timeframe, from, to);
        } catch (Unknown none) {
            return unknown(symbol);
        } catch (Trouble trouble) {
            return new Answer.Unavailable(trouble.getMessage());
        } catch (Outage outage) {
            return new Answer.Unavailable("Binance cannot be reached: " + outage.getMessage());
        }
    }

    private static Answer unknown(Symbol symbol) {
        return new Answer.UnknownSymbol(symbol, Symbols.nearest(symbol, SOME, Markets.MOST_OFFERED));
    }

    private Answer asked(Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to) {
        long now = clock.millis();
        long start = from.map(ReadBars::millis).orElse(0L);
        long end = to.map(day -> ReadBars.millis(day.plusDays(1)) - 1)
                .map(last -> Math.min(last, now))
                .orElse(now);
        if (from.isPresent()) {
            refuseTooMany(symbol, timeframe, start, end);
        }
        var rows = new ArrayList<Row>();
        long next = start;
        while (next <= end) {
            List<Row> page = page(symbol, timeframe, "&startTime=" + next + "&endTime=" + end, PAGE);
            if (page.isEmpty()) {
                break;
            }
            if (rows.isEmpty() && from.isEmpty()) {
                refuseTooMany(symbol, timeframe, page.getFirst().open(), end);
            }
            page.stream().filter(row -> row.close() < now).forEach(rows::add);
            long last = page.getLast().open();
            if (last < next) {
                throw new Trouble("Binance's answer is not in the order of time");
            }
            next = last + 1;
            if (page.size() < PAGE) {
                break;
            }
        }
        return rows.isEmpty() ? none(symbol, timeframe, now) : found(symbol, timeframe, rows);
    }

    /** @throws Trouble that says how to ask for less */
    private void refuseTooMany(Symbol symbol, Timeframe timeframe, long start, long end) {
        long bars = (end - start) / timeframe.length().toMillis();
        if (bars > options.mostBars()) {
            throw new Trouble(symbol + " has about " + bars + " bars of " + timeframe + " in this range, more than "
                    + options.mostBars()
                    + " (setting market.binance-bars); name a later \"from\" or a longer timeframe");
        }
    }

    private Answer found(Symbol symbol, Timeframe timeframe, List<Row> rows) {
        var bars = new Bars(
                rows.stream().mapToLong(Row::open).toArray(),
                rows.stream().mapToDouble(row -> row.prices()[0]).toArray(),
                rows.stream().mapToDouble(row -> row.prices()[1]).toArray(),
                rows.stream().mapToDouble(row -> row.prices()[2]).toArray(),
                rows.stream().mapToDouble(row -> row.prices()[3]).toArray(),
                rows.stream().mapToDouble(row -> row.prices()[4]).toArray());
        return new ReadBars(bars, Optional.of(timeframe), MarketHours.ALWAYS, List.of())
                .answer(
                        symbol,
                        timeframe,
                        Optional.empty(),
                        Optional.empty(),
                        "binance " + symbol + " " + timeframe,
                        options.policy());
    }

    /** There is nothing in the range; the first and the last bar tell where there is. */
    private Answer none(Symbol symbol, Timeframe timeframe, long now) {
        List<Row> first = page(symbol, timeframe, "&startTime=0", 1);
        List<Row> last = page(symbol, timeframe, "&endTime=" + now, 1);
        if (first.isEmpty() || last.isEmpty()) {
            throw new Trouble("Binance has no prices of " + symbol);
        }
        return new Answer.NoneInRange(
                symbol, day(first.getFirst().open()), day(last.getLast().open()));
    }

    private static LocalDate day(long millis) {
        return BarTimes.day(Instant.ofEpochMilli(millis));
    }

    private List<Row> page(Symbol symbol, Timeframe timeframe, String range, int limit) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("asking for bars was interrupted");
        }
        Exchange.Answer answer = exchange.send(Exchange.Request.get(
                URI.create(options.baseUrl() + "/klines?symbol=" + symbol + "&interval=" + timeframe.wire() + "&limit="
                        + limit + range),
                Map.of("Accept", "application/json")));
        if (answer.status() == BAD_REQUEST && code(answer) == INVALID_SYMBOL) {
            throw new Unknown();
        }
        if (!answer.isOk()) {
            throw new Trouble("Binance "
                    + (answer.status() == 429 || answer.status() == 418 || answer.status() >= 500
                            ? "cannot answer now"
                            : "refused the request")
                    + " (status " + answer.status() + ")");
        }
        if (!(read(answer) instanceof Value.Items rows)) {
            throw malformed();
        }
        return rows.items().stream().map(BinanceMarket::row).toList();
    }

    private Value read(Exchange.Answer answer) {
        try {
            return json.read(answer.text());
        } catch (Json.MalformedJson wrong) {
            throw malformed();
        }
    }

    private int code(Exchange.Answer answer) {
        return read(answer) instanceof Value.Fields fields
                ? fields.number("code").map(BigDecimal::intValue).orElse(0)
                : 0;
    }

    /** {@code [open time, "open", "high", "low", "close", "volume", close time, …]}. */
    private static Row row(Value kline) {
        if (!(kline instanceof Value.Items items) || items.items().size() < CELLS) {
            throw malformed();
        }
        List<Value> cells = items.items();
        double[] prices = new double[5];
        for (int i = 0; i < prices.length; i++) {
            prices[i] = number(cells.get(i + 1)).doubleValue();
        }
        return new Row(
                number(cells.getFirst()).longValue(),
                number(cells.get(CELLS - 1)).longValue(),
                prices);
    }

    private static BigDecimal number(Value cell) {
        if (cell instanceof Value.Number number) {
            return number.number();
        }
        if (cell instanceof Value.Text text && NUMBER.matcher(text.text()).matches()) {
            return new BigDecimal(text.text());
        }
        throw malformed();
    }

    private static Trouble malformed() {
        return new Trouble("Binance's answer could not be read");
    }

    /** @param prices open, high, low, close, volume */
    private record Row(long open, long close, double[] prices) {}

    /** There is no such pair. */
    private static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("no such pair", null, false, false);
        }
    }

    /** Binance cannot tell. The message may be shown. */
    private static final class Trouble extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Trouble(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
