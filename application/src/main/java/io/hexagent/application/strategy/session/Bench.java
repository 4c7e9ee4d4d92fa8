package io.hexagent.application.strategy.session;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.strategy.BacktestReport;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorCode;
import java.util.List;

/** Where code is tried: compiled, checked against the bars, and traded on them. Safe for use by many threads. */
@FunctionalInterface
public interface Bench {
    /** @throws java.util.concurrent.CancellationException when the calling thread was interrupted */
    Trial tryOut(OwnerId owner, String code);

    sealed interface Trial {
        record Tried(BacktestReport report) implements Trial {}

        /** @param errors at least one */
        record Wrong(List<CompileError> errors) implements Trial {
            /** Other code does not help: the market has to be chosen otherwise. */
            private static final List<ErrorCode> OF_THE_MARKET = List.of(
                    ErrorCode.UNKNOWN_SYMBOL, ErrorCode.NO_DATA, ErrorCode.TIMEFRAME_NOT_OFFERED, ErrorCode.RESOLUTION);

            private static final List<ErrorCode> OF_THE_BARS = List.of(ErrorCode.UNAVAILABLE, ErrorCode.BAD_BARS);

            public Wrong {
                errors = List.copyOf(errors);
            }

            boolean isOfTheMarket() {
                return isOf(OF_THE_MARKET);
            }

            boolean isOfTheBars() {
                return isOf(OF_THE_BARS);
            }

            private boolean isOf(List<ErrorCode> codes) {
                return errors.stream().anyMatch(error -> codes.stream().anyMatch(code -> code.is(error)));
            }
        }

        /** It was not tried, whatever the code is. @param message may be shown */
        record Unavailable(String message) implements Trial {}
    }
}
