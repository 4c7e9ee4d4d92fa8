package io.hexagent.domain.dataset;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table of data: one CSV file, read and typed.
 *
 * @param name what people call it, by default the file's name
 * @param content the hash of the file's bytes: the same content has the same columns
 * @param bytes the file's length
 */
public record Dataset(
        DatasetId id,
        OwnerId owner,
        String name,
        DatasetSource source,
        ContentHash content,
        long bytes,
        Profile profile,
        Instant createdAt) {

    public Optional<Column> column(String name) {
        return profile.columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst();
    }

    public List<Column> columns() {
        return profile.columns();
    }

    public long rows() {
        return profile.rows();
    }
}
