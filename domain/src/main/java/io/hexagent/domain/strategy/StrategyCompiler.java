package io.hexagent.domain.strategy;

import java.util.List;

/** Reads strategy documents (YAML or JSON, rules in CEL). Implementations are safe for use by many threads. */
public interface StrategyCompiler {
    /** Parses and type-checks a document. Whether there are bars for it is not looked at. */
    Compiled compile(String code);

    /** Reads a rule by itself. */
    CompiledRule compileRule(String rule);

    sealed interface Compiled {
        record Ready(Strategy strategy) implements Compiled {}

        /** @param errors at least one, in the order of the document */
        record Wrong(List<CompileError> errors) implements Compiled {
            public Wrong {
                errors = List.copyOf(errors);
            }
        }
    }

    sealed interface CompiledRule {
        record Ready(Rule rule) implements CompiledRule {}

        record Wrong(List<CompileError> errors) implements CompiledRule {
            public Wrong {
                errors = List.copyOf(errors);
            }
        }
    }
}
