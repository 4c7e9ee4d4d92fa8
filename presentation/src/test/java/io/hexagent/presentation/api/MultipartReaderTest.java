package io.hexagent.presentation.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MultipartReaderTest {
    private static final String TYPE = "multipart/form-data; boundary=\"b\"";

    @Property(tries = 300)
    void everyPartComesOutAsItWentInHoweverTheStreamIsCut(
            @ForAll @Size(max = 4) List<byte @Size(max = 300) []> contents, @ForAll @IntRange(min = 1, max = 9) int cut)
            throws IOException {
        var form = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            form.writeBytes(bytes("--b\r\nContent-Disposition: form-data; name=\"p\"; filename=\"f\"\r\n\r\n"));
            form.writeBytes(content);
            form.writeBytes(bytes("\r\n"));
        }
        form.writeBytes(bytes("--b--\r\n"));
        assertThat(read(form.toByteArray(), cut)).containsExactlyElementsOf(contents);
    }

    @Test
    void whatLooksLikeADelimiterIsContent() throws IOException {
        byte[] tricky = bytes("\r\n-\r\n--\r\n-- b\r\r\n--\r\n--a");
        var form = new ByteArrayOutputStream();
        form.writeBytes(bytes("preamble\r\n--b\r\nContent-Disposition: form-data; name=p\r\n\r\n"));
        form.writeBytes(tricky);
        form.writeBytes(bytes("\r\n--b--"));
        assertThat(read(form.toByteArray(), 1)).containsExactly(tricky);
    }

    @Test
    void aPartThatIsNotReadIsSkippedAndPathsAreCutFromFileNames() throws IOException {
        String form = "--b\r\n"
                + "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
                + "1\r\n"
                + "--b\r\n"
                + "Content-Type: text/csv\r\n"
                + "Content-Disposition: form-data; name=\"f\"; filename=\"C:\\\\tmp\\\\x \\\"y\\\".csv\"\r\n\r\n"
                + "2\r\n"
                + "--b--";
        var reader = new MultipartReader(new ByteArrayInputStream(bytes(form)), TYPE);
        assertThat(reader.next().orElseThrow().name()).isEqualTo("a");
        assertThat(reader.next().orElseThrow().fileName()).contains("x \"y\".csv");
        assertThat(reader.next()).isEmpty();
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void aFormThatBreaksOffOrHasNoBoundaryIsRefused() {
        String form = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1";
        assertThatThrownBy(() -> read(bytes(form), 100))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("ends in the");
        assertThatThrownBy(() -> new MultipartReader(InputStream.nullInputStream(), "multipart/form-data"))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("boundary");
        assertThatThrownBy(() -> read(bytes("--b\r\nX: y\r\n\r\n1\r\n--b--"), 100))
                .hasMessageContaining("no name");
        assertThatThrownBy(() -> read(bytes("--b\r\nX: " + "y".repeat(20_000) + "\r\n\r\n1\r\n--b--"), 100))
                .hasMessageContaining("longer than");
    }

    private static List<byte[]> read(byte[] form, int cut) throws IOException {
        var reader = new MultipartReader(new Pieces(form, cut), TYPE);
        var contents = new ArrayList<byte[]>();
        for (var part = reader.next(); part.isPresent(); part = reader.next()) {
            contents.add(part.get().content().readAllBytes());
        }
        return contents;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Gives a few bytes at a time, as a network does. */
    private static final class Pieces extends ByteArrayInputStream {
        private final int most;

        Pieces(byte[] bytes, int most) {
            super(Arrays.copyOf(bytes, bytes.length));
            this.most = most;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(most, length));
        }
    }
}
