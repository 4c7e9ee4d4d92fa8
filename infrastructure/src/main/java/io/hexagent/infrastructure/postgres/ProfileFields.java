package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.ColumnType;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.value.Value;
import java.util.List;

/** What is known of a table as JSON fields, both ways. */
final class ProfileFields {
    private ProfileFields() {}

    static Value.Fields of(Profile profile) {
        return Value.fields()
                .put("rows", profile.rows())
                .put(
                        "columns",
                        Value.items(profile.columns().stream()
                                .map(ProfileFields::of)
                                .toList()))
                .put("notes", Value.texts(profile.notes()))
                .build();
    }

    private static Value.Fields of(Column column) {
        return Value.fields()
                .put("name", column.name())
                .put("type", column.type().wire())
                .put("missing", column.missing())
                .put("distinct", column.distinct())
                .put("min", column.min())
                .put("max", column.max())
                .put("values", Value.texts(column.values()))
                .build();
    }

    static Profile read(Value.Fields fields) {
        List<Column> columns = fields.items("columns").stream()
                .map(column -> column((Value.Fields) column))
                .toList();
        return new Profile(number(fields, "rows"), columns, fields.texts("notes"));
    }

    private static Column column(Value.Fields fields) {
        return new Column(
                fields.text("name").orElseThrow(),
                ColumnType.ofWire(fields.text("type").orElseThrow()),
                number(fields, "missing"),
                number(fields, "distinct"),
                fields.get("min"),
                fields.get("max"),
                fields.texts("values"));
    }

    private static long number(Value.Fields fields, String name) {
        return fields.number(name).orElseThrow().longValue();
    }
}
