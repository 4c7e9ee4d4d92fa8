package io.hexagent.application.strategy;

import io.hexagent.domain.access.OwnerId;
import java.util.List;

/** Writes a strategy that a person tells in words. Implementations are safe for use by many threads. */
@FunctionalInterface
public interface StrategyWriter {
    Outcome write(OwnerId owner, String description);

    sealed interface Outcome {
        /**
         * @param code the strategy's document
         * @param notes what was taken for granted, a sentence each
         * @param unused words with a meaning of which nothing was made
         */
        record Written(String code, List<String> notes, List<String> unused) implements Outcome {
            public Written {
                notes = List.copyOf(notes);
                unused = List.copyOf(unused);
            }
        }

        /** Something has to be said first. @param message names it and the choices there are */
        record NotWritten(String message) implements Outcome {}
    }
}
