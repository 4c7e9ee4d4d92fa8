package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.util.Optional;

/** What a tool gave back for a step. */
record Outcome(boolean success, Value.Fields content) {

    Table table() {
        return content.fields("table")
                .map(Table::of)
                .orElseGet(() -> new Table(java.util.List.of(), java.util.List.of(), 0));
    }

    Value.Fields facts() {
        return content.fields("facts").orElse(Value.Fields.EMPTY);
    }

    String error() {
        return content.text("error").orElse("the tool gave no result");
    }

    /** The one figure of the result, if there is just one. */
    Optional<BigDecimal> figure() {
        Optional<BigDecimal> result = content.number("result");
        if (result.isPresent()) {
            return result;
        }
        Table table = table();
        boolean single = table.rows().size() == 1 && table.columns().size() == 1;
        return single && table.rows().getFirst().getFirst() instanceof Value.Number number
                ? Optional.of(number.number())
                : Optional.empty();
    }
}
