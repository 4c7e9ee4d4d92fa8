package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Calculation.Period;
import io.hexagent.domain.value.Value;
import java.util.Optional;

/** Writes the key of a group: April for the fourth month of the year, 09:00 for the ninth hour. */
final class GroupNames {
    private GroupNames() {}

    static String of(Value key, Optional<Period> period) {
        if (key instanceof Value.Absent) {
            return "(missing)";
        }
        String plain = key instanceof Value.Number number
                ? number.number().stripTrailingZeros().toPlainString()
                : key.toString();
        boolean number = plain.matches("\\d{1,2}");
        return switch (period.orElse(Period.YEAR)) {
            case MONTH_OF_YEAR -> {
                int month = number ? Integer.parseInt(plain) : 0;
                yield month >= 1 && month <= 12 ? TimeConditions.month(month) : plain;
            }
            case HOUR_OF_DAY -> number ? (plain.length() == 1 ? "0" + plain : plain) + ":00" : plain;
            case YEAR, QUARTER, MONTH, WEEK, DAY, DAY_OF_WEEK -> plain;
        };
    }
}
