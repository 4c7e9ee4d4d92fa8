package io.hexagent.infrastructure.tika;

import io.hexagent.domain.document.TextExtractor;
import io.hexagent.domain.document.UnusableDocument;
import io.hexagent.domain.document.UnusableDocument.Reason;
import io.hexagent.domain.value.Clean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the text out of plain text, Markdown, HTML and PDF. Text in UTF-8 is taken as it is; everything else is read by
 * Tika in a process of its own, which is given so much time and memory and nothing of this one's environment. Safe for
 * use by many threads.
 */
public final class TikaTextExtractor implements TextExtractor {
    private static final Pattern SUFFIX = Pattern.compile("\\.([A-Za-z0-9]{1,8})$");
    private static final Pattern HTML =
            Pattern.compile("^\\s*(<\\?xml[^>]*>\\s*)?(<!--|<!doctype\\s+html|<html\\b)", Pattern.CASE_INSENSITIVE);
    private static final int LOOKED_AT = 1024;

    private final Options options;
    private final Semaphore places;

    /**
     * What a file may cost.
     *
     * @param maxBytes the largest file that is read
     * @param maxChars the longest text that is taken out of one, in UTF-16 units
     * @param timeout how long the other process may take, its start included
     * @param memoryBytes the other process's heap
     * @param processes how many of them at a time; more wait
     */
    public record Options(long maxBytes, int maxChars, Duration timeout, long memoryBytes, int processes) {
        public Options {
            if (maxBytes < 1 || maxChars < 1 || !timeout.isPositive() || memoryBytes < 1 << 24 || processes < 1) {
                throw new IllegalArgumentException(
                        "a text extractor needs bytes, characters, time, 16 MB of memory and a process");
            }
        }

        public static Options defaults() {
            return new Options(32L << 20, 2_000_000, Duration.ofSeconds(60), 512L << 20, 2);
        }
    }

    public TikaTextExtractor(Options options) {
        this.options = options;
        this.places = new Semaphore(options.processes(), true);
    }

    @Override
    public Extracted extract(InputStream bytes, String name) {
        byte[] content = read(bytes);
        if (content.length == 0) {
            throw new UnusableDocument(Reason.EMPTY, "the document is empty");
        }
        Matcher suffix = SUFFIX.matcher(name);
        String end = suffix.find() ? suffix.group(1).toLowerCase(Locale.ROOT) : "";
        Extracted extracted = plain(content, end);
        if (extracted == null) {
            extracted = byProcess(content, end);
        }
        if (extracted.text().length() > options.maxChars()) {
            throw tooLong();
        }
        if (extracted.text().isBlank()) {
            throw new UnusableDocument(
                    Reason.NO_TEXT,
                    "the document (" + extracted.mediaType()
                            + ") holds no text; pages that are pictures have to be turned into text first");
        }
        return extracted;
    }

    private byte[] read(InputStream bytes) {
        try {
            byte[] content = bytes.readNBytes((int) Math.min(options.maxBytes() + 1, Integer.MAX_VALUE - 16));
            if (content.length > options.maxBytes()) {
                throw new UnusableDocument(
                        Reason.TOO_LARGE,
                        "the document is larger than the limit of " + options.maxBytes()
                                + " bytes (setting documents.max-bytes)");
            }
            return content;
        } catch (IOException problem) {
            throw new UncheckedIOException("the document could not be read", problem);
        }
    }

    /** What is plain text in UTF-8, without another process; null for anything else. */
    private static @org.jspecify.annotations.Nullable Extracted plain(byte[] content, String suffix) {
        if (suffix.equals("pdf") || suffix.equals("htm") || suffix.equals("html") || suffix.equals("xhtml")) {
            return null;
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException other) {
            return null;
        }
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        String start = text.substring(0, Math.min(LOOKED_AT, text.length()));
        boolean binary = text.indexOf(0) >= 0 || start.contains("%PDF-") || start.startsWith("{\\rtf");
        if (binary || HTML.matcher(start).find()) {
            return null;
        }
        boolean markdown = suffix.equals("md") || suffix.equals("markdown");
        return new Extracted(markdown ? "text/markdown" : "text/plain", Clean.text(text));
    }

    private Extracted byProcess(byte[] content, String suffix) {
        try {
            places.acquire();
        } catch (InterruptedException stop) {
            throw stopped(stop);
        }
        try {
            return read(answer(content, suffix));
        } finally {
            places.release();
        }
    }

    private ChildProcess.Answer answer(byte[] content, String suffix) {
        try {
            return new ChildProcess(options.memoryBytes(), options.timeout())
                    .run(
                            Extraction.class,
                            new String[] {Integer.toString(options.maxChars()), suffix},
                            content,
                            4L * options.maxChars() + LOOKED_AT);
        } catch (InterruptedException stop) {
            throw stopped(stop);
        } catch (IOException problem) {
            throw new UnusableDocument(
                    Reason.UNAVAILABLE, "the program cannot start a process that reads documents of this kind");
        }
    }

    private static CancellationException stopped(InterruptedException stop) {
        Thread.currentThread().interrupt();
        var cancelled = new CancellationException("interrupted while a document was read");
        cancelled.initCause(stop);
        return cancelled;
    }

    private Extracted read(ChildProcess.Answer answer) {
        return switch (answer.ending()) {
            case LATE ->
                throw new UnusableDocument(
                        Reason.TOO_COSTLY,
                        "reading the document took more than "
                                + options.timeout().toMillis() + " ms (setting documents.read-time)");
            case OUT_OF_MEMORY ->
                throw new UnusableDocument(
                        Reason.TOO_COSTLY,
                        "reading the document took more memory than " + options.memoryBytes()
                                + " bytes (setting documents.read-memory)");
            case TOO_MUCH -> throw tooLong();
            case BROKEN -> throw new UnusableDocument(Reason.MALFORMED, "the document cannot be read; is it broken?");
            case DONE -> told(answer.output());
        };
    }

    private Extracted told(byte[] output) {
        int line = 0;
        while (line < output.length && output[line] != '\n') {
            line++;
        }
        if (line == output.length) {
            throw new UnusableDocument(Reason.MALFORMED, "the document cannot be read; is it broken?");
        }
        String head = new String(output, 0, line, StandardCharsets.UTF_8);
        String rest = new String(Arrays.copyOfRange(output, line + 1, output.length), StandardCharsets.UTF_8);
        if (!head.startsWith("!")) {
            return new Extracted(head, Clean.text(rest));
        }
        throw switch (Reason.valueOf(head.substring(1))) {
            case UNKNOWN_TYPE ->
                new UnusableDocument(
                        Reason.UNKNOWN_TYPE,
                        "the document is " + rest.strip() + "; plain text, Markdown, HTML and PDF are read");
            case ENCRYPTED ->
                new UnusableDocument(
                        Reason.ENCRYPTED, "the document is encrypted; save it without a password and add it again");
            case TOO_LONG -> tooLong();
            case EMPTY, TOO_LARGE, MALFORMED, NO_TEXT, TOO_COSTLY, UNAVAILABLE ->
                new UnusableDocument(Reason.MALFORMED, "the document cannot be read; is it broken?");
        };
    }

    private UnusableDocument tooLong() {
        return new UnusableDocument(
                Reason.TOO_LONG,
                "the document's text is longer than " + options.maxChars()
                        + " characters (setting documents.max-chars); add it in parts");
    }
}
