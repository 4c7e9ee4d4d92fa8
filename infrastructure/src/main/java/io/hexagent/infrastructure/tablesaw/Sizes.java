package io.hexagent.infrastructure.tablesaw;

import java.util.Locale;

/** Sizes in words. */
final class Sizes {
    private Sizes() {}

    static String words(long bytes) {
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%,d bytes", bytes);
        }
        return String.format(Locale.ROOT, "%,d MB", bytes >> 20);
    }

    static String count(long count, String one) {
        return String.format(Locale.ROOT, "%,d", count) + " " + (count == 1 ? one : one + "s");
    }
}
