package io.hexagent.infrastructure.http;

import io.hexagent.infrastructure.http.HttpTrouble.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;

/** An answer as Apache's client gives it. */
final class ApacheAnswer implements HttpAnswer {
    private static final int CHUNK = 8_192;

    /** Whether an answer has begun; used by one thread. */
    static final class Progress {
        private boolean begun;

        void begin() {
            begun = true;
        }

        boolean begun() {
            return begun;
        }
    }

    private final ClassicHttpResponse response;

    ApacheAnswer(ClassicHttpResponse response) {
        this.response = response;
    }

    @Override
    public int status() {
        return response.getCode();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
    }

    @Override
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (Header header : response.getHeaders()) {
            headers.computeIfAbsent(header.getName(), name -> new ArrayList<>(1))
                    .add(header.getValue());
        }
        return headers;
    }

    @Override
    public InputStream body() {
        HttpEntity entity = response.getEntity();
        try {
            return entity == null ? InputStream.nullInputStream() : entity.getContent();
        } catch (IOException e) {
            throw new IllegalStateException("an answer's body was asked for twice", e);
        }
    }

    @Override
    public byte[] bytes(int limit) throws IOException {
        HttpEntity entity = response.getEntity();
        long length = entity == null ? 0 : entity.getContentLength();
        if (length > limit) {
            throw tooLarge(limit);
        }
        InputStream body = body();
        if (length >= 0) {
            byte[] bytes = body.readNBytes((int) length);
            if (bytes.length < length) {
                throw new EOFException("the answer ended after " + bytes.length + " of " + length + " bytes");
            }
            // The connection goes back to the pool only once the end of the body was seen.
            if (body.read() >= 0) {
                throw new IOException("the answer is longer than its content length");
            }
            return bytes;
        }
        var bytes = new ByteArrayOutputStream(CHUNK);
        byte[] chunk = new byte[CHUNK];
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
            if (bytes.size() + read > limit) {
                throw tooLarge(limit);
            }
            bytes.write(chunk, 0, read);
        }
        return bytes.toByteArray();
    }

    private static HttpTrouble tooLarge(int limit) {
        return new HttpTrouble(
                Kind.TOO_LARGE, "the answer has more than " + limit + " bytes", new IOException("over the limit"));
    }
}
