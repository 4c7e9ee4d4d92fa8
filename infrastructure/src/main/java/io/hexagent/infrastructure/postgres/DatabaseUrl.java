package io.hexagent.infrastructure.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where a Postgres database is and who enters it. {@link #toString} leaves the password out.
 *
 * @param parameters further connection parameters by the JDBC driver's names, such as {@code sslmode}
 */
public record DatabaseUrl(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {
    private static final int DEFAULT_PORT = 5432;
    private static final String ALLOWED = "postgres://user:password@host:5432/database";

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /**
     * Reads {@code postgres://}, {@code postgresql://} or {@code jdbc:postgresql://} with user, password and parameters
     * in the address; {@code user} and {@code password} may stand among the parameters as well.
     *
     * @throws IllegalArgumentException when it is no such address; the message names what is allowed, and never shows
     *     the password
     */
    public static DatabaseUrl parse(String text) {
        String address = text.strip();
        if (address.startsWith("jdbc:")) {
            address = address.substring("jdbc:".length());
        }
        int colon = address.indexOf(':');
        String scheme = colon < 0 ? "" : address.substring(0, colon);
        switch (scheme) {
            case "postgres", "postgresql" -> {}
            case "sqlite" ->
                throw new IllegalArgumentException(
                        "a database of kind \"sqlite\" is not supported: several processes write one log here, which"
                                + " needs a server; leave the setting out for the built-in Postgres, or give "
                                + ALLOWED);
            default ->
                throw new IllegalArgumentException(
                        "a database of kind \"" + scheme + "\" is not supported; allowed is " + ALLOWED);
        }
        return parts(address);
    }

    private static DatabaseUrl parts(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException e) {
            // The cause holds the whole address, password included.
            throw new IllegalArgumentException("the database address cannot be read (character " + e.getIndex() + ": "
                    + e.getReason() + "); special characters are written %XX; allowed is " + ALLOWED);
        }
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("the database address names no host; allowed is " + ALLOWED);
        }
        var parameters = new LinkedHashMap<String, String>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
                }
            }
        }
        String login = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "" : decoded(login.substring(colon + 1));
        String namedUser = parameters.remove("user");
        String namedPassword = parameters.remove("password");
        if (user.isEmpty()) {
            user = namedUser == null || namedUser.isEmpty() ? "postgres" : namedUser;
        }
        if (password.isEmpty() && namedPassword != null) {
            password = namedPassword;
        }
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String database = decoded(path.startsWith("/") ? path.substring(1) : path);
        return new DatabaseUrl(
                host,
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                database.isEmpty() ? user : database,
                user,
                password,
                parameters);
    }

    /** The address for the JDBC driver, without user and password. */
    String jdbc() {
        String query = parameters.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .sorted()
                .collect(Collectors.joining("&", "?", ""));
        return "jdbc:postgresql://" + host + ":" + port + "/" + encoded(database) + (query.length() > 1 ? query : "");
    }

    private static String decoded(String text) {
        // A plus sign is itself here; only the form encoding of web pages reads it as a space.
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "postgres://" + user + "@" + host + ":" + port + "/" + database;
    }
}
