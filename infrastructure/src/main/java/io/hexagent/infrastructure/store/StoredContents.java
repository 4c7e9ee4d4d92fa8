package io.hexagent.infrastructure.store;

import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.value.ContentHash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens local files where they lie, and kept bytes from {@link Blobs}. Safe for use by many threads. */
public final class StoredContents implements DatasetContents {
    private final Blobs blobs;

    public StoredContents(Blobs blobs) {
        this.blobs = blobs;
    }

    @Override
    public InputStream open(DatasetSource source, ContentHash content) {
        return switch (source) {
            case DatasetSource.LocalFile(Path path) -> file(path);
            case DatasetSource.Kept ignored ->
                blobs.open(content)
                        .orElseThrow(() -> new UnusableDataset(
                                Reason.NOT_FOUND, "the bytes of the data set are gone; add the file again"));
        };
    }

    private static InputStream file(Path path) {
        if (Files.isDirectory(path)) {
            throw new UnusableDataset(Reason.NOT_A_FILE, path + " is a directory, not a file");
        }
        try {
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            throw new UnusableDataset(Reason.NOT_FOUND, "there is no file " + path);
        } catch (IOException e) {
            throw new UnusableDataset(Reason.NOT_READABLE, "the file " + path + " cannot be read");
        }
    }
}
