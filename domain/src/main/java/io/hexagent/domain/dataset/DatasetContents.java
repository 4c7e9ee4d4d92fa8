package io.hexagent.domain.dataset;

import io.hexagent.domain.value.ContentHash;
import java.io.InputStream;

/** Opens the bytes of a data set, wherever they are. Implementations are safe for use by many threads. */
public interface DatasetContents {
    /**
     * The bytes from the start. The caller closes the stream.
     *
     * @throws UnusableDataset when the bytes are gone
     */
    InputStream open(DatasetSource source, ContentHash content);
}
