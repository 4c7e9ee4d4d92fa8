package io.hexagent.domain.dataset;

import java.util.Locale;

/** The type of a column, decided over all its rows. */
public enum ColumnType {
    /** Whole numbers that fit a 64-bit integer. */
    INTEGER,
    /** Decimal numbers, calculated as 64-bit floating point. */
    DECIMAL,
    BOOLEAN,
    /** Calendar days. */
    DATE,
    /** Days with a time of day, without a zone. */
    DATETIME,
    TEXT;

    public boolean isNumber() {
        return this == INTEGER || this == DECIMAL;
    }

    public boolean isTime() {
        return this == DATE || this == DATETIME;
    }

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when no type has the name */
    public static ColumnType ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
