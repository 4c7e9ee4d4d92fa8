package io.hexagent.domain.strategy;

import java.util.List;

/** Writes a strategy for another engine. Implementations are safe for use by many threads. */
public interface StrategyExport {
    /** The name of what it writes, such as {@code lean}. */
    String format();

    Exported export(Strategy strategy);

    sealed interface Exported {
        /**
         * @param code the whole of it
         * @param file the name that a file of it would have
         * @param notes where the other engine's conventions differ from ours, a sentence each
         */
        record Written(String code, String file, List<String> notes) implements Exported {
            public Written {
                notes = List.copyOf(notes);
            }
        }

        /** @param errors what the other engine cannot do, at least one */
        record Refused(List<CompileError> errors) implements Exported {
            public Refused {
                errors = List.copyOf(errors);
            }
        }
    }
}
