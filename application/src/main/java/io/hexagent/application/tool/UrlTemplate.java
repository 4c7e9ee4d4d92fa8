package io.hexagent.application.tool;

import io.hexagent.domain.value.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address with {@code {name}} at the places of arguments, in its path and query only: whatever the arguments are,
 * the scheme, host, port and the path up to the first place stay what the template says. Immutable.
 */
final class UrlTemplate {
    static final int LONGEST = 2000;

    private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z0-9_-]{1,64})\\}");
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]{1,255}(?=[/?]|$)");
    private static final String UNRESERVED = "-._~";

    private final String text;
    private final URI plain;
    private final Set<String> names;

    private UrlTemplate(String text, URI plain, Set<String> names) {
        this.text = text;
        this.plain = plain;
        this.names = names;
    }

    /** @throws IllegalArgumentException when it is no such template; the message says what is allowed */
    static UrlTemplate of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a URL template has at most " + LONGEST + " characters");
        }
        Matcher origin = ORIGIN.matcher(text);
        if (!origin.lookingAt()) {
            throw new IllegalArgumentException("a URL template begins with http:// or https:// and a plain host, then"
                    + " / or ?; places of arguments are allowed behind it only, got \"" + text + "\"");
        }
        String rest = text.substring(origin.end());
        if (rest.indexOf('#') >= 0 || rest.indexOf('\\') >= 0 || rest.contains("${")) {
            throw new IllegalArgumentException("a URL template has no #, no \\ and no secret");
        }
        var names = new LinkedHashSet<String>();
        Matcher places = PLACE.matcher(rest);
        while (places.find()) {
            names.add(places.group(1));
        }
        URI plain = uri(origin.group() + places.replaceAll("x"), text);
        if (plain.getHost() == null || plain.getUserInfo() != null || hasDots(plain.getRawPath())) {
            throw new IllegalArgumentException(
                    "a URL template names a host, no user, and no . or .. in its path, got \"" + text + "\"");
        }
        return new UrlTemplate(text, plain, Set.copyOf(names));
    }

    /** The arguments that have a place in it. */
    Set<String> names() {
        return names;
    }

    String host() {
        return plain.getHost().toLowerCase(Locale.ROOT);
    }

    /**
     * The address for some arguments.
     *
     * @param query further arguments, put at the end of the query
     * @throws IllegalArgumentException when an argument would change where the address leads
     */
    URI filled(Function<String, Value> arguments, Map<String, Value> query) {
        Matcher places = PLACE.matcher(text);
        var filled = new StringBuilder();
        while (places.find()) {
            Value value = arguments.apply(places.group(1));
            places.appendReplacement(filled, Matcher.quoteReplacement(escaped(value.toString())));
        }
        places.appendTail(filled);
        char next = text.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, Value> more : query.entrySet()) {
            filled.append(next)
                    .append(escaped(more.getKey()))
                    .append('=')
                    .append(escaped(more.getValue().toString()));
            next = '&';
        }
        URI uri = uri(filled.toString(), text);
        boolean isSame = plain.getScheme().equals(uri.getScheme())
                && plain.getHost().equals(uri.getHost())
                && plain.getPort() == uri.getPort()
                && uri.getUserInfo() == null;
        if (!isSame || hasDots(uri.getRawPath())) {
            throw new IllegalArgumentException("the arguments would lead elsewhere than " + text);
        }
        return uri;
    }

    /** Whether a part of the path goes up, however it is written. */
    private static boolean hasDots(String path) {
        for (String segment : path.split("/", -1)) {
            String plain = segment.replaceAll("(?i)%2e", ".");
            if (plain.equals(".") || plain.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static URI uri(String text, String template) {
        try {
            return new URI(text);
        } catch (URISyntaxException wrong) {
            throw new IllegalArgumentException("\"" + template + "\" is no URL: " + wrong.getReason(), wrong);
        }
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder();
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (one & 0xFF);
            boolean isPlain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED.indexOf(c) >= 0;
            if (isPlain) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return text;
    }
}
