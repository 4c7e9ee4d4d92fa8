package io.hexagent.presentation.api;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names and addresses of this machine's loopback, and the host part of what clients send. */
public final class Hosts {
    private static final Pattern LOOPBACK_V4 = Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private Hosts() {}

    /** Whether listening there is for this machine alone. A name is looked up. */
    public static boolean isLoopback(String host) {
        if (isLoopbackName(host)) {
            return true;
        }
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** Whether it is a name or address of loopback as it is written; nothing is looked up, as a name may lie. */
    static boolean isLoopbackName(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || LOOPBACK_V4.matcher(name).matches()
                || name.equals("::1")
                || name.equals("[::1]")
                || name.equals("0:0:0:0:0:0:0:1");
    }

    /** The host of a Host header, without its port; lower case, IPv6 without brackets. */
    static String nameOf(String header) {
        String text = header.strip().toLowerCase(Locale.ROOT);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.lastIndexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    /** Host and port of an Origin header, as a Host header has them; empty for {@code null} and what is no origin. */
    static String authorityOf(String origin) {
        String text = origin.strip().toLowerCase(Locale.ROOT);
        int scheme = text.indexOf("://");
        return scheme < 0 ? "" : text.substring(scheme + 3);
    }
}
