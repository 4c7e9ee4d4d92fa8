package io.hexagent.infrastructure.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static List<String> read(InputStream in) throws IOException {
        List<String> events = new ArrayList<>();
        EventStream.read(in, 100_000, (name, data) -> events.add(name + "|" + data));
        return events;
    }

    private static List<String> read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anEventIsItsNameAndItsLinesOfData() throws IOException {
        assertThat(read(": hello\n"
                        + "event: a\n"
                        + "data: 1\n"
                        + "data:2\n"
                        + "id: 7\n"
                        + "retry: 5\n\n"
                        + "data\n\n"
                        + "event: none\n\n"
                        + "data:  two \n\n"))
                .containsExactly("a|1\n2", "|", "| two ");
    }

    @Test
    void linesMayEndInAnyWay() throws IOException {
        assertThat(read("data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n")).containsExactly("|1", "|2", "|3");
    }

    @Test
    void anEventThatTheEndCutsOffIsNotTold() throws IOException {
        assertThat(read("data: 1\n\ndata: {\"half")).containsExactly("|1");
        assertThat(read("data: 1\n\ndata: 2\n")).containsExactly("|1");
    }

    @Test
    void aLineOrAnEventOverTheLimitIsRefused() {
        assertThatThrownBy(() -> read("data: " + "x".repeat(100_001))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(("data: " + "x".repeat(50_000) + "\n").repeat(3)))
                .isInstanceOf(IOException.class);
    }

    @Property(tries = 100)
    void howTheBytesArriveMakesNoDifference(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 9_000) Integer> chunks) throws IOException {
        String text = "event: ü\r\ndata: 🐧 " + "é".repeat(9_000) + "\r\n\r\ndata: b\rdata: c\r\rdata: d\n\n";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var inChunks = new ByteArrayInputStream(bytes) {
            private int next;

            @Override
            public synchronized int read(byte[] to) {
                return read(to, 0, Math.min(to.length, chunks.get(next++ % chunks.size())));
            }
        };
        assertThat(read(inChunks)).containsExactly("ü|🐧 " + "é".repeat(9_000), "|b\nc", "|d");
    }
}
