package io.hexagent.infrastructure.tablesaw;

import static io.hexagent.infrastructure.tablesaw.Tables.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Grouping;
import io.hexagent.domain.dataset.Calculation.Measure;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KnownAnswersTest {
    private final Tables tables = new Tables();

    @AfterEach
    void close() {
        tables.close();
    }

    @Test
    void penguinsWeighAsThePublishedTableSays() {
        var answer = tables.calculator()
                .calculate(
                        tables.example("penguins.csv"),
                        new Calculation.Aggregate(
                                List.of(Measure.of(Function.MEAN, "body mass (g)")),
                                List.of(Grouping.of("Species")),
                                List.of(),
                                List.of(),
                                OptionalInt.empty()));

        assertThat(answer.table().columns()).containsExactly("Species", "mean of Body Mass (g)");
        assertThat(rows(answer)).extracting(List::getFirst).containsExactly("Adelie", "Chinstrap", "Gentoo");
        assertThat(answer.table().rows().stream()
                        .map(row -> Tables.number(row.get(1)))
                        .toList())
                .zipSatisfy(
                        List.of(3700.66225166, 3733.08823529, 5076.01626016),
                        (actual, expected) -> assertThat(actual).isCloseTo(expected, within(1e-8)));
    }
}
