package io.hexagent.infrastructure.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The whole Jargon File 4.4.7, as Debian's package jargon-text has it. Another file: {@code -Djargon.file=…} or the
 * variable {@code TEST_JARGON_FILE}.
 */
final class JargonText {
    private static final String DEBIAN = "/usr/share/doc/jargon-text/jargon.txt.gz";

    private JargonText() {}

    /** Where it is, or would be. */
    static Path file() {
        return Path.of(Optional.ofNullable(System.getProperty("jargon.file"))
                .or(() -> Optional.ofNullable(System.getenv("TEST_JARGON_FILE")))
                .orElse(DEBIAN));
    }

    static String read() throws IOException {
        try (InputStream bytes = Files.newInputStream(file());
                InputStream plain = file().toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
