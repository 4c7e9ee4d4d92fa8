package io.hexagent.domain.dataset;

import java.nio.file.Path;

/** Where the bytes of a data set are. */
public sealed interface DatasetSource {
    /** A file on this machine, read where it lies. Its bytes must still have the data set's hash. */
    record LocalFile(Path path) implements DatasetSource {
        public LocalFile {
            path = path.toAbsolutePath().normalize();
        }
    }

    /** Kept in {@link io.hexagent.domain.artifact.Blobs} under the data set's hash. */
    record Kept() implements DatasetSource {}
}
