package io.hexagent.infrastructure.fetch;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What an address says of its host. */
final class Hosts {
    private static final int LONGEST = 8_192;

    private Hosts() {}

    /** Why nothing can be fetched from there. */
    static Optional<String> problem(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("only http and https addresses can be fetched, as https://example.org/page");
        }
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            return Optional.of("the address names no host that can be looked up");
        }
        if (uri.getRawUserInfo() != null) {
            return Optional.of("an address with a user or password in it is not fetched");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            return Optional.of("there is no port " + uri.getPort());
        }
        return uri.toString().length() > LONGEST
                ? Optional.of("the address has more than " + LONGEST + " characters")
                : Optional.empty();
    }

    /** The host without the brackets of an IPv6 address. */
    static String name(URI uri) {
        String host = String.valueOf(uri.getHost());
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    static boolean sameOrigin(URI one, URI other) {
        return String.valueOf(one.getScheme()).equalsIgnoreCase(other.getScheme())
                && name(one).equalsIgnoreCase(name(other))
                && port(one) == port(other);
    }

    /** Where a redirect leads; empty when that is no address. */
    static Optional<URI> resolved(URI from, String location) {
        try {
            URI base = from.getRawPath() == null || from.getRawPath().isEmpty() ? from.resolve("/") : from;
            return Optional.of(base.resolve(new URI(location.strip().replace(" ", "%20")).toASCIIString()));
        } catch (URISyntaxException | IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    /** How messages call it: the host and its port, nothing more. */
    static String shown(URI uri) {
        return uri.getHost() == null ? "the address" : uri.getPort() < 0 ? name(uri) : name(uri) + ":" + uri.getPort();
    }

    static String seconds(Duration time) {
        return time.toMillis() % 1_000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }
}
