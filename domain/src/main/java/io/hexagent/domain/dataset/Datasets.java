package io.hexagent.domain.dataset;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import java.util.List;
import java.util.Optional;

/** The data sets of all owners. Implementations are safe for use by many threads. */
public interface Datasets {
    /**
     * Adds a data set, and the key with it, at once or not at all. Of several calls with the same key one creates.
     *
     * @throws IllegalStateException when there is a data set of that id already
     */
    Keyed add(Dataset dataset, Optional<RequestKey> key);

    default void add(Dataset dataset) {
        Keyed ignored = add(dataset, Optional.empty());
    }

    Optional<Dataset> find(OwnerId owner, DatasetId id);

    /** The owner's newest data set with this content and source, so that a file is described once. */
    Optional<Dataset> find(OwnerId owner, ContentHash content, DatasetSource source);

    /** The owner's data sets, newest first. */
    List<Dataset> list(OwnerId owner, int limit, int offset);

    /** Removes the data set; false when there is none. Its bytes go when nothing else refers to them. */
    boolean delete(OwnerId owner, DatasetId id);
}
