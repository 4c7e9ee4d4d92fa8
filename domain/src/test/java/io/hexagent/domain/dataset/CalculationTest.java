package io.hexagent.domain.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hexagent.domain.dataset.Calculation.Function;
import io.hexagent.domain.dataset.Calculation.Measure;
import io.hexagent.domain.dataset.Filter.Operator;
import io.hexagent.domain.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CalculationTest {
    @Test
    void measuresNameThemselves() {
        assertThat(Measure.of(Function.MEAN, "wind").label()).isEqualTo("mean of wind");
        assertThat(Measure.count().label()).isEqualTo("count");
        assertThat(new Measure(Function.QUANTILE, Optional.of("wind"), OptionalDouble.of(0.9), Optional.empty())
                        .label())
                .isEqualTo("quantile 0.9 of wind");
        assertThat(new Measure(Function.SUM, Optional.of("wind"), OptionalDouble.empty(), Optional.of("total")).label())
                .isEqualTo("total");
    }

    @Test
    void impossibleMeasuresAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Measure(Function.MEAN, Optional.empty(), OptionalDouble.empty(), Optional.empty()))
                .withMessageContaining("mean");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Measure(Function.QUANTILE, Optional.of("x"), OptionalDouble.of(1.5), Optional.empty()))
                .withMessageContaining("between 0 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Calculation.Aggregate(List.of(), List.of(), List.of(), List.of(), OptionalInt.empty()))
                .withMessageContaining("at least one measure");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Function.ofWire("average"))
                .withMessageContaining("mean");
    }

    @Test
    void filtersTakeAsManyValuesAsTheirOperatorNeeds() {
        assertThat(new Filter("a", Operator.BETWEEN, List.of(Value.of(1), Value.of(2))).operands())
                .hasSize(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Filter("a", Operator.BETWEEN, List.of(Value.of(1))))
                .withMessageContaining("between");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Filter("a", Operator.IS_MISSING, List.of(Value.of(1))))
                .withMessageContaining("is_missing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Operator.ofWire("=="))
                .withMessageContaining("not in [=, !=");
    }

    @Test
    void tablesAreReadAsTheyWereWritten() {
        var table = new Table(List.of("a", "b"), List.of(List.of(Value.of(1), Value.Absent.ABSENT)), 10);
        assertThat(Table.of(table.toValue())).isEqualTo(table);
        assertThat(table.records()).hasSize(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Table.of(List.of("a"), List.of(List.of())))
                .withMessageContaining("0 cells under 1 columns");
    }
}
