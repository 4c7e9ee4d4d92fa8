package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.access.OwnerId;
import io.hexagent.domain.dataset.Calculated;
import io.hexagent.domain.dataset.Calculation;
import io.hexagent.domain.dataset.Column;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetContents;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.Value;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A calculator over bytes in memory, with short ways to ask it. */
public final class Tables implements AutoCloseable {
    private final Map<ContentHash, byte[]> files = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final TablesawCalculator calculator;

    public Tables() {
        this(TablesawCalculator.Options.defaults());
    }

    public Tables(TablesawCalculator.Options options) {
        DatasetContents contents = this::open;
        calculator = new TablesawCalculator(contents, options);
    }

    private InputStream open(DatasetSource source, ContentHash content) {
        opened.incrementAndGet();
        if (source instanceof DatasetSource.LocalFile file) {
            try {
                return Files.newInputStream(file.path());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        byte[] bytes = files.get(content);
        if (bytes == null) {
            throw new IllegalStateException("no bytes of " + content);
        }
        return new ByteArrayInputStream(bytes);
    }

    /** How often bytes were opened. */
    public int opened() {
        return opened.get();
    }

    public TablesawCalculator calculator() {
        return calculator;
    }

    public Profile profile(String csv) {
        return profile(csv.getBytes(StandardCharsets.UTF_8));
    }

    public Profile profile(byte[] bytes) {
        ContentHash hash = hash(bytes);
        files.put(hash, bytes);
        return calculator.profile(new DatasetSource.Kept(), hash);
    }

    public Column column(String csv, String name) {
        return profile(csv).columns().stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public Dataset dataset(String csv) {
        return dataset("data.csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    public Dataset dataset(String name, byte[] bytes) {
        ContentHash hash = hash(bytes);
        files.put(hash, bytes);
        var source = new DatasetSource.Kept();
        return new Dataset(
                new DatasetId("d-" + hash.hex().substring(0, 8)),
                OwnerId.LOCAL,
                name,
                source,
                hash,
                bytes.length,
                calculator.profile(source, hash),
                Instant.EPOCH);
    }

    /** A data set whose profile was never asked for, so that nothing is read yet. */
    public Dataset unread(String name, byte[] bytes) {
        ContentHash hash = hash(bytes);
        files.put(hash, bytes);
        return new Dataset(
                new DatasetId("d-" + hash.hex().substring(0, 8)),
                OwnerId.LOCAL,
                name,
                new DatasetSource.Kept(),
                hash,
                bytes.length,
                new Profile(0, List.of(), List.of()),
                Instant.EPOCH);
    }

    public Calculated ask(String csv, Calculation calculation) {
        return calculator.calculate(dataset(csv), calculation);
    }

    /** One of the example files of the repository. */
    public Dataset example(String name) {
        try {
            return dataset(name, Files.readAllBytes(Path.of("..", "presentation", "examples", name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of an answer as text, missing cells as "". */
    public static List<List<String>> rows(Calculated calculated) {
        return calculated.table().rows().stream()
                .map(row -> row.stream().map(Value::toString).toList())
                .toList();
    }

    /** The number in the only row under a column. */
    public static double number(Calculated calculated, String column) {
        int at = calculated.table().columns().indexOf(column);
        return number(calculated.table().rows().getFirst().get(at));
    }

    public static double number(Value value) {
        return value instanceof Value.Number number ? number.number().doubleValue() : Double.NaN;
    }

    public static ContentHash hash(byte[] bytes) {
        try {
            return new ContentHash(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        calculator.close();
    }
}
