package io.hexagent.domain.document;

import java.io.InputStream;

/** Takes the text out of a file. Implementations are safe for use by many threads. */
public interface TextExtractor {
    /**
     * A file's text.
     *
     * @param mediaType what the file was found to be
     * @param text without NUL and lone surrogates, and not blank
     */
    record Extracted(String mediaType, String text) {}

    /**
     * Reads the bytes to their end. Blocks; an interrupt ends it with
     * {@link java.util.concurrent.CancellationException}.
     *
     * @param name the file's name, which helps to tell what it is
     * @throws UnusableDocument when there is no text to be had within the limits
     */
    Extracted extract(InputStream bytes, String name);
}
