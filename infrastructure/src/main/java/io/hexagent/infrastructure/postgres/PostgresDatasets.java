package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Json;
import io.micronaut.transaction.TransactionOperations;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Data sets in Postgres. Safe for use by many threads. */
final class PostgresDatasets implements Datasets {
    private final DatasetRows rows;
    private final BlobReferences references;
    private final TransactionOperations<Connection> transactions;
    private final Json json;

    PostgresDatasets(
            DatasetRows rows, BlobReferences references, TransactionOperations<Connection> transactions, Json json) {
        this.rows = rows;
        this.references = references;
        this.transactions = transactions;
        this.json = json;
    }

    @Override
    public Keyed add(Dataset dataset, Optional<RequestKey> key) {
        @Nullable String path = path(dataset.source());
        var row = new DatasetRow(
                dataset.id().value(),
                dataset.owner().value(),
                Clean.text(dataset.name()),
                path,
                dataset.content().hex(),
                dataset.bytes(),
                json.write(ProfileFields.of(dataset.profile())),
                dataset.createdAt());
        return Calls.adding(
                transactions,
                connection -> {
                    Keyed keyed = RequestKeys.take(
                            connection, dataset.owner(), key, dataset.id().value());
                    if (keyed instanceof Keyed.Created) {
                        if (path == null) {
                            references.refer(List.of(dataset.content()));
                        }
                        rows.save(row);
                    }
                    return ours(keyed, dataset);
                },
                new Keyed.Created());
    }

    /** A key that leads to this very data set was stored by an attempt whose answer was lost. */
    private static Keyed ours(Keyed keyed, Dataset dataset) {
        return keyed instanceof Keyed.Repeated(String resource)
                        && resource.equals(dataset.id().value())
                ? new Keyed.Created()
                : keyed;
    }

    @Override
    public Optional<Dataset> find(OwnerId owner, DatasetId id) {
        if (!Searchable.is(id.value())) {
            return Optional.empty();
        }
        return Calls.of(() -> rows.find(owner.value(), id.value())).map(this::dataset);
    }

    @Override
    public Optional<Dataset> find(OwnerId owner, ContentHash content, DatasetSource source) {
        String path = Optional.ofNullable(path(source)).orElse("");
        return Calls.of(() -> rows.newest(owner.value(), content.hex(), path)).map(this::dataset);
    }

    @Override
    public List<Dataset> list(OwnerId owner, int limit, int offset) {
        return Calls.of(() -> rows.list(owner.value(), limit, offset)).stream()
                .map(this::dataset)
                .toList();
    }

    @Override
    public boolean delete(OwnerId owner, DatasetId id) {
        return Calls.of(() -> transactions.executeWrite(status -> {
            Optional<DatasetRow> found = rows.find(owner.value(), id.value());
            if (found.isEmpty() || rows.delete(owner.value(), id.value()) == 0) {
                return false;
            }
            if (found.get().path() == null) {
                references.release(List.of(new ContentHash(found.get().content())));
            }
            return true;
        }));
    }

    private Dataset dataset(DatasetRow row) {
        return new Dataset(
                new DatasetId(row.id()),
                new OwnerId(row.owner()),
                row.name(),
                row.path() == null ? new DatasetSource.Kept() : new DatasetSource.LocalFile(Path.of(row.path())),
                new ContentHash(row.content()),
                row.bytes(),
                ProfileFields.read(json.readFields(row.profile())),
                row.createdAt());
    }

    private static @Nullable String path(DatasetSource source) {
        return switch (source) {
            case DatasetSource.LocalFile(Path path) -> Clean.text(path.toString());
            case DatasetSource.Kept ignored -> null;
        };
    }
}
