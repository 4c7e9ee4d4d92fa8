package io.hexagent.infrastructure.chart;

import java.util.List;

/** How names stand on their axis. Many or long names are read one a line, from lying bars and boxes. */
final class BarLayout {
    private static final int MOST_UPRIGHT = 8;
    private static final int LONGEST_UPRIGHT = 14;
    private static final int MONTHS = 12;
    private static final int SHORT = 3;
    private static final String ORDERED = "[-+]?[\\d.]+([-:T].*)?";

    private BarLayout() {}

    /** Names of periods and numbers keep their direction from left to right, others lie when they are many or long. */
    static boolean lying(List<String> categories) {
        if (categories.stream().allMatch(label -> label.matches(ORDERED) || label.equals(Position.MISSING))) {
            return false;
        }
        boolean brief = categories.size() <= MONTHS && categories.stream().allMatch(label -> label.length() <= SHORT);
        return !brief
                && (categories.size() > MOST_UPRIGHT
                        || categories.stream().anyMatch(label -> label.length() > LONGEST_UPRIGHT));
    }
}
