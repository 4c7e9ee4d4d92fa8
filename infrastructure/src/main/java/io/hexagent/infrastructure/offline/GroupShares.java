package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Table;
import io.hexagent.domain.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Puts the counts of a part and of the whole of each group side by side, with the part in percent. */
final class GroupShares {
    private static final int MOST = 20;

    private GroupShares() {}

    /** @param whole the counts of all rows by group; a group that the part does not have has none */
    static String sentence(String subject, Table whole, Table part) {
        if (whole.rows().isEmpty()) {
            return "No rows match.";
        }
        var shares = new ArrayList<String>();
        for (List<Value> row : whole.rows()) {
            List<Value> group = row.subList(0, row.size() - 1);
            BigDecimal all = number(row.getLast());
            BigDecimal some = part.rows().stream()
                    .filter(any -> any.subList(0, any.size() - 1).equals(group))
                    .map(any -> number(any.getLast()))
                    .findFirst()
                    .orElse(BigDecimal.ZERO);
            if (all.signum() > 0) {
                shares.add(AnswerWriter.name(row, group.size()) + ": "
                        + Figures.percent(some.divide(all, MathContext.DECIMAL64)) + " (" + Figures.of(some) + " of "
                        + Figures.of(all) + ")");
            }
        }
        boolean cut = shares.size() > MOST;
        return "The " + subject + ": " + String.join("; ", shares.subList(0, cut ? MOST : shares.size()))
                + (cut ? "; and " + (shares.size() - MOST) + " more" : "") + ".";
    }

    private static BigDecimal number(Value value) {
        return value instanceof Value.Number number ? number.number() : BigDecimal.ZERO;
    }
}
