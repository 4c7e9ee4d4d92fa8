package io.hexagent.domain.web;

import java.time.Duration;
import java.util.List;

/**
 * How much an answer may cost. A fetcher has caps of its own; of each two the tighter one holds.
 *
 * @param bytes the most bytes of a body, after decompression
 * @param time for everything together: names, connections, redirects and the body
 * @param redirects how many are followed; one more is refused
 * @param mediaTypes what may come, as {@code text/html}, {@code text/*} or {@code application/*+json}; empty: whatever
 *     the fetcher allows
 */
public record FetchCaps(long bytes, Duration time, int redirects, List<String> mediaTypes) {
    /** Only the fetcher's own caps hold. */
    public static final FetchCaps WIDEST =
            new FetchCaps(Long.MAX_VALUE, Duration.ofDays(1), Integer.MAX_VALUE, List.of());

    public FetchCaps {
        if (bytes < 0 || !time.isPositive() || redirects < 0) {
            throw new IllegalArgumentException("caps are at least 0 bytes, some time and 0 redirects; got " + bytes
                    + ", " + time + " and " + redirects);
        }
        mediaTypes = List.copyOf(mediaTypes);
    }

    /** These caps for some media types only. */
    public FetchCaps ofTypes(List<String> types) {
        return new FetchCaps(bytes, time, redirects, types);
    }
}
