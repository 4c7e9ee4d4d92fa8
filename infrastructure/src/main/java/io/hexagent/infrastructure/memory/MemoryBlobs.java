package io.hexagent.infrastructure.memory;

import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.value.ContentHash;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bytes in memory. Safe for use by many threads. */
final class MemoryBlobs implements Blobs {
    private final Map<ContentHash, byte[]> kept = new HashMap<>();
    private final Map<ContentHash, Integer> references = new HashMap<>();

    @Override
    public Kept put(InputStream bytes, long limit) {
        byte[] content = read(bytes, limit);
        var hash = new ContentHash(HexFormat.of().formatHex(sha256().digest(content)));
        synchronized (kept) {
            kept.putIfAbsent(hash, content);
        }
        return new Kept(hash, content.length);
    }

    @Override
    public Optional<InputStream> open(ContentHash hash) {
        synchronized (kept) {
            return Optional.ofNullable(kept.get(hash)).map(ByteArrayInputStream::new);
        }
    }

    /**
     * Adds something that refers to bytes; they stay until {@link #release}.
     *
     * @throws IllegalStateException when there are no such bytes
     */
    void refer(List<ContentHash> hashes, Runnable addition) {
        synchronized (kept) {
            for (ContentHash hash : hashes) {
                if (!kept.containsKey(hash)) {
                    throw new IllegalStateException("no bytes are kept under " + hash);
                }
            }
            addition.run();
            hashes.forEach(hash -> references.merge(hash, 1, Integer::sum));
        }
    }

    /** Takes references back, and removes the bytes that nothing refers to any more. */
    void release(List<ContentHash> hashes) {
        synchronized (kept) {
            for (ContentHash hash : hashes) {
                int left = references.getOrDefault(hash, 0) - 1;
                if (left > 0) {
                    references.put(hash, left);
                } else {
                    references.remove(hash);
                    kept.remove(hash);
                }
            }
        }
    }

    @Override
    public void discard(ContentHash hash) {
        synchronized (kept) {
            if (!references.containsKey(hash)) {
                kept.remove(hash);
            }
        }
    }

    private static byte[] read(InputStream bytes, long limit) {
        try {
            var content = new ByteArrayOutputStream();
            var buffer = new byte[1 << 16];
            long total = 0;
            for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                total += n;
                if (total > limit) {
                    throw new TooLarge(limit);
                }
                content.write(buffer, 0, n);
            }
            return content.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("the bytes to keep could not be read", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
