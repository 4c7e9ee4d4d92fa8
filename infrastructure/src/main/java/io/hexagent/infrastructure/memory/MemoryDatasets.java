package io.hexagent.infrastructure.memory;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.value.Clean;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Data sets in memory. Safe for use by many threads. */
final class MemoryDatasets implements Datasets {
    private static final Comparator<Dataset> NEWEST_FIRST = Comparator.comparing(Dataset::createdAt)
            .thenComparing(dataset -> dataset.id().value())
            .reversed();

    private final Map<DatasetId, Dataset> datasets = new LinkedHashMap<>();
    private final MemoryBlobs blobs;
    private final MemoryRows rows;

    MemoryDatasets(MemoryBlobs blobs, MemoryRows rows) {
        this.blobs = blobs;
        this.rows = rows;
    }

    @Override
    public Keyed add(Dataset dataset, Optional<RequestKey> key) {
        return rows.change(news -> {
            Keyed known = rows.known(dataset.owner(), key);
            if (known instanceof Keyed.Created) {
                put(dataset);
                rows.keep(dataset.owner(), key, dataset.id().value());
            }
            return known;
        });
    }

    private synchronized void put(Dataset dataset) {
        if (datasets.containsKey(dataset.id())) {
            throw new IllegalStateException("data set " + dataset.id() + " exists already");
        }
        var cleaned = new Dataset(
                dataset.id(),
                dataset.owner(),
                Clean.text(dataset.name()),
                dataset.source(),
                dataset.content(),
                dataset.bytes(),
                dataset.profile(),
                dataset.createdAt());
        blobs.refer(kept(dataset), () -> datasets.put(dataset.id(), cleaned));
    }

    @Override
    public synchronized Optional<Dataset> find(OwnerId owner, DatasetId id) {
        return Optional.ofNullable(datasets.get(id))
                .filter(dataset -> dataset.owner().equals(owner));
    }

    @Override
    public synchronized Optional<Dataset> find(OwnerId owner, ContentHash content, DatasetSource source) {
        return of(owner)
                .filter(dataset ->
                        dataset.content().equals(content) && dataset.source().equals(source))
                .findFirst();
    }

    @Override
    public synchronized List<Dataset> list(OwnerId owner, int limit, int offset) {
        return of(owner).skip(offset).limit(limit).toList();
    }

    @Override
    public synchronized boolean delete(OwnerId owner, DatasetId id) {
        Optional<Dataset> found = find(owner, id);
        found.ifPresent(dataset -> {
            datasets.remove(id);
            blobs.release(kept(dataset));
        });
        return found.isPresent();
    }

    private Stream<Dataset> of(OwnerId owner) {
        return datasets.values().stream()
                .filter(dataset -> dataset.owner().equals(owner))
                .sorted(NEWEST_FIRST);
    }

    private static List<ContentHash> kept(Dataset dataset) {
        return switch (dataset.source()) {
            case DatasetSource.Kept ignored -> List.of(dataset.content());
            case DatasetSource.LocalFile ignored -> List.of();
        };
    }
}
