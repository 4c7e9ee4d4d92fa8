package io.hexagent.infrastructure.tablesaw;

import io.hexagent.domain.dataset.UnusableDataset;
import io.hexagent.domain.dataset.UnusableDataset.Reason;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * How the bytes of a file are text.
 *
 * @param mark number of bytes of the byte order mark
 * @param note what a reader of the data should know
 */
record TextEncoding(Charset charset, int mark, Optional<String> note) {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final double MOSTLY = 0.9;

    private record Magic(String what, int... bytes) {
        boolean starts(byte[] head, int length) {
            if (length < bytes.length) {
                return false;
            }
            for (int i = 0; i < bytes.length; i++) {
                if ((head[i] & 0xff) != bytes[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Magic> BINARY = List.of(
            new Magic("a zip archive or a spreadsheet (save the sheet as CSV)", 'P', 'K', 3, 4),
            new Magic("a gzip archive (unpack it first)", 0x1f, 0x8b),
            new Magic("a PNG image", 0x89, 'P', 'N', 'G'),
            new Magic("a JPEG image", 0xff, 0xd8, 0xff),
            new Magic("a GIF image", 'G', 'I', 'F', '8'),
            new Magic("a PDF document", '%', 'P', 'D', 'F', '-'),
            new Magic("an old Excel or Word file (save it as CSV)", 0xd0, 0xcf, 0x11, 0xe0),
            new Magic("a Parquet file", 'P', 'A', 'R', '1'),
            new Magic("an SQLite database", 'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' '),
            new Magic("a bzip2 archive (unpack it first)", 'B', 'Z', 'h'),
            new Magic("a Zstandard archive (unpack it first)", 0x28, 0xb5, 0x2f, 0xfd),
            new Magic("an xz archive (unpack it first)", 0xfd, '7', 'z', 'X', 'Z', 0),
            new Magic("a program", 0x7f, 'E', 'L', 'F'));

    /** What is taken when the bytes turn out not to be UTF-8. */
    static final TextEncoding FALLBACK = new TextEncoding(
            WINDOWS_1252, 0, Optional.of("the file is not UTF-8; it was read as Windows-1252 (Latin-1)"));

    /**
     * Tells from the first bytes: a byte order mark, the pattern of UTF-16, else UTF-8.
     *
     * @throws UnusableDataset when they are known not to be text
     */
    static TextEncoding of(byte[] head, int length) {
        for (Magic magic : BINARY) {
            if (magic.starts(head, length)) {
                throw new UnusableDataset(
                        Reason.BINARY, "the file is " + magic.what() + ", no text; a CSV file is expected");
            }
        }
        if (length >= 3 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb && head[2] == (byte) 0xbf) {
            return new TextEncoding(StandardCharsets.UTF_8, 3, Optional.empty());
        }
        if (length >= 2 && head[0] == (byte) 0xff && head[1] == (byte) 0xfe) {
            return utf16(StandardCharsets.UTF_16LE, 2);
        }
        if (length >= 2 && head[0] == (byte) 0xfe && head[1] == (byte) 0xff) {
            return utf16(StandardCharsets.UTF_16BE, 2);
        }
        int even = 0;
        int odd = 0;
        for (int i = 0; i < length; i++) {
            if (head[i] == 0) {
                if (i % 2 == 0) {
                    even++;
                } else {
                    odd++;
                }
            }
        }
        if (length >= 4 && even == 0 && odd > MOSTLY * (length / 2)) {
            return utf16(StandardCharsets.UTF_16LE, 0);
        }
        if (length >= 4 && odd == 0 && even > MOSTLY * (length / 2)) {
            return utf16(StandardCharsets.UTF_16BE, 0);
        }
        return new TextEncoding(StandardCharsets.UTF_8, 0, Optional.empty());
    }

    boolean hasNulBytes() {
        return charset.equals(StandardCharsets.UTF_16LE) || charset.equals(StandardCharsets.UTF_16BE);
    }

    private static TextEncoding utf16(Charset charset, int mark) {
        return new TextEncoding(charset, mark, Optional.of("the file is encoded in UTF-16"));
    }
}
