package io.hexagent.domain.access;

/**
 * What makes a request that creates something safe to repeat. Kept with the owner; a second request with the same route
 * and key is the same request.
 *
 * @param route what is asked, as {@code POST /api/chat}
 * @param key as the client chose it, 1 to 255 characters
 * @param hash SHA-256 of what was asked, in hex: the same key with another hash is a mistake of the client
 */
public record RequestKey(String route, String key, String hash) {
    private static final int LONGEST = 255;

    public RequestKey {
        if (key.isEmpty() || key.length() > LONGEST) {
            throw new IllegalArgumentException("a request's key has 1 to 255 characters, got " + key.length());
        }
    }
}
