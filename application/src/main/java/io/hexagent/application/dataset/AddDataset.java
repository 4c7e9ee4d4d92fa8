package io.hexagent.application.dataset;

import io.hexagent.domain.access.Keyed;
import io.hexagent.domain.access.Principal;
import io.hexagent.domain.access.RequestKey;
import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.dataset.Calculator;
import io.hexagent.domain.dataset.Dataset;
import io.hexagent.domain.dataset.DatasetSource;
import io.hexagent.domain.dataset.Datasets;
import io.hexagent.domain.dataset.Profile;
import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.domain.value.DatasetId;
import io.hexagent.domain.value.IdSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads a CSV file, decides its columns' types and keeps what it found, so that questions can be asked about it. */
public final class AddDataset {
    private static final int CHUNK = 1 << 18;
    private static final List<String> UNITS = List.of("bytes", "KB", "MB", "GB");

    private final Datasets datasets;
    private final Blobs blobs;
    private final Calculator calculator;
    private final IdSource ids;
    private final InstantSource clock;
    private final long maxBytes;

    /** @param maxBytes the largest file that is taken, in bytes */
    public AddDataset(
            Datasets datasets, Blobs blobs, Calculator calculator, IdSource ids, InstantSource clock, long maxBytes) {
        this.datasets = datasets;
        this.blobs = blobs;
        this.calculator = calculator;
        this.ids = ids;
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    /**
     * @param key gives the request's key, if it has one, when the content is known; not asked for data that was added
     *     before. What it throws is passed on, and nothing is added
     */
    public record Command(Principal principal, DataInput input, Function<ContentHash, Optional<RequestKey>> key) {
        public Command(Principal principal, DataInput input) {
            this(principal, input, content -> Optional.empty());
        }

        public Command(DataInput input) {
            this(Principal.LOCAL, input);
        }
    }

    public sealed interface Outcome {
        record Added(Dataset dataset) implements Outcome {}

        /** The same request added it before. */
        record Repeated(DatasetId id) implements Outcome {}

        /** The request's key was used for something else. */
        record KeyReused() implements Outcome {}

        /** The file cannot be used; the message says why and what to do. */
        record Unusable(Reason reason, String message) implements Outcome {}

        /** The command named a data set that is not there. */
        record Unknown(DatasetId id) implements Outcome {}
    }

    /** Adds the data. A file that was added before and has not changed is not read again. Blocks while reading. */
    public Outcome handle(Command command) {
        try {
            return switch (command.input()) {
                case DataInput.File file -> addFile(command, file.path());
                case DataInput.Upload upload -> addUpload(command, upload);
                case DataInput.Known known ->
                    datasets.find(command.principal().owner(), known.id())
                            .<Outcome>map(Outcome.Added::new)
                            .orElseGet(() -> new Outcome.Unknown(known.id()));
            };
        } catch (UnusableDataset problem) {
            return new Outcome.Unusable(problem.reason(), problem.getMessage());
        }
    }

    private Outcome addFile(Command command, Path given) {
        Path path = given.toAbsolutePath().normalize();
        long bytes = usableSize(given);
        var source = new DatasetSource.LocalFile(path);
        ContentHash content = hash(given);
        return described(command, source, content, bytes, fileName(path));
    }

    private long usableSize(Path path) {
        if (!Files.exists(path)) {
            throw new UnusableDataset(Reason.NOT_FOUND, "there is no file " + path);
        }
        if (Files.isDirectory(path)) {
            throw new UnusableDataset(Reason.NOT_A_FILE, path + " is a directory; name a CSV file in it");
        }
        if (!Files.isRegularFile(path)) {
            throw new UnusableDataset(Reason.NOT_A_FILE, path + " is not a regular file");
        }
        if (!Files.isReadable(path)) {
            throw new UnusableDataset(Reason.NOT_READABLE, path + " may not be read by this user");
        }
        try {
            long bytes = Files.size(path);
            if (bytes == 0) {
                throw new UnusableDataset(Reason.EMPTY, path + " is empty; a data set needs a header and rows");
            }
            if (bytes > maxBytes) {
                throw tooLarge(path.toString());
            }
            return bytes;
        } catch (IOException problem) {
            throw unreadable(path, problem);
        }
    }

    private Outcome addUpload(Command command, DataInput.Upload upload) {
        Blobs.Kept kept;
        try {
            kept = blobs.put(upload.bytes(), maxBytes);
        } catch (Blobs.TooLarge problem) {
            throw tooLarge("\"" + upload.name() + "\"");
        }
        if (kept.bytes() == 0) {
            throw new UnusableDataset(
                    Reason.EMPTY, "\"" + upload.name() + "\" is empty; a data set needs a header and rows");
        }
        return described(command, new DatasetSource.Kept(), kept.hash(), kept.bytes(), upload.name());
    }

    private Outcome described(Command command, DatasetSource source, ContentHash content, long bytes, String name) {
        var owner = command.principal().owner();
        Optional<RequestKey> key = command.key().apply(content);
        Optional<Dataset> known = datasets.find(owner, content, source);
        // A key stands for a data set of its own, so that deleting another one with the same content does not touch it.
        if (key.isEmpty() && known.isPresent() && known.get().name().equals(name)) {
            return new Outcome.Added(known.get());
        }
        var profile = known.map(Dataset::profile).orElseGet(() -> profile(source, content, name));
        var dataset =
                new Dataset(new DatasetId(ids.next()), owner, name, source, content, bytes, profile, clock.instant());
        return switch (datasets.add(dataset, key)) {
            case Keyed.Created created -> new Outcome.Added(dataset);
            case Keyed.Repeated repeated -> new Outcome.Repeated(new DatasetId(repeated.resource()));
            case Keyed.Reused reused -> new Outcome.KeyReused();
        };
    }

    /** What reads the bytes knows no name for them, and who sent several files must know which one it was. */
    private Profile profile(DatasetSource source, ContentHash content, String name) {
        try {
            return calculator.profile(source, content);
        } catch (UnusableDataset problem) {
            throw new UnusableDataset(problem.reason(), "\"" + name + "\": " + problem.getMessage());
        }
    }

    private UnusableDataset tooLarge(String what) {
        return new UnusableDataset(
                Reason.TOO_LARGE,
                what + " is larger than the limit of " + size(maxBytes)
                        + "; raise it with the setting limits.dataset-bytes");
    }

    /** In the largest unit that has no remainder, as the setting is written. */
    private static String size(long bytes) {
        long amount = bytes;
        int unit = 0;
        while (unit < UNITS.size() - 1 && amount != 0 && amount % 1024 == 0) {
            amount /= 1024;
            unit++;
        }
        return amount + " " + UNITS.get(unit);
    }

    private static ContentHash hash(Path path) {
        try (InputStream bytes = Files.newInputStream(path)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[CHUNK];
            for (int n = bytes.read(chunk); n >= 0; n = bytes.read(chunk)) {
                digest.update(chunk, 0, n);
            }
            return new ContentHash(HexFormat.of().formatHex(digest.digest()));
        } catch (IOException problem) {
            throw unreadable(path, problem);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static UnusableDataset unreadable(Path path, IOException problem) {
        return new UnusableDataset(
                Reason.NOT_READABLE,
                path + " cannot be read: " + problem.getClass().getSimpleName());
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
