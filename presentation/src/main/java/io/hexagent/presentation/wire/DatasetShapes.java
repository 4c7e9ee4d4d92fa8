package io.hexagent.presentation.wire;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.value.Value;

/** Data sets. Where a file lies on the server is not shown. */
public final class DatasetShapes {
    private DatasetShapes() {}

    /** {@code {id, name, bytes, rows, sha256, created_at}}. */
    public static Value.Fields row(Dataset dataset) {
        return head(dataset).build();
    }

    /** The row with {@code columns: [{name, type, missing, distinct, min, max}]} and {@code notes}. */
    public static Value.Fields dataset(Dataset dataset) {
        return head(dataset)
                .put(
                        "columns",
                        Value.items(dataset.columns().stream()
                                .map(DatasetShapes::column)
                                .toList()))
                .put("notes", Value.texts(dataset.profile().notes()))
                .build();
    }

    private static Value.Builder head(Dataset dataset) {
        return Value.fields()
                .put("id", dataset.id().value())
                .put("name", dataset.name())
                .put("bytes", dataset.bytes())
                .put("rows", dataset.rows())
                .put("sha256", dataset.content().hex())
                .put("created_at", dataset.createdAt().toString());
    }

    private static Value.Fields column(Column column) {
        return Value.fields()
                .put("name", column.name())
                .put("type", column.type().wire())
                .put("missing", column.missing())
                .put("distinct", column.distinct())
                .put("min", column.min())
                .put("max", column.max())
                .build();
    }
}
