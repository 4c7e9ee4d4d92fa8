package io.hexagent.infrastructure.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer whose body has not been read yet. Lives only while its {@link Reader} runs. */
public interface HttpAnswer {
    int status();

    /** The first header with the name, in any case. */
    Optional<String> header(String name);

    /** All headers. */
    Map<String, List<String>> headers();

    /** The body as it arrives. The reader need not close it. */
    InputStream body();

    /**
     * The whole body.
     *
     * @throws HttpTrouble when it has more than {@code limit} bytes
     */
    byte[] bytes(int limit) throws IOException;

    /** Reads an answer on the thread that asked. */
    @FunctionalInterface
    interface Reader<T> {
        T read(HttpAnswer answer) throws IOException;
    }
}
