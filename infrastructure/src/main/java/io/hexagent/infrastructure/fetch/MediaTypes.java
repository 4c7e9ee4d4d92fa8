package io.hexagent.infrastructure.fetch;

import java.util.List;
import java.util.Locale;

/** Patterns of media types: {@code text/html}, {@code text/*}, {@code application/*+json}, {@code *}{@code /*}. */
final class MediaTypes {
    private MediaTypes() {}

    /** Whether one of the patterns matches; no patterns match everything. */
    static boolean match(List<String> patterns, String mediaType) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, mediaType));
    }

    private static boolean matches(String pattern, String mediaType) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        int star = lower.indexOf('*');
        if (lower.equals("*/*")) {
            return true;
        }
        if (star < 0) {
            return lower.equals(mediaType);
        }
        String start = lower.substring(0, star);
        String end = lower.substring(star + 1);
        return mediaType.length() >= start.length() + end.length()
                && mediaType.startsWith(start)
                && mediaType.endsWith(end);
    }
}
