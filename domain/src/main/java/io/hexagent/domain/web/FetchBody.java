package io.hexagent.domain.web;

import java.nio.charset.StandardCharsets;

/** The bytes of a request. Immutable. */
public final class FetchBody {
    private final String mediaType;
    private final byte[] bytes;

    public FetchBody(String mediaType, byte[] bytes) {
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
    }

    /** JSON text. */
    public static FetchBody json(String text) {
        return new FetchBody("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    public String mediaType() {
        return mediaType;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }
}
