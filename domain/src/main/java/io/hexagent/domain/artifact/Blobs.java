package io.hexagent.domain.artifact;

import io.hexagent.domain.value.ContentHash;
import java.io.InputStream;
import java.util.Optional;

/**
 * Bytes kept under their own hash. The same bytes are kept once; bytes never change. Implementations are safe for use
 * by many threads.
 */
public interface Blobs {
    /** What was kept: its hash and its length in bytes. */
    record Kept(ContentHash hash, long bytes) {}

    /**
     * Keeps all bytes of the stream, which it does not close.
     *
     * @param limit the most bytes to take
     * @throws TooLarge when the stream has more; nothing is kept then
     */
    Kept put(InputStream bytes, long limit);

    /** The bytes under the hash, or empty when there are none. The caller closes the stream. */
    Optional<InputStream> open(ContentHash hash);

    /** Removes the bytes unless something refers to them: for those that came to nothing. */
    void discard(ContentHash hash);

    /** More bytes were given than allowed. */
    final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long limit;

        public TooLarge(long limit) {
            super("more than " + limit + " bytes");
            this.limit = limit;
        }

        /** The limit, in bytes. */
        public long limit() {
            return limit;
        }
    }
}
