package io.hexagent.infrastructure.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hexagent.domain.artifact.Blobs;
import io.hexagent.domain.value.ContentHash;
import io.hexagent.infrastructure.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of bytes promises. */
public abstract class BlobsContract {
    private static final int MIB = 1 << 20;

    protected abstract Store store();

    private Blobs blobs() {
        return store().blobs();
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static ContentHash sha256(byte[] bytes) throws Exception {
        return new ContentHash(
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void withoutALimitEveryByteIsKept() throws Exception {
        byte[] bytes = bytes(1000);
        Blobs.Kept kept = blobs().put(new ByteArrayInputStream(bytes), Long.MAX_VALUE);
        assertThat(kept.bytes()).isEqualTo(bytes.length);
        try (var stream = blobs().open(kept.hash()).orElseThrow()) {
            assertThat(stream.readAllBytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 7})
    void bytesComeBackAsTheyWere(int length) throws Exception {
        byte[] bytes = bytes(length);
        Blobs.Kept kept = blobs().put(new ByteArrayInputStream(bytes), length);
        assertThat(kept).isEqualTo(new Blobs.Kept(sha256(bytes), length));
        try (InputStream in = blobs().open(kept.hash()).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, MIB - 1, MIB, 2 * MIB + 5})
    void oneByteOverTheLimitIsTooMuchAndNothingIsKept(int limit) throws Exception {
        byte[] bytes = bytes(limit + 1);
        bytes[0] = 77;
        assertThatThrownBy(() -> blobs().put(new ByteArrayInputStream(bytes), limit))
                .isInstanceOfSatisfying(
                        Blobs.TooLarge.class, e -> assertThat(e.limit()).isEqualTo(limit));
        assertThat(blobs().open(sha256(bytes))).isEmpty();
    }

    @Test
    void theSameBytesAreKeptOnceByManyAtATime() throws Exception {
        byte[] bytes = bytes(MIB + 12345);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Blobs.Kept> put = () -> blobs().put(new ByteArrayInputStream(bytes), Long.MAX_VALUE - 1);
            for (var kept :
                    threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> put).toList())) {
                assertThat(kept.get()).isEqualTo(new Blobs.Kept(sha256(bytes), bytes.length));
            }
        }
        try (InputStream in = blobs().open(sha256(bytes)).orElseThrow()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
        }
    }

    @Test
    void unknownBytesAreNotThere() {
        assertThat(blobs().open(new ContentHash("0".repeat(64)))).isEmpty();
    }

    @Test
    void aStreamThatBreaksKeepsNothing() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("broken");
            }
        };
        assertThatThrownBy(() -> blobs().put(broken, 10)).isInstanceOf(UncheckedIOException.class);
    }
}
