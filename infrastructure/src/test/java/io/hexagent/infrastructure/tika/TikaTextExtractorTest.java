package io.hexagent.infrastructure.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hexagent.domain.document.TextExtractor.Extracted;
import io.hexagent.domain.document.UnusableDocument;
import io.hexagent.domain.document.UnusableDocument.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.Test;

class TikaTextExtractorTest {
    private static final TikaTextExtractor EXTRACTOR = new TikaTextExtractor(TikaTextExtractor.Options.defaults());

    private static Extracted extract(byte[] bytes, String name) {
        return EXTRACTOR.extract(new ByteArrayInputStream(bytes), name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void refused(Reason reason, TikaTextExtractor extractor, byte[] bytes, String name) {
        assertThatExceptionOfType(UnusableDocument.class)
                .isThrownBy(() -> extractor.extract(new ByteArrayInputStream(bytes), name))
                .satisfies(problem -> assertThat(problem.reason()).isEqualTo(reason))
                .satisfies(
                        problem -> assertThat(problem.getMessage()).isNotBlank().doesNotContain("Exception"));
    }

    private static void refused(Reason reason, byte[] bytes, String name) {
        refused(reason, EXTRACTOR, bytes, name);
    }

    @Test
    void aBinaryFileIsNoTextWhateverItsNameIs() {
        byte[] binary = new byte[4096];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }

        refused(Reason.UNKNOWN_TYPE, binary, "data.txt");
        refused(Reason.UNKNOWN_TYPE, binary, "data.md");
        String sentence = "The zebra crosses the road. ".repeat(20);
        assertThat(extract(sentence.getBytes(StandardCharsets.UTF_16), "wide.txt")
                        .text())
                .contains("zebra crosses");
    }

    private static TikaTextExtractor with(int chars, Duration time, long memory) {
        return new TikaTextExtractor(new TikaTextExtractor.Options(32 << 20, chars, time, memory, 2));
    }

    private static byte[] pdf(String text, String password) throws IOException {
        try (var document = new PDDocument();
                var bytes = new ByteArrayOutputStream()) {
            var page = new PDPage();
            document.addPage(page);
            try (var content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(50, 700);
                content.showText(text);
                content.endText();
            }
            if (!password.isEmpty()) {
                document.protect(new StandardProtectionPolicy("owner", password, new AccessPermission()));
            }
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    /** A page whose content is that many bytes of drawing commands, packed a thousand to one. */
    private static byte[] bomb(int megabytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            byte[] commands = bytes("q Q BT /F1 9 Tf (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n".repeat(16_000));
            for (int i = 0; i < megabytes; i++) {
                deflater.write(commands);
            }
        }
        var pdf = new ByteArrayOutputStream();
        pdf.write(bytes("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                + "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
                + "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
                + "4 0 obj<</Filter/FlateDecode/Length " + packed.size() + ">>stream\n"));
        packed.writeTo(pdf);
        pdf.write(bytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"));
        return pdf.toByteArray();
    }

    @Test
    void plainTextAndMarkdownAreTakenAsTheyAre() {
        assertThat(extract(bytes("\uFEFFGrüße\r\n Welt 😀"), "a.txt"))
                .isEqualTo(new Extracted("text/plain", "Grüße\r\n Welt 😀"));
        assertThat(extract(bytes("# Title\n\n*text* <b>bold</b>"), "README.MD"))
                .isEqualTo(new Extracted("text/markdown", "# Title\n\n*text* <b>bold</b>"));
        assertThat(extract(bytes("no name"), "").mediaType()).isEqualTo("text/plain");
    }

    @Test
    void otherEncodingsAreRecognised() {
        String german = "Die Größe der Äpfel ist für viele Käufer wichtig. Wer über das Maß hinaus düngt, verkürzt die"
                + " Lebensdauer der Bäume, und im Frühjahr fällt die Blüte schwächer aus als gewöhnlich.";
        assertThat(extract(german.getBytes(StandardCharsets.ISO_8859_1), "a.txt")
                        .text())
                .contains(german);
        assertThat(extract("Hello there".getBytes(StandardCharsets.UTF_16), "a.txt")
                        .text())
                .contains("Hello there");
    }

    @Test
    void ofAPageOnlyItsTextIsTaken() {
        Extracted page = extract(
                bytes("<!DOCTYPE html><html><head><title>T</title><style>p{}</style><script>alert('no')</script></head>"
                        + "<body><h1>Warranty</h1><p>Two&nbsp;years &amp; a day.</p></body></html>"),
                "page");
        assertThat(page.mediaType()).isEqualTo("text/html");
        assertThat(page.text()).contains("Warranty", "Two\u00A0years & a day.").doesNotContain("alert", "p{}", "<h1>");
    }

    @Test
    void ofAPdfItsTextIsTaken() throws IOException {
        Extracted page = extract(pdf("The warranty is two years.", ""), "a.pdf");
        assertThat(page.mediaType()).isEqualTo("application/pdf");
        assertThat(page.text()).contains("The warranty is two years.");
        assertThat(extract(pdf("By its content.", ""), "a").text()).contains("By its content.");
    }

    @Test
    void whatIsEmptyBlankLargeOrLongIsRefused() {
        refused(Reason.EMPTY, new byte[0], "a.txt");
        refused(Reason.NO_TEXT, bytes(" \n\t "), "a.txt");
        refused(Reason.NO_TEXT, bytes("<html><body><img src=x></body></html>"), "a.html");
        refused(Reason.TOO_LARGE, new byte[(32 << 20) + 1], "a.txt");
        TikaTextExtractor shorter = with(100, Duration.ofSeconds(60), 256 << 20);
        refused(Reason.TOO_LONG, shorter, bytes("a".repeat(101)), "a.txt");
        refused(Reason.TOO_LONG, shorter, bytes("<html><body>" + "a".repeat(1000)), "a.html");
    }

    @Test
    void anEncryptedABrokenAndAnUnknownFileAreRefused() throws IOException {
        refused(Reason.ENCRYPTED, pdf("secret", "password"), "a.pdf");
        refused(Reason.MALFORMED, bytes("%PDF-1.7 and then nothing of the kind"), "a.pdf");
        var zip = new ByteArrayOutputStream();
        try (var out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("zeros"));
            for (int i = 0; i < 200; i++) {
                out.write(new byte[1 << 20]);
            }
        }
        refused(Reason.UNKNOWN_TYPE, zip.toByteArray(), "bomb.zip");
        refused(Reason.UNKNOWN_TYPE, zip.toByteArray(), "bomb.pdf");
        var gzip = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(gzip)) {
            out.write(new byte[1 << 20]);
        }
        refused(Reason.UNKNOWN_TYPE, gzip.toByteArray(), "a.txt");
        refused(Reason.UNKNOWN_TYPE, new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}, "a.png");
    }

    @Test
    void aPackedPdfIsRefusedByItsTimeItsMemoryOrTheLengthOfItsText() throws IOException {
        byte[] bomb = bomb(400);
        assertThat(bomb.length).isLessThan(4 << 20);
        long start = System.nanoTime();
        assertThatExceptionOfType(UnusableDocument.class)
                .isThrownBy(() -> with(100_000, Duration.ofSeconds(8), 64 << 20)
                        .extract(new ByteArrayInputStream(bomb), "bomb.pdf"))
                .satisfies(problem ->
                        assertThat(problem.reason()).isIn(Reason.TOO_COSTLY, Reason.TOO_LONG, Reason.MALFORMED));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void whatTakesTooLongIsStopped() throws IOException {
        refused(Reason.TOO_COSTLY, with(1000, Duration.ofMillis(1), 256 << 20), pdf("x", ""), "a.pdf");
    }

    @Test
    void anInterruptStopsTheReading() throws Exception {
        byte[] pdf = pdf("x", "");
        var outcome = new CompletableFuture<Throwable>();
        Thread reading = Thread.ofVirtual().unstarted(() -> {
            Thread.currentThread().interrupt();
            try {
                Extracted ignored = extract(pdf, "a.pdf");
                outcome.complete(new AssertionError("it was read"));
            } catch (CancellationException stopped) {
                outcome.complete(stopped);
            }
        });
        reading.start();
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void theOtherProcessIsGivenNothingOfThisOnesEnvironment() throws Exception {
        assertThat(System.getenv()).containsKey("PATH");
        ChildProcess.Answer answer = new ChildProcess(64 << 20, Duration.ofSeconds(30))
                .run(Surroundings.class, new String[0], new byte[0], 10_000);
        assertThat(new String(answer.output(), StandardCharsets.UTF_8)).isEqualTo("[]");
    }

    /** Tells the names in the environment. */
    public static final class Surroundings {
        private Surroundings() {}

        public static void main(String[] arguments) throws IOException {
            try (InputStream in = System.in) {
                System.out.print(in.readAllBytes().length == 0 ? System.getenv().keySet() : "input");
            }
        }
    }
}
