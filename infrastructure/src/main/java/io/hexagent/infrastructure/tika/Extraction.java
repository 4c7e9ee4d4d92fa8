package io.hexagent.infrastructure.tika;

import io.hexagent.domain.document.UnusableDocument.Reason;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.tika.detect.DefaultDetector;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.txt.TXTParser;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.SAXException;

/**
 * The other process: reads a file from its input and writes to its output one line, which is the file's media type, or
 * {@code !} and the reason why there is no text; then the text in UTF-8.
 *
 * @hidden
 */
public final class Extraction {
    private Extraction() {}

    /** @param arguments the most characters of the text, and the end of the file's name, which may be empty */
    public static void main(String[] arguments) throws IOException {
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out))) {
            // Whatever a library prints is no part of the answer.
            System.setOut(System.err);
            String answer = answer(System.in.readAllBytes(), arguments[1], Integer.parseInt(arguments[0]));
            out.write(answer.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String answer(byte[] bytes, String suffix, int mostChars) throws IOException {
        var metadata = new Metadata();
        if (!suffix.isEmpty()) {
            metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, "document." + suffix);
        }
        try (TikaInputStream in = TikaInputStream.get(bytes, metadata)) {
            MediaType type = new DefaultDetector().detect(in, metadata).getBaseType();
            metadata.set(Metadata.CONTENT_TYPE, type.toString());
            Parser parser;
            if (type.equals(MediaType.application("pdf"))) {
                parser = new PDFParser();
            } else if (type.equals(MediaType.TEXT_HTML) || type.equals(MediaType.application("xhtml+xml"))) {
                parser = new JSoupParser();
            } else if (type.getType().equals("text")) {
                parser = new TXTParser();
            } else {
                return "!" + Reason.UNKNOWN_TYPE + "\n" + type;
            }
            // One more than allowed, so that a text of just the allowed length is told from a longer one.
            var text = new BodyContentHandler(mostChars + 1);
            // No parser stands in the context: what is embedded in the file is left alone.
            parser.parse(in, text, metadata, new ParseContext());
            if (parser instanceof TXTParser && isBinary(bytes, metadata)) {
                return "!" + Reason.UNKNOWN_TYPE + "\n" + MediaType.OCTET_STREAM;
            }
            return type + "\n" + text;
        } catch (EncryptedDocumentException locked) {
            return "!" + Reason.ENCRYPTED + "\n";
        } catch (SAXException | TikaException | IOException | RuntimeException | StackOverflowError problem) {
            return "!" + (isTooLong(problem) ? Reason.TOO_LONG : Reason.MALFORMED) + "\n";
        }
    }

    /**
     * A name that ends in .txt makes no text of any bytes: text has a zero byte only where a character takes several.
     */
    private static boolean isBinary(byte[] bytes, Metadata metadata) {
        String charset = metadata.get(Metadata.CONTENT_ENCODING);
        if (charset != null && (charset.startsWith("UTF-16") || charset.startsWith("UTF-32"))) {
            return false;
        }
        for (byte unit : bytes) {
            if (unit == 0) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTooLong(Throwable problem) {
        return WriteLimitReachedException.isWriteLimitReached(problem);
    }
}
