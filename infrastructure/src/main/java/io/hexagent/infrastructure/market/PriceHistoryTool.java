package io.hexagent.infrastructure.market;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.tool.ToolContext;
import io.hexagent.domain.value.Json;
import io.hexagent.domain.value.Value;
import io.hexagent.infrastructure.http.Exchange;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of crypto currencies from Binance's public market data, which needs no key ({@code GET /api/v3/klines},
 * developers.binance.com). All that it tells is numbers, times and the pair that was asked for, each read as such:
 * nobody's words are among them, and the result bears no mark. Safe for use by many threads.
 */
public final class PriceHistoryTool extends MarketTool {
    private static final List<String> INTERVALS = List.of("1m", "5m", "15m", "1h", "4h", "1d", "1w", "1M");
    private static final int USUAL = 90;
    private static final int MOST = 1000;
    private static final int CELLS = 6;
    private static final int BAD_REQUEST = 400;

    private final Source source;
    private final Exchange exchange;
    private final String baseUrl;

    /** @param baseUrl as {@code https://data-api.binance.vision/api/v3} */
    public PriceHistoryTool(String baseUrl, Exchange exchange, Json json) {
        super(spec(
                "price_history",
                "Price history",
                "candles",
                "Open, high, low, close and volume of a crypto currency pair over time, from Binance's public market"
                        + " data, oldest first. Not for shares.",
                List.of(
                        "How did Bitcoin move over the last 30 days?",
                        "Daily prices of ETHUSDT in January 2024",
                        "Hourly closes of SOLUSDT"),
                Value.fields()
                        .put("symbol", text("A pair as Binance writes it, such as BTCUSDT.", "^[A-Za-z0-9]{2,20}$"))
                        .put("interval", choice("Length of a period; 1d by default.", INTERVALS))
                        .put("from", text("First day, as 2024-01-31.", "^\\d{4}-\\d{2}-\\d{2}$"))
                        .put("to", text("Last day, as 2024-02-29.", "^\\d{4}-\\d{2}-\\d{2}$"))
                        .put("limit", whole("Number of periods; 90 by default.", 1, MOST))
                        .build(),
                List.of("symbol")));
        this.baseUrl = baseUrl;
        this.exchange = exchange;
        this.source = new Source("Binance", this::known, Map.of("Accept", "application/json"), json);
    }

    /** A pair that is not there is a bad request at Binance. */
    private Exchange.Answer known(Exchange.Request request) {
        Exchange.Answer answer = exchange.send(request);
        return answer.status() == BAD_REQUEST ? new Exchange.Answer(404, answer.headers(), answer.bytes()) : answer;
    }

    @Override
    Value.Fields answer(Value.Fields arguments, ToolContext context) {
        String symbol = arguments
                .text("symbol")
                .filter(text -> text.matches("[A-Za-z0-9]{2,20}"))
                .map(text -> text.toUpperCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException(
                        "symbol is a pair as Binance writes it, 2 to 20 letters and digits, such as BTCUSDT"));
        String interval = arguments.text("interval").orElse("1d");
        if (!INTERVALS.contains(interval)) {
            throw new IllegalArgumentException("interval \"" + interval + "\" not in " + INTERVALS);
        }
        int limit =
                Math.clamp(arguments.number("limit").map(BigDecimal::intValue).orElse(USUAL), 1, MOST);
        Optional<LocalDate> from = day(arguments, "from");
        Optional<LocalDate> to = day(arguments, "to");
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            throw new IllegalArgumentException("\"to\" " + to.get() + " is before \"from\" " + from.get());
        }
        String address = baseUrl + "/klines?symbol=" + symbol + "&interval=" + interval + "&limit=" + limit
                + from.map(day -> "&startTime=" + millis(day)).orElse("")
                + to.map(day -> "&endTime=" + (millis(day.plusDays(1)) - 1)).orElse("");
        Value told = source.json(address)
                .orElseThrow(() -> new Unanswered(
                        "Binance has no prices of \"" + symbol + "\" for this request; pairs are written as BTCUSDT"));
        if (!(told instanceof Value.Items klines)) {
            throw source.malformed();
        }
        List<List<Value>> rows = klines.items().stream().map(this::row).toList();
        var result = Value.fields()
                .put("source", "Binance public market data (klines), times in UTC")
                .put("symbol", symbol)
                .put("interval", interval)
                .put(
                        "table",
                        Table.of(List.of("time", "open", "high", "low", "close", "volume"), rows)
                                .toValue());
        facts(rows).ifPresent(facts -> result.put("facts", facts));
        return result.build();
    }

    private static Optional<LocalDate> day(Value.Fields arguments, String name) {
        return arguments.text(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException wrong) {
                throw new IllegalArgumentException("\"" + name + "\" is a day as 2024-01-31, got \"" + text + "\"");
            }
        });
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    /** {@code [open time, open, high, low, close, volume, …]}; prices are texts. */
    private List<Value> row(Value kline) {
        if (!(kline instanceof Value.Items items) || items.items().size() < CELLS) {
            throw source.malformed();
        }
        long time = Source.number(items.items().getFirst())
                .orElseThrow(source::malformed)
                .longValue();
        var row = new ArrayList<Value>(CELLS);
        row.add(Value.of(Instant.ofEpochMilli(time).toString()));
        for (Value cell : items.items().subList(1, CELLS)) {
            row.add(Value.of(Source.number(cell).orElseThrow(source::malformed).stripTrailingZeros()));
        }
        return row;
    }

    private static Optional<Value> facts(List<List<Value>> rows) {
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal first = close(rows.getFirst());
        BigDecimal last = close(rows.getLast());
        var facts = Value.fields()
                .put("periods", rows.size())
                .put("first_close", Value.of(first))
                .put("last_close", Value.of(last))
                .put(
                        "highest",
                        Value.of(rows.stream()
                                .map(row -> cell(row, 2))
                                .max(BigDecimal::compareTo)
                                .orElse(last)))
                .put(
                        "lowest",
                        Value.of(rows.stream()
                                .map(row -> cell(row, 3))
                                .min(BigDecimal::compareTo)
                                .orElse(last)));
        if (first.signum() > 0) {
            facts.put(
                    "change",
                    Value.of(last.subtract(first)
                            .divide(first, 6, RoundingMode.HALF_EVEN)
                            .stripTrailingZeros()));
        }
        return Optional.of(facts.build());
    }

    private static BigDecimal close(List<Value> row) {
        return cell(row, 4);
    }

    private static BigDecimal cell(List<Value> row, int place) {
        return row.get(place) instanceof Value.Number number ? number.number() : BigDecimal.ZERO;
    }
}
