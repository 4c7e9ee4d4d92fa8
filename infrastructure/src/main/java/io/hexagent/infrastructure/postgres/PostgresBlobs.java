package io.hexagent.infrastructure.postgres;

import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.value.ContentHash;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Bytes in Postgres, in chunks of 1 MiB. What fits into one chunk goes there from memory; more is first written to a
 * temporary file, since the hash is known only at the end. Safe for use by many threads.
 */
final class PostgresBlobs implements Blobs {
    static final int CHUNK = 1 << 20;

    private final BlobRows rows;
    private final ChunkRows chunks;
    private final TransactionOperations<Connection> transactions;
    private final BlobReferences references;

    PostgresBlobs(
            BlobRows rows,
            ChunkRows chunks,
            TransactionOperations<Connection> transactions,
            BlobReferences references) {
        this.references = references;
        this.rows = rows;
        this.chunks = chunks;
        this.transactions = transactions;
    }

    @Override
    public Kept put(InputStream bytes, long limit) {
        try {
            var digest = sha256();
            var hashed = new DigestInputStream(bytes, digest);
            byte[] first = hashed.readNBytes(limit < CHUNK ? (int) limit + 1 : CHUNK);
            if (first.length > limit) {
                throw new TooLarge(limit);
            }
            if (first.length < CHUNK) {
                return keep(digest, first.length, InputStream.nullInputStream(), first);
            }
            return spool(hashed, digest, first, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("the bytes to keep could not be read", e);
        }
    }

    private Kept spool(InputStream rest, MessageDigest digest, byte[] first, long limit) throws IOException {
        Path file = Files.createTempFile("hexagent-", ".blob");
        try {
            long total = first.length;
            try (var out = Files.newOutputStream(file)) {
                var buffer = new byte[1 << 16];
                for (int n = rest.read(buffer); n >= 0; n = rest.read(buffer)) {
                    total += n;
                    if (total > limit) {
                        throw new TooLarge(limit);
                    }
                    out.write(buffer, 0, n);
                }
            }
            try (var in = Files.newInputStream(file)) {
                return keep(digest, total, in, first);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Kept keep(MessageDigest digest, long total, InputStream rest, byte[] first) {
        var kept = new Kept(new ContentHash(HexFormat.of().formatHex(digest.digest())), total);
        String hash = kept.hash().hex();
        boolean known = Calls.of(() -> rows.findById(hash)).isPresent();
        if (!known) {
            boolean ignored = Calls.of(() -> transactions.executeWrite(status -> {
                if (rows.insert(hash, total) == 1) {
                    insertChunks(hash, rest, first);
                }
                return true;
            }));
        }
        return kept;
    }

    private void insertChunks(String hash, InputStream rest, byte[] first) {
        try {
            int place = 0;
            for (byte[] chunk = first; chunk.length > 0; chunk = rest.readNBytes(CHUNK)) {
                chunks.save(new ChunkRow(hash, place++, chunk));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary copy of the bytes could not be read", e);
        }
    }

    @Override
    public Optional<InputStream> open(ContentHash hash) {
        return Calls.of(() -> rows.findById(hash.hex())).map(row -> new Chunks(row.hash(), row.bytes()));
    }

    @Override
    public void discard(ContentHash hash) {
        boolean ignored = Calls.transaction(transactions, connection -> {
            references.release(List.of(hash));
            return true;
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Reads chunk by chunk; holds no connection between two chunks. */
    private final class Chunks extends InputStream {
        private final String hash;
        private long left;
        private int place;
        private byte[] chunk = new byte[0];
        private int position;

        Chunks(String hash, long bytes) {
            this.hash = hash;
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            return fill() ? chunk[position++] & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int n = Math.min(length, chunk.length - position);
            System.arraycopy(chunk, position, target, offset, n);
            position += n;
            return n;
        }

        @Override
        public int available() {
            return chunk.length - position;
        }

        private boolean fill() throws IOException {
            if (position < chunk.length) {
                return true;
            }
            if (left == 0) {
                return false;
            }
            chunk = Calls.of(() -> chunks.find(hash, place))
                    .map(ChunkRow::body)
                    .orElseThrow(() -> new IOException("the bytes " + hash + " were removed while they were read"));
            place++;
            position = 0;
            left -= chunk.length;
            return true;
        }
    }
}
