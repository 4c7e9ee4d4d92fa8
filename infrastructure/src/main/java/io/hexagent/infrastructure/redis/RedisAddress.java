package io.hexagent.infrastructure.redis;

import io.lettuce.core.RedisURI;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where Redis is: one server, or some nodes of a cluster, which tell of the others.
 *
 * @param urls each {@code redis://} or, for TLS, {@code rediss://}
 */
public record RedisAddress(List<String> urls) {
    private static final String ALLOWED =
            "redis://user:password@host:6379/0 (rediss:// for TLS; several, separated by" + " commas, for a cluster)";

    public RedisAddress {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("no address of Redis is given; allowed is " + ALLOWED);
        }
        urls.forEach(RedisAddress::check);
    }

    /**
     * Reads one address, or those of a cluster's nodes with commas between them.
     *
     * @throws IllegalArgumentException when one is no such address; the message names what is allowed, and never shows
     *     the password
     */
    public static RedisAddress parse(String text) {
        var urls = new ArrayList<String>();
        for (String part : text.split(",", -1)) {
            urls.add(part.strip());
        }
        return new RedisAddress(urls);
    }

    private static void check(String url) {
        int colon = url.indexOf("://");
        String scheme = colon < 0 ? "" : url.substring(0, colon);
        if (!scheme.equals("redis") && !scheme.equals("rediss")) {
            throw new IllegalArgumentException(
                    colon < 0
                            ? "the address of Redis has no scheme; allowed is " + ALLOWED
                            : "an address of kind \"" + scheme + "\" is not supported for Redis; allowed is "
                                    + ALLOWED);
        }
        try {
            var uri = new URI(url);
            if (uri.getHost() == null) {
                throw new IllegalArgumentException("the address of Redis names no host; allowed is " + ALLOWED);
            }
            String path = uri.getPath() == null ? "" : uri.getPath();
            if (!path.matches("/?|/\\d{1,5}")) {
                throw new IllegalArgumentException("the address of Redis ends in \"" + path
                        + "\", which is no number of a database; allowed is " + ALLOWED);
            }
        } catch (URISyntaxException e) {
            // The cause holds the whole address, password included.
            throw new IllegalArgumentException("the address of Redis cannot be read (character " + e.getIndex() + ": "
                    + e.getReason() + "); special characters are written %XX; allowed is " + ALLOWED);
        }
    }

    /** Whether it is a cluster. */
    public boolean isCluster() {
        return urls.size() > 1;
    }

    List<RedisURI> uris(Duration timeout) {
        return urls.stream()
                .map(url -> {
                    RedisURI uri = RedisURI.create(url);
                    uri.setTimeout(timeout);
                    return uri;
                })
                .toList();
    }

    /** Hosts and ports alone. */
    @Override
    public String toString() {
        return String.join(
                ",",
                urls.stream()
                        .map(URI::create)
                        .map(uri -> uri.getScheme() + "://" + uri.getHost()
                                + (uri.getPort() < 0 ? "" : ":" + uri.getPort()))
                        .toList());
    }
}
