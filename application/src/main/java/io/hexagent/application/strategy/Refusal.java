package io.hexagent.application.strategy;

import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.strategy.CompileError;
import io.hexagent.domain.strategy.ErrorText;
import io.hexagent.domain.value.DatasetId;
import java.time.Duration;
import java.util.List;

/** Why a strategy was not tried. */
public sealed interface Refusal {
    /** One sentence that may be shown. */
    String message();

    /**
     * The document is wrong, or the market has not what it needs.
     *
     * @param errors at least one
     * @param code the document
     */
    record Wrong(List<CompileError> errors, String code) implements Refusal {
        public Wrong {
            errors = List.copyOf(errors);
        }

        @Override
        public String message() {
            return errors.size() == 1
                    ? errors.getFirst().message()
                    : errors.size() + " errors, the first: " + errors.getFirst().message();
        }

        /** The errors with their lines, a caret below each place. */
        public String text() {
            return ErrorText.of(errors, code);
        }
    }

    /** The file that was given holds no bars that could be traded on. */
    record Unusable(UnusableDataset.Reason reason, String message) implements Refusal {}

    record UnknownDataset(DatasetId id) implements Refusal {
        @Override
        public String message() {
            return "there is no data set \"" + id + "\"";
        }
    }

    /** Parameters, windows or the like that cannot be used. @param field which was wrong */
    record Invalid(String field, String message) implements Refusal {}

    /** @param waiting backtests wait already */
    record Busy(int waiting) implements Refusal {
        @Override
        public String message() {
            return waiting + " backtests wait already (setting backtest.queue)";
        }
    }

    record TooLong(Duration limit) implements Refusal {
        @Override
        public String message() {
            return "the backtest was stopped after " + limit.toMillis() / 1000.0 + " s (setting backtest.time)";
        }
    }
}
