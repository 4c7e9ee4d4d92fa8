package io.hexagent.infrastructure.bars;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which column of a CSV file holds what, by the usual spellings of their names.
 *
 * @param clock the time of day where day and time stand apart; {@link #NONE} otherwise
 * @param volume {@link #NONE} when there is none
 */
record BarHeader(int time, int clock, int open, int high, int low, int close, int volume) {
    static final int NONE = -1;

    private static final List<String> MOMENTS = List.of(
            "datetime", "timestamp", "opentime", "gmttime", "localtime", "unixtimestamp", "unixtime", "unix", "epoch");
    private static final List<String> DAYS = List.of("date", "day", "dtyyyymmdd", "tradingday", "tradedate", "dt");
    private static final List<String> CLOCKS = List.of("time", "hour", "t", "ts");

    /** As files without a header have them, Binance's among them. */
    static final BarHeader USUAL = new BarHeader(0, NONE, 1, 2, 3, 4, 5);

    /** The columns of a header; empty when the cells are none, with what is missing for the message. */
    sealed interface Found {
        record Columns(BarHeader header) implements Found {}

        record Missing(List<String> names) implements Found {}
    }

    static Found of(List<String> cells) {
        List<String> names = cells.stream().map(BarHeader::plain).toList();
        Optional<Integer> moment = exact(names, MOMENTS);
        Optional<Integer> day = exact(names, DAYS);
        Optional<Integer> clock = exact(names, CLOCKS);
        int time = moment.or(() -> day).or(() -> clock).orElseGet(() -> names.indexOf(""));
        int apart = moment.isEmpty() && day.isPresent() ? clock.orElse(NONE) : NONE;
        int open = price(names, "open", "o", "first");
        int high = price(names, "high", "h", "max");
        int low = price(names, "low", "l", "min");
        int close = price(names, "close", "c", "last", "closelast", "price", "settle");
        int volume = volume(names);
        var missing = new ArrayList<String>();
        require(missing, time, "date or time");
        require(missing, open, "open");
        require(missing, high, "high");
        require(missing, low, "low");
        require(missing, close, "close");
        return missing.isEmpty()
                ? new Found.Columns(new BarHeader(time, apart, open, high, low, close, volume))
                : new Found.Missing(missing);
    }

    private static void require(List<String> missing, int column, String name) {
        if (column < 0) {
            missing.add(name);
        }
    }

    /** Small letters and digits alone, without what Alpha Vantage counts columns with ("1. open"). */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("^\\s*\\d+\\.\\s*", "").replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static Optional<Integer> exact(List<String> names, List<String> spellings) {
        return spellings.stream().map(names::indexOf).filter(at -> at >= 0).findFirst();
    }

    /** The name itself, or one that begins or ends with it, as GOOG.Open or open_price; never an adjusted price. */
    private static int price(List<String> names, String word, String... spellings) {
        var all = new ArrayList<String>(List.of(word));
        all.addAll(List.of(spellings));
        return exact(names, all).orElseGet(() -> {
            for (int i = 0; i < names.size(); i++) {
                String name = names.get(i);
                if ((name.endsWith(word) || name.startsWith(word))
                        && !name.contains("adj")
                        && !name.contains("time")
                        && !name.contains("interest")) {
                    return i;
                }
            }
            return NONE;
        });
    }

    private static int volume(List<String> names) {
        return exact(names, List.of("volume", "vol", "v", "tickvol")).orElseGet(() -> {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).contains("volume")) {
                    return i;
                }
            }
            return NONE;
        });
    }
}
