package io.hexagent.domain.strategy;

import io.hexagent.domain.access.OwnerId;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Where bars come from. Implementations are safe for use by many threads. */
public interface MarketData {
    /** What is offered to somebody; a source of endless symbols names some. */
    List<Listing> listings(OwnerId owner);

    /**
     * The bars from one day to another, both inclusive, in UTC; an empty day is no bound.
     *
     * @return never bars that {@link BarCheck} would refuse
     */
    Answer bars(OwnerId owner, Symbol symbol, Timeframe timeframe, Optional<LocalDate> from, Optional<LocalDate> to);

    /**
     * @param source as {@code bundled}, {@code dataset} or {@code binance}
     * @param first the first day; empty when it is not known
     */
    record Listing(
            Symbol symbol,
            List<Timeframe> timeframes,
            String source,
            Optional<LocalDate> first,
            Optional<LocalDate> last) {
        public Listing {
            timeframes = List.copyOf(timeframes);
        }
    }

    sealed interface Answer {
        /**
         * @param bars at least one
         * @param source as {@code bundled GOOG daily}
         * @param notes what a reader should know: repairs, gaps
         */
        record Found(Bars bars, MarketHours hours, String source, List<String> notes) implements Answer {
            public Found {
                notes = List.copyOf(notes);
            }
        }

        /** @param offered symbols that are there, the nearest first */
        record UnknownSymbol(Symbol symbol, List<Symbol> offered) implements Answer {
            public UnknownSymbol {
                offered = List.copyOf(offered);
            }
        }

        record NotOffered(Symbol symbol, Timeframe timeframe, List<Timeframe> offered) implements Answer {
            public NotOffered {
                offered = List.copyOf(offered);
            }
        }

        /** There are bars, but none in the range. */
        record NoneInRange(Symbol symbol, LocalDate first, LocalDate last) implements Answer {}

        /** The bars are not fit to be traded on. */
        record BadBars(Symbol symbol, List<BarCheck.Fault> faults) implements Answer {
            public BadBars {
                faults = List.copyOf(faults);
            }
        }

        /** The source cannot be asked now. @param message may be shown */
        record Unavailable(String message) implements Answer {}
    }
}
