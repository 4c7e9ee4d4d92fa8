package io.hexagent.application.dataset;

import io.hexagent.domain.value.DatasetId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Data that a question is about. */
public sealed interface DataInput {
    /** A CSV file on this machine, read where it lies. */
    record File(Path path) implements DataInput {}

    /** CSV bytes, which are read once and kept. Whoever made the stream closes it. */
    record Upload(String name, InputStream bytes) implements DataInput {}

    /** A data set that was added before. */
    record Known(DatasetId id) implements DataInput {}

    static DataInput file(Path path) {
        return new File(path);
    }

    /** CSV text. */
    static DataInput csv(String name, String text) {
        return new Upload(name, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    static DataInput known(DatasetId id) {
        return new Known(id);
    }
}
