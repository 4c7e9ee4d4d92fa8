package io.hexagent.infrastructure.offline;

import io.hexagent.domain.dataset.Column;
import io.hexagent.infrastructure.offline.ColumnLink.Fit;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The column that a comparison means without naming it: "employees under 30", "less than 2 km from the station". */
final class ImpliedColumns {
    private static final Set<String> PEOPLE = Set.of(
            "employee",
            "staff",
            "worker",
            "colleague",
            "person",
            "patient",
            "customer",
            "client",
            "student",
            "pupil",
            "passenger",
            "user",
            "member",
            "player",
            "man",
            "woman",
            "male",
            "female",
            "smoker",
            "rider",
            "applicant",
            "borrower",
            "subscriber",
            "adult",
            "respondent",
            "participant",
            "learner",
            "shopper",
            "traveller",
            "anyone",
            "everyone",
            "those",
            "boy",
            "girl",
            "survivor",
            "resident",
            "voter",
            "teacher",
            "doctor",
            "athlete");

    private ImpliedColumns() {}

    /**
     * @param comparison the chunk that compares
     * @param amount the chunk of its (last) number
     */
    static Optional<Column> of(Reading reading, int comparison, int amount) {
        return byUnit(reading, amount).or(() -> byAge(reading, comparison, amount));
    }

    /** The columns that a question back offers: those whose values the number lies between, if there are any. */
    static List<Column> choices(Reading reading, int amount) {
        List<Column> all = reading.view().measureColumns();
        if (!(reading.clause().sense(amount) instanceof Sense.Amount number)) {
            return all;
        }
        List<Column> spanning = all.stream()
                .filter(column -> DatasetView.spans(column, number.value()))
                .toList();
        return spanning.isEmpty() ? all : spanning;
    }

    private static Optional<Column> byUnit(Reading reading, int amount) {
        Clause clause = reading.clause();
        if (amount + 1 >= clause.size() || !(clause.sense(amount + 1) instanceof Sense.Unit unit)) {
            return Optional.empty();
        }
        List<Column> sameUnit = reading.view().measureColumns().stream()
                .filter(column -> ColumnUnits.of(column)
                        .filter(own -> ColumnUnits.same(own).equals(ColumnUnits.same(unit.name())))
                        .isPresent())
                .toList();
        if (sameUnit.size() != 1) {
            return Optional.empty();
        }
        Column column = sameUnit.getFirst();
        int from = amount + 2;
        int place = clause.after(from - 1, Role.FROM, Role.TO, Role.PREPOSITION, Role.NOISE, Role.AMONG);
        if (place < clause.size() && clause.free(place) && reading.names(place, column::equals)) {
            clause.use(place);
        }
        reading.assume("\"" + clause.at(amount).text() + " "
                + clause.at(amount + 1).text() + "\" is compared with the column " + column.name() + ".");
        return Optional.of(column);
    }

    private static Optional<Column> byAge(Reading reading, int comparison, int amount) {
        Clause clause = reading.clause();
        if (!(clause.sense(amount) instanceof Sense.Amount number)) {
            return Optional.empty();
        }
        boolean yearsOld = yearsOld(clause, amount);
        int noun = clause.before(
                comparison, Role.COPULA, Role.NOISE, Role.RELATIVE, Role.NEGATION, Role.WHICH, Role.PREPOSITION);
        boolean people =
                noun >= 0 && PEOPLE.contains(Words.lemma(clause.at(noun).text()));
        if (!yearsOld && !people) {
            return Optional.empty();
        }
        List<Column> ages =
                reading.view().columns().link(List.of(Token.word("age")), EnumSet.range(Fit.NAME, Fit.PART)).stream()
                        .map(ColumnLink::column)
                        .filter(Measures.NUMBER)
                        .toList();
        if (ages.size() != 1 || !possible(ages.getFirst(), number.value())) {
            return Optional.empty();
        }
        reading.assume(
                "\"" + clause.at(comparison).text() + " " + clause.at(amount).text() + "\" is compared with the column "
                        + ages.getFirst().name() + ".");
        return Optional.of(ages.getFirst());
    }

    private static boolean possible(Column age, BigDecimal number) {
        return DatasetView.spans(age, number);
    }

    /** Places "years old" and "years of age" after the number. */
    private static boolean yearsOld(Clause clause, int amount) {
        int at = amount + 1;
        boolean years = at + 1 < clause.size()
                && clause.at(at).text().toLowerCase(java.util.Locale.ROOT).startsWith("year");
        if (!years) {
            return false;
        }
        int end = clause.after(at, Role.PREPOSITION);
        String last = end < clause.size() ? clause.at(end).text().toLowerCase(java.util.Locale.ROOT) : "";
        if (!last.equals("old") && !last.equals("age")) {
            return false;
        }
        for (int k = at; k <= end; k++) {
            clause.use(k);
        }
        return true;
    }
}
