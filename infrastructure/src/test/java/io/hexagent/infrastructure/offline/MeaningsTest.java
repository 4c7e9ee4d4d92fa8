package io.hexagent.infrastructure.offline;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MeaningsTest {
    private static final Dataset PENGUINS = new Dataset(
            new DatasetId("d"),
            OwnerId.LOCAL,
            "penguins.csv",
            new DatasetSource.Kept(),
            new ContentHash("0".repeat(64)),
            1,
            new Profile(
                    1,
                    Stream.of("Species", "Flipper Length (mm)", "Body Mass (g)")
                            .map(name ->
                                    new Column(name, ColumnType.DECIMAL, 0, 1, Value.of(1), Value.of(1), List.of()))
                            .toList(),
                    List.of()),
            Instant.EPOCH);

    @Test
    void aMisspelledWordOfAColumnIsSuggestedWithoutTheModel() {
        var meanings = new Meanings(() -> {
            throw new IllegalStateException("the model is not needed");
        });
        assertThat(meanings.suggestions(List.of("mas"), PENGUINS)).containsExactly("Body Mass (g)");
        assertThat(meanings.suggestions(List.of("flippr"), PENGUINS)).containsExactly("Flipper Length (mm)");
        assertThat(meanings.suggestions(List.of("africa"), PENGUINS)).isEmpty();
        assertThat(meanings.suggestions(List.of("is"), PENGUINS)).isEmpty();
    }
}
