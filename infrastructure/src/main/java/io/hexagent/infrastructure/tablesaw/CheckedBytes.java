package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import io.hexagent.domain.value.ContentHash;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes on their way to the parser: counted against the limit, hashed, and searched for NUL where text has none. */
final class CheckedBytes extends FilterInputStream {
    private final MessageDigest digest = sha256();
    private final long limit;
    private final boolean nulAllowed;
    private long count;

    CheckedBytes(InputStream bytes, long limit, boolean nulAllowed) {
        super(bytes);
        this.limit = limit;
        this.nulAllowed = nulAllowed;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        if (n <= 0) {
            return n;
        }
        if (!nulAllowed) {
            for (int i = offset; i < offset + n; i++) {
                if (buffer[i] == 0) {
                    throw new UnusableDataset(
                            Reason.BINARY,
                            "the file is no text: byte " + (count + i - offset) + " is NUL; a CSV file is expected");
                }
            }
        }
        digest.update(buffer, offset, n);
        count += n;
        if (count > limit) {
            throw new UnusableDataset(
                    Reason.TOO_LARGE, "the file is larger than the limit of " + Sizes.words(limit) + " for a data set");
        }
        return n;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** @throws UnusableDataset when the bytes read so far are not those of the hash */
    void mustBe(ContentHash expected) {
        String hex = HexFormat.of().formatHex(digest.digest());
        if (!hex.equals(expected.hex())) {
            throw new UnusableDataset(
                    Reason.CHANGED, "the file has changed since it was described; add it again to use its new content");
        }
    }

    long count() {
        return count;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
