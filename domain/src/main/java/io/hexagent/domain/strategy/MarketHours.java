package io.hexagent.domain.strategy;

/** When a market trades, for how many bars a year has. */
public enum MarketHours {
    /** 252 days a year of 6.5 hours, as shares in the United States. */
    SESSIONS(252, 6.5 * 60),
    /** Every day and hour, as crypto currencies. */
    ALWAYS(365, 24 * 60);

    private static final double WEEKS = 52;
    private static final long DAY_MINUTES = 24 * 60;

    private final double days;
    private final double dayMinutes;

    MarketHours(double days, double dayMinutes) {
        this.days = days;
        this.dayMinutes = dayMinutes;
    }

    /** Bars of a year: daily 252, or 365 for a market that never closes; weekly 52. */
    public double barsPerYear(Timeframe timeframe) {
        long minutes = timeframe.length().toMinutes();
        if (minutes > DAY_MINUTES) {
            return WEEKS;
        }
        return minutes == DAY_MINUTES ? days : days * dayMinutes / minutes;
    }
}
